create table entry (
    id integer primary key,
    team_key text not null,
    name_key text not null,
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
    license_key text not null,
    topics text not null,
    governance_level text not null,
    chat text not null,
    template text not null,
    version text not null,
    links text not null,
    digest text not null,
    revision integer not null,
    registered text not null,
    updated text not null,
    unique (name_key, team_key)
);

create index entry_by_team on entry (team_key, name_key);

create virtual table entry_words using fts5(
    name, title, description, topics, team,
    content = 'entry', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
);

create trigger entry_added after insert on entry begin
    insert into entry_words (rowid, name, title, description, topics, team)
    values (new.id, new.name, new.title, new.description, new.topics, new.team);
end;

create trigger entry_removed after delete on entry begin
    insert into entry_words (entry_words, rowid, name, title, description, topics, team)
    values ('delete', old.id, old.name, old.title, old.description, old.topics, old.team);
end;

create trigger entry_changed after update on entry begin
    insert into entry_words (entry_words, rowid, name, title, description, topics, team)
    values ('delete', old.id, old.name, old.title, old.description, old.topics, old.team);
    insert into entry_words (rowid, name, title, description, topics, team)
    values (new.id, new.name, new.title, new.description, new.topics, new.team);
end;
