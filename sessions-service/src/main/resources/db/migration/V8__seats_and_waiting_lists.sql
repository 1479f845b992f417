-- Learned from events.

alter table program
    add column if not exists name text not null default '',
    add column if not exists support_groups text[] not null default '{}', -- being in one is health data
    add column if not exists approval_groups text[] not null default '{}'; -- where a manager approves what people book

create table workplace (
    person_id uuid primary key,
    organization text not null,
    unit text
);
create index workplace_by_unit on workplace (organization, unit);

-- Seats are given out by these rules; without a row there is no limit but the session's, and nobody waits.

create table seat_rule (
    session_id uuid primary key references session,
    per_organization int check (per_organization > 0),
    waiting_list boolean not null,
    offer_hours int check (offer_hours > 0), -- none: who is next gets the seat at once
    version int not null
);

-- Kept by whoever holds the session's lock, so that no booking has to be counted again.
create table seat_count (
    session_id uuid not null references session,
    organization text not null, -- '': of nobody's
    taken int not null check (taken >= 0), -- booked or offered
    waiting int not null check (waiting >= 0),
    primary key (session_id, organization)
);
insert into seat_count (session_id, organization, taken, waiting)
    select session_id, coalesce(organization, ''), count(*), 0 from booking where state = 'booked' group by 1, 2;

alter table booking drop constraint booking_state_check;
alter table booking
    add constraint booking_state_check check (state in ('requested', 'waitlisted', 'offered', 'booked', 'canceled')),
    add column target_group text, -- by which the person may come
    add column support boolean not null default false,
    add column approval boolean not null default false, -- a manager sees and decides it
    add column party uuid, -- who gets seats together or not at all
    add column party_size int not null default 1 check (party_size > 0),
    add column reason text,
    add column offer_until timestamptz check ((state = 'offered') = (offer_until is not null)),
    -- Shown at the door; 48 random bits.
    add column code text not null default upper(substr(replace(cast(gen_random_uuid() as text), '-', ''), 1, 12));

drop index booking_once;
-- One place per person and session, until canceled.
create unique index booking_once on booking (session_id, person_id) where state <> 'canceled';
create index booking_waiting on booking (session_id, coalesce(organization, ''), position) where state = 'waitlisted';
create index booking_offered on booking (offer_until) where state = 'offered';
create index booking_by_party on booking (party) where party is not null;
