-- Health data: what people need so as to take part, one row per person and session until some days after it.

create table attendee_need (
    session_id uuid not null references session,
    person_id uuid not null,
    position bigint generated always as identity unique,
    needs text[] not null,
    text text,
    erase_after date not null,
    primary key (session_id, person_id),
    check (cardinality(needs) > 0 or text is not null)
);
create index attendee_need_by_session on attendee_need (session_id, position);
create index attendee_need_by_retention on attendee_need (erase_after);
