-- A person's token looks for their last session each time it is used.
create index session_by_subject on session (subject, begun);
