-- Who is signed in: `hash` is the SHA-256 of what the browser holds, which itself is nowhere.
-- `member_of` is JSON: what the provider said at sign-in.
create table session (
    hash text primary key,
    subject text not null,
    name text not null,
    member_of text not null,
    id_token text not null,
    begun text not null,
    seen text not null,
    expires text not null
);
create index session_by_expiry on session (expires);

-- Whose a token is: issuer and subject of a person. Names are not unique; this is.
alter table token add column owner text not null default '';
create index token_by_owner on token (owner);
