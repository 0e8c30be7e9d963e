-- Tokens of programs: `hash` is the SHA-256 of one, the token itself is nowhere.
create table token (
    id integer primary key,
    hash text not null unique,
    label text not null,
    scopes text not null,
    namespace text not null,
    created text not null,
    creator text not null,
    expires text not null,
    used text not null default '',
    revoked text not null default ''
);

-- Registrations and webhooks that were carried out, so that none is a second time. `answer` is JSON.
create table delivery (
    sender text not null,
    number text not null,
    digest text not null,
    answer text not null,
    at text not null,
    primary key (sender, number)
);
create index delivery_by_time on delivery (at);

-- All that the public may see: nothing public is read from anywhere else.
create view public_entry as
select team_key, name_key, team, name, title, description, maintainers, forge, url, license,
    license_key, topics, language, lifecycle, wanted, responds, publication_date,
    case when archived <> '' then 1 else 0 end as is_archived
from entry
where visibility = 'opensource' and siloed = ''
    and publication_date <> '' and publication_date <= strftime('%Y-%m-%d', 'now');
