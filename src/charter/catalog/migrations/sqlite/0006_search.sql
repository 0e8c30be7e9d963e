-- What entries are found by: tokens that Python makes, the same for every kind of database.
drop trigger entry_added;
drop trigger entry_removed;
drop trigger entry_changed;
drop table entry_words;

create table entry_search (
    id integer primary key,
    name text not null,
    title text not null,
    description text not null,
    topics text not null,
    team text not null,
    facets text not null
);
create virtual table entry_words using fts5(
    name, title, description, topics, team, facets,
    content = 'entry_search', content_rowid = 'id', tokenize = 'ascii', prefix = '2 3'
);
create trigger search_added after insert on entry_search begin
    insert into entry_words (rowid, name, title, description, topics, team, facets)
    values (new.id, new.name, new.title, new.description, new.topics, new.team, new.facets);
end;
create trigger search_removed after delete on entry_search begin
    insert into entry_words (entry_words, rowid, name, title, description, topics, team, facets)
    values ('delete', old.id, old.name, old.title, old.description, old.topics, old.team, old.facets);
end;
create trigger search_changed after update on entry_search begin
    insert into entry_words (entry_words, rowid, name, title, description, topics, team, facets)
    values ('delete', old.id, old.name, old.title, old.description, old.topics, old.team, old.facets);
    insert into entry_words (rowid, name, title, description, topics, team, facets)
    values (new.id, new.name, new.title, new.description, new.topics, new.team, new.facets);
end;

-- READMEs apart, each token once: they are asked only where the rest says little.
create table readme_search (
    id integer primary key,
    words text not null
);
create virtual table readme_words using fts5(
    words, content = 'readme_search', content_rowid = 'id', tokenize = 'ascii', detail = none
);
create trigger readme_words_added after insert on readme_search begin
    insert into readme_words (rowid, words) values (new.id, new.words);
end;
create trigger readme_words_removed after delete on readme_search begin
    insert into readme_words (readme_words, rowid, words) values ('delete', old.id, old.words);
end;
create trigger readme_words_changed after update on readme_search begin
    insert into readme_words (readme_words, rowid, words) values ('delete', old.id, old.words);
    insert into readme_words (rowid, words) values (new.id, new.words);
end;

-- Parts of names, and names spelt alike.
create virtual table entry_names using fts5(
    name_key, content = 'entry', content_rowid = 'id', tokenize = 'trigram', detail = full
);
insert into entry_names (rowid, name_key) select id, name_key from entry;
create trigger name_added after insert on entry begin
    insert into entry_names (rowid, name_key) values (new.id, new.name_key);
end;
create trigger name_changed after update of id, name_key on entry
when old.id <> new.id or old.name_key <> new.name_key begin
    insert into entry_names (entry_names, rowid, name_key) values ('delete', old.id, old.name_key);
    insert into entry_names (rowid, name_key) values (new.id, new.name_key);
end;
create trigger entry_is_gone after delete on entry begin
    insert into entry_names (entry_names, rowid, name_key) values ('delete', old.id, old.name_key);
    delete from entry_search where id = old.id;
    delete from readme_search where id = old.id;
end;
