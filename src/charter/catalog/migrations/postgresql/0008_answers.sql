-- Authors' answers are kept for good, as history is, and found by what they are about.
create index answer_by_about on answer (lower(about) collate "C");

create function answer_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'an answer is never changed';
end
$$;
create trigger answer_is_kept before update or delete or truncate on answer
    for each statement execute function answer_is_kept();
