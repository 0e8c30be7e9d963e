-- What entries are found by: tokens that Python makes, the same for every kind of database.
do $$
begin
    create extension if not exists pg_trgm;
exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise exception using
        errcode = 'insufficient_privilege',
        message = 'the extension pg_trgm is missing',
        hint = 'create extension pg_trgm';
end
$$;

create table entry_search (
    id bigint primary key references entry (id) on delete cascade on update cascade,
    name text not null,
    title text not null,
    description text not null,
    topics text not null,
    team text not null,
    facets text not null,
    words tsvector not null
);
create index entry_words on entry_search using gin (words) with (fastupdate = off);

-- READMEs apart, each token once: they are asked only where the rest says little.
create table readme_search (
    id bigint primary key references entry (id) on delete cascade on update cascade,
    words tsvector not null
);
create index readme_words on readme_search using gin (words);

-- Parts of names, and names spelt alike.
create index entry_names on entry using gin (name_key gin_trgm_ops);
