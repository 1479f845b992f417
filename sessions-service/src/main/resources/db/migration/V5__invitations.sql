-- Being in one of these groups is about somebody's health.
alter table program add column if not exists support_groups text[] not null default '{}';

create index enrollment_by_program on enrollment (program, person_id) where state = 'confirmed';

-- Who is invited to a session, by rule from the enrollments; a session without a rule invites nobody.
create table invitation_rule (
    session_id uuid primary key references session,
    program text not null,
    target_groups text[], -- none: the session's, or everybody in the program
    organizations text[], -- none: all of them
    remind_days int[] not null,
    discreet boolean not null, -- what is sent says nothing of what it is about
    version int not null
);
create index invitation_rule_by_program on invitation_rule (program);

-- One per person and session, whatever becomes of it: its id is what calendars know the session by.
create table invitation (
    id uuid primary key,
    position bigint generated always as identity unique,
    session_id uuid not null references session,
    program text not null,
    person_id uuid not null,
    pseudonym uuid not null,
    organization text,
    state text not null check (state in ('open', 'accepted', 'waitlisted', 'declined', 'withdrawn', 'canceled')),
    sequence int not null, -- of the last calendar object that was sent
    revision int not null, -- the sequence of the session as it was then
    sent_at timestamptz not null,
    reminded_days int, -- the last reminder, by its days before the session
    answered_at timestamptz,
    version int not null,
    unique (session_id, person_id)
);
create index invitation_by_session on invitation (session_id, state, position);
create index invitation_by_person on invitation (person_id, position);

create table invitation_reminder (
    session_id uuid not null references invitation_rule on delete cascade,
    days int not null,
    at timestamptz not null,
    done boolean not null,
    primary key (session_id, days)
);
create index invitation_reminder_due on invitation_reminder (at) where not done;

-- What the invitations have to be held against, noted in the transaction of whatever changed it: nothing that changes a
-- session or an enrollment needs to know of invitations, and none is missed in whatever order transactions commit.

create table invitation_due (
    position bigint generated always as identity primary key,
    session_id uuid not null,
    people uuid[], -- none: everybody
    due_at timestamptz not null default now()
);
create index invitation_due_by_session on invitation_due (session_id);

create table enrollment_change (
    position bigint generated always as identity primary key,
    program text not null,
    person_id uuid not null
);

create function note_session_change() returns trigger language plpgsql as $$
begin
    new.changed_at = now();
    insert into invitation_due (session_id) select session_id from invitation_rule where session_id = new.id;
    return new;
end $$;

alter table session add column changed_at timestamptz not null default now(); -- what calendars show of it

create trigger session_changed before update on session
    for each row when ((old.sequence, old.starts_at, old.zone, old.hours, old.venue, old.title, old.state)
        is distinct from (new.sequence, new.starts_at, new.zone, new.hours, new.venue, new.title, new.state))
    execute function note_session_change();

create function note_enrollments() returns trigger language plpgsql as $$
begin
    insert into enrollment_change (program, person_id) select program, person_id from entered;
    return null;
end $$;

create function note_changed_enrollments() returns trigger language plpgsql as $$
begin
    insert into enrollment_change (program, person_id)
    select entered.program, entered.person_id from entered join left_behind using (id)
    where (entered.state, entered.organization) is distinct from (left_behind.state, left_behind.organization);
    return null;
end $$;

create trigger enrollment_learned after insert on enrollment
    referencing new table as entered for each statement execute function note_enrollments();
create trigger enrollment_changed after update on enrollment
    referencing old table as left_behind new table as entered for each statement execute function note_changed_enrollments();
