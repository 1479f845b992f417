-- Learned from events: may come in any order, so nothing refers to these.

create table program (
    key text primary key,
    version int not null,
    target_groups text[] not null
);

create table enrollment (
    id uuid primary key,
    program text not null,
    person_id uuid not null,
    pseudonym uuid not null,
    target_group text not null,
    organization text, -- none: only its withdrawal has been heard of
    state text not null check (state in ('confirmed', 'waitlisted', 'withdrawn'))
);
create index enrollment_by_person on enrollment (person_id, program) where state = 'confirmed';

-- Owned by this service.

create table session (
    id uuid primary key,
    position bigint generated always as identity unique,
    program text not null,
    title text not null,
    target_group text,
    starts_at timestamp not null, -- local time in the zone
    zone text not null,
    hours numeric(5, 2) not null check (hours > 0),
    capacity int not null check (capacity > 0),
    venue text,
    state text not null check (state in ('scheduled', 'held')),
    version int not null,
    attendance_version int not null -- of its whole attendance
);
create index session_by_program on session (program, position);

create table booking (
    id uuid primary key,
    position bigint generated always as identity unique,
    session_id uuid not null references session,
    program text not null,
    person_id uuid not null,
    pseudonym uuid not null,
    organization text, -- that the person was enrolled from
    state text not null check (state in ('booked', 'canceled')),
    version int not null
);
-- One seat per person and session, until canceled.
create unique index booking_once on booking (session_id, person_id) where state = 'booked';
create index booking_by_session on booking (session_id, position);
create index booking_by_person on booking (person_id, position);
create index booking_by_program on booking (program, position);

create table attendance (
    session_id uuid not null references session,
    person_id uuid not null,
    position bigint generated always as identity unique,
    pseudonym uuid not null,
    hours numeric(5, 2) not null check (hours >= 0), -- 0: corrected to absent
    version int not null,
    primary key (session_id, person_id)
);
create index attendance_by_session on attendance (session_id, position);
