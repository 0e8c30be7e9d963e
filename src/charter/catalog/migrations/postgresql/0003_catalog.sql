-- The same tables as in SQLite at the same number; texts are compared byte by byte, as there.
create table entry (
    id bigint generated always as identity primary key,
    team_key text collate "C" not null,
    name_key text collate "C" not null,
    team text not null,
    name text not null,
    title text not null,
    description text not null,
    visibility text not null,
    publication_date text not null,
    maintainers text not null,
    forge text not null,
    url text not null,
    license text not null,
    license_key text collate "C" not null,
    topics text not null,
    governance_level text not null,
    chat text not null,
    template text not null,
    version text not null,
    links text not null,
    digest text not null,
    revision integer not null,
    registered text collate "C" not null,
    updated text collate "C" not null,
    siloed text not null default '',
    url_key text collate "C" not null default '',
    lifecycle text not null default '',
    language text not null default '',
    wanted text not null default '[]',
    responds text not null default '',
    checks_held integer not null default 0,
    checks_passed integer not null default 0,
    drifted integer not null default 0,
    unmet text not null default '[]',
    checked text collate "C" not null default '',
    activity text not null default '{}',
    score integer not null default 0,
    confirmed text collate "C" not null default '',
    archived text not null default '',
    unique (name_key, team_key)
);
create index entry_by_team on entry (team_key, name_key);
create unique index entry_by_url on entry (url_key) where url_key <> '';
create index entry_by_score on entry (score desc, id);

-- A name or an address that an entry had once.
create table alias (
    kind text not null check (kind in ('name', 'url')),
    value text collate "C" not null,
    entry_id bigint not null references entry (id),
    since text not null,
    primary key (kind, value)
);
create index alias_by_entry on alias (entry_id);

-- Every change, in the transaction that made it. `changes` is JSON: field, before, after.
create table history (
    id bigint generated always as identity primary key,
    entry_id bigint not null,
    team text not null,
    name text not null,
    at text not null,
    actor text not null,
    action text not null,
    changes text not null
);
create index history_by_entry on history (entry_id, id);

create function history_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'history is never changed';
end
$$;
create trigger history_is_kept before update or delete or truncate on history
    for each statement execute function history_is_kept();

-- README texts, apart: they are asked for only where the names and descriptions say too little.
create table readme (
    entry_id bigint primary key references entry (id),
    text text not null
);

-- What an author said when shown the nearest entries. `nearest` is JSON: team/name of each.
create table answer (
    id bigint generated always as identity primary key,
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
