-- What a room, a team or a person is booked for excludes each other by index, whoever comes first.
create extension if not exists btree_gist;

alter table program add column requirements jsonb not null default '[]'; -- learned

create table venue (
    id uuid primary key,
    position bigint generated always as identity unique,
    name text not null,
    municipality text not null,
    address text,
    capacity int not null check (capacity > 0),
    checklist jsonb not null, -- need -> finding, who verified it and when
    version int not null
);
create index venue_by_municipality on venue (municipality, position);

create table supplier (
    id uuid primary key,
    position bigint generated always as identity unique,
    name text not null,
    organization text not null, -- whose people may act for it
    competences text[] not null,
    languages text[] not null,
    checklist jsonb not null, -- need -> finding, who verified it and when
    requirements jsonb not null, -- program -> requirement -> finding, who verified it and when
    version int not null
);
create index supplier_by_organization on supplier (organization, position);

create table series (
    id uuid primary key,
    program text not null,
    rule text not null, -- RFC 5545
    created_at timestamptz not null default current_timestamp
);

alter table session
    drop constraint session_state_check,
    add column last_day date,
    add column room_id uuid references venue,
    add column supplier_id uuid references supplier,
    add column leader_id uuid,
    add column link text, -- for those who take part from elsewhere
    add column series_id uuid references series,
    add column follows uuid references session,
    add column sequence int not null default 0, -- of its iCalendar object
    add column arranged text[] not null default '{}', -- needs that are seen to for this session alone
    add column overridden text[] not null default '{}', -- what it was confirmed in spite of
    add column cancel_reason text;
update session set state = 'open' where state = 'scheduled';
update session set last_day = cast((starts_at at time zone zone + cast(hours as float8) * interval '1 hour' - interval '1 microsecond') at time zone zone as date);
alter table session alter column last_day set not null;
alter table session add constraint session_state_check check (state in ('draft', 'open', 'confirmed', 'held', 'canceled'));
create index session_by_series on session (series_id, position) where series_id is not null;
create index session_by_first on session (follows) where follows is not null;
create index session_by_room on session (room_id, position) where room_id is not null;
create index session_by_supplier on session (supplier_id, position) where supplier_id is not null;

-- A day of a workshop, or all of a session. What it takes up is repeated here, so that the database refuses a clash.
create table session_part (
    session_id uuid not null references session,
    n int not null,
    title text,
    starts_at timestamp not null, -- local time in the session's zone
    hours numeric(5, 2) not null check (hours > 0),
    during tstzrange not null,
    room_id uuid,
    supplier_id uuid,
    leader_id uuid,
    takes_place boolean not null,
    primary key (session_id, n),
    constraint room_taken exclude using gist (room_id with =, during with &&) where (takes_place and room_id is not null),
    constraint supplier_taken exclude using gist (supplier_id with =, during with &&) where (takes_place and supplier_id is not null),
    constraint leader_taken exclude using gist (leader_id with =, during with &&) where (takes_place and leader_id is not null)
);
insert into session_part (session_id, n, starts_at, hours, during, takes_place)
select id, 1, starts_at, hours,
    tstzrange(starts_at at time zone zone, (starts_at at time zone zone) + cast(hours as float8) * interval '1 hour'), true
from session;
create index session_part_by_time on session_part using gist (during);

-- Why a session was confirmed though something that is needed is missing; never changed.
create table needs_override (
    position bigint generated always as identity primary key,
    session_id uuid not null references session,
    at timestamptz not null,
    by text not null,
    reason text not null,
    missing text[] not null
);
create index needs_override_by_session on needs_override (session_id, position);
