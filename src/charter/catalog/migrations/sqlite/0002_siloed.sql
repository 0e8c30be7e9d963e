-- Why a repository is under no charter; empty where it is under one.
alter table entry add column siloed text not null default '';

create index entry_by_url on entry (url);
