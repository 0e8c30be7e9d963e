-- Authors' answers are kept for good, as history is, and found by what they are about.
create index answer_by_about on answer (lower(about));

create trigger answer_is_kept before update on answer begin
    select raise(abort, 'an answer is never changed');
end;
create trigger answer_is_not_deleted before delete on answer begin
    select raise(abort, 'an answer is never changed');
end;
