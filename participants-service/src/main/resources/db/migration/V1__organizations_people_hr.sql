create table organization (
    id uuid primary key,
    position bigint generated always as identity unique,
    key text not null unique,
    name text not null,
    kind text not null
        check (kind in ('region', 'county-council', 'municipality', 'company', 'authority', 'provider')),
    number text,
    parent text references organization (key),
    version int not null default 1
);
create index organization_by_parent on organization (parent);

-- Facts from partner HR systems. Each row holds what one event said last about one thing; its stamp (time, sequence and
-- name of the event, compared as text) says which event, and only a higher stamp replaces it. So the order in which
-- events arrive leaves no trace. Facts refer to each other by the partner's references, without foreign keys: what
-- something unknown is said of waits until that arrives. Days are local dates, inclusive.

create table unit (
    organization text not null, -- a key; the organization may not be registered yet
    ref text not null,
    name text not null,
    parent_ref text,
    stamp text collate "C" not null,
    primary key (organization, ref)
);

-- Without a person only the reference is known: a move or an end came before what it belongs to. Whoever writes facts of
-- an employment locks its row first.
create table employment (
    ref text primary key,
    organization text,
    person_ref text,
    first_day date,
    last_day date,
    stamp text collate "C" not null,
    check (num_nulls(organization, person_ref, first_day) in (0, 3))
);
create index employment_by_person on employment (organization, person_ref);

-- The state of an employment from a day on, until the next slice.
create table employment_slice (
    employment_ref text not null,
    effective_from date not null,
    unit text not null,
    extent numeric not null,
    weekly_hours numeric not null,
    pay_form text not null,
    leader boolean not null,
    stamp text collate "C" not null,
    primary key (employment_ref, effective_from)
);

-- The unit of an employment from a day on, until the next move or slice; on the same day the higher stamp holds.
create table employment_move (
    employment_ref text not null,
    effective_from date not null,
    to_unit text not null,
    source text not null,
    stamp text collate "C" not null,
    primary key (employment_ref, effective_from)
);

-- Caps the employment, unless it begins later: then it is another time with the same reference.
create table employment_end (
    employment_ref text primary key,
    last_day date not null,
    source text not null,
    stamp text collate "C" not null
);

-- The highest version holds; of one version the cancellation, else what was stated first. A canceled absence keeps its
-- version and nothing of its content.
create table absence (
    ref text primary key,
    version int not null,
    canceled boolean not null,
    employment_ref text,
    kind text,
    first_day date,
    last_day date,
    extent numeric,
    source text not null,
    stamp text collate "C" not null,
    check (num_nulls(employment_ref, kind, first_day, extent) = case when canceled then 4 else 0 end)
);
create index absence_by_employment on absence (employment_ref);

-- One person of one organization. What the feed states has the stamp of the newest slice that names the person; unit,
-- extent, leader and employments are what the facts come to today, until next_change. Room is left in the pages, and
-- what changes often is not indexed, so that an update touches no index.
create table person (
    id uuid primary key,
    position bigint generated always as identity,
    pseudonym uuid not null, -- the person's name in statistics
    organization text not null,
    person_ref text not null,
    gender text not null,
    birth_year int not null,
    given_name text,
    family_name text,
    email text,
    phone text,
    language text not null,
    stamp text collate "C" not null,
    unit text,
    extent numeric not null default 0,
    leader boolean not null default false,
    active boolean not null default false,
    employments int not null default 0,
    next_change date,
    version int not null default 0,
    person_published boolean not null default false, -- as the row says it
    contact_published boolean not null default false, -- as the row says it
    unique (organization, person_ref)
) with (fillfactor = 75);
create index person_in_order on person (organization, position);
create index person_by_next_change on person (next_change) where next_change is not null;

-- What came from each partner's system.
create table hr_source (
    source text primary key, -- CloudEvents source
    received bigint not null,
    rejected bigint not null,
    outdated bigint not null, -- states of absences that a higher version had overtaken
    last_event_at timestamptz,
    last_received_at timestamptz not null
);

create table hr_source_organization (
    source text not null,
    organization text not null,
    primary key (source, organization)
);
