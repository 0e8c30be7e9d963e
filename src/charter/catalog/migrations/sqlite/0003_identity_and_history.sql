-- What an entry is known by, what became of it, and how well it stands.
alter table entry add column url_key text not null default '';
alter table entry add column lifecycle text not null default '';
alter table entry add column language text not null default '';
alter table entry add column wanted text not null default '[]';
alter table entry add column responds text not null default '';
alter table entry add column checks_held integer not null default 0;
alter table entry add column checks_passed integer not null default 0;
alter table entry add column drifted integer not null default 0;
alter table entry add column unmet text not null default '[]';
alter table entry add column checked text not null default '';
alter table entry add column activity text not null default '{}';
alter table entry add column score integer not null default 0;
alter table entry add column confirmed text not null default '';
alter table entry add column archived text not null default '';

drop index entry_by_url;

-- of several with one address, the one that was brought up to date last has it
update entry set url_key = lower(url) where id in (
    select id from (
        select id, row_number() over (partition by lower(url) order by updated desc, id desc) as place
        from entry where url <> ''
    ) as ranked where place = 1
);
-- the digest is of more than it was: the next registration tells it
update entry set confirmed = updated, digest = '';

create unique index entry_by_url on entry (url_key) where url_key <> '';
create index entry_by_score on entry (score desc, id);
create index entry_by_name on entry (name_key, team_key);

-- A name or an address that an entry had once.
create table alias (
    kind text not null check (kind in ('name', 'url')),
    value text not null,
    entry_id integer not null references entry (id),
    since text not null,
    primary key (kind, value)
);
create index alias_by_entry on alias (entry_id);

-- Every change, in the transaction that made it. `changes` is JSON: field, before, after.
create table history (
    id integer primary key,
    entry_id integer not null,
    team text not null,
    name text not null,
    at text not null,
    actor text not null,
    action text not null,
    changes text not null
);
create index history_by_entry on history (entry_id, id);

create trigger history_is_kept before update on history begin
    select raise(abort, 'history is never changed');
end;
create trigger history_is_not_deleted before delete on history begin
    select raise(abort, 'history is never changed');
end;

-- README texts, apart: they are asked for only where the names and descriptions say too little.
create table readme (
    entry_id integer primary key references entry (id),
    text text not null
);

-- What an author said when shown the nearest entries. `nearest` is JSON: team/name of each.
create table answer (
    id integer primary key,
    at text not null,
    actor text not null,
    team text not null,
    name text not null,
    description text not null,
    decision text not null check (decision in ('reuse', 'contribute', 'build')),
    about text not null,
    because text not null,
    nearest text not null
);
