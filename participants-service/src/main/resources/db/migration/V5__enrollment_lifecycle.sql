-- The whole life of an enrollment; who is withdrawn, refused or discontinued has left, and comes back by another one.
-- Confirmed, offered and completed hold a seat. How it began stands in the row, what became of it in the history.
alter table enrollment drop constraint enrollment_state_check;
alter table enrollment
    add check (state in ('applied', 'refused', 'offered', 'confirmed', 'waitlisted', 'withdrawn', 'completed', 'discontinued')),
    add support boolean not null default false, -- of a support group: no concern of the person's organization
    add offer_until timestamptz,
    add entered text not null default 'confirmed',
    add entered_by text not null default '',
    add entered_role text not null default '',
    add entered_at timestamptz not null default current_timestamp,
    add check ((offer_until is not null) = (state = 'offered'));
alter table enrollment alter entered drop default, alter entered_by drop default, alter entered_role drop default;

drop index enrollment_once;
create unique index enrollment_once on enrollment (person_id, program_id, target_group)
    where state in ('applied', 'offered', 'confirmed', 'waitlisted', 'completed');
create index enrollment_queue on enrollment (program_id, target_group, organization, position)
    where state in ('waitlisted', 'offered');
create index enrollment_by_offer on enrollment (offer_until) where state = 'offered';

create table enrollment_history (
    enrollment_id uuid not null references enrollment,
    version int not null,
    state text not null,
    date date not null,
    reason text,
    changed_by text not null, -- the subject of a token, or which part of the platform
    role text not null,
    at timestamptz not null default current_timestamp,
    primary key (enrollment_id, version)
);

-- Full state of who attended what, as sessions-service told it last.
create table attendance (
    session_id uuid not null,
    person_id uuid not null,
    program text not null,
    target_group text, -- none: a session for everybody
    organization text, -- none: a person that is not known here
    hours numeric not null,
    version int not null,
    primary key (person_id, session_id)
);
create index attendance_by_program on attendance (program, organization) where hours > 0;

create table program_session (
    id uuid primary key,
    program text not null,
    target_group text,
    held boolean not null
);
create index program_session_by_program on program_session (program);

-- Whom the HR feed's movements concern.
alter table program add has_hr_rules boolean not null
    generated always as (jsonb_path_exists(definition, '$.targetGroups[*].hr')) stored;
create index program_with_hr_rules on program (key) where has_hr_rules;
