-- Who is erased is found without looking at everybody's needs.
create index attendee_need_by_person on attendee_need (person_id);
