-- Hours by part of a session, and so by day and month.

alter table attendance
    add column at timestamptz not null default current_timestamp, -- as of when it is known
    add column participant_attested int not null default 0, -- the version that was attested; hours are certified when both are this one
    add column leader_attested int not null default 0;

create table attendance_part (
    session_id uuid not null,
    person_id uuid not null,
    n int not null, -- of the session's parts, from 1
    program text not null,
    date date not null, -- local
    hours numeric(5, 2) not null check (hours >= 0),
    primary key (session_id, person_id, n),
    foreign key (session_id, person_id) references attendance
);
insert into attendance_part (session_id, person_id, n, program, date, hours)
    select a.session_id, a.person_id, 1, s.program, cast(s.starts_at as date), a.hours
    from attendance a join session s on s.id = a.session_id;
create index attendance_part_by_program on attendance_part (program, date);
create index attendance_part_by_person on attendance_part (person_id, date);

-- Who recorded what, when and why; never changed.
create table attendance_change (
    session_id uuid not null,
    person_id uuid not null,
    version int not null,
    hours numeric(5, 2) not null,
    source text not null check (source in ('list', 'check-in', 'upload')),
    by text not null,
    at timestamptz not null default current_timestamp,
    reason text,
    primary key (session_id, person_id, version),
    foreign key (session_id, person_id) references attendance
);

-- Who attested which version of whose hours; never changed.
create table attestation (
    session_id uuid not null,
    person_id uuid not null,
    version int not null,
    party text not null check (party in ('participant', 'leader')),
    by text not null,
    at timestamptz not null default current_timestamp,
    primary key (session_id, person_id, version, party),
    foreign key (session_id, person_id) references attendance
);
