-- What statistics were told of employments and absences, so that they hear what changed and nothing else. Content is a
-- digest of what was told.
create table employment_statement (
    employment_ref text primary key,
    version int not null,
    content uuid not null
);

create table absence_episode (
    id uuid primary key,
    employment_ref text not null,
    kind text not null,
    first_day date not null,
    last_day date, -- none while it lasts
    version int not null,
    content uuid -- none: retracted
) with (fillfactor = 75);
create index absence_episode_by_employment on absence_episode (employment_ref);

-- What is said of an unknown employment waits from then on; absences lock their employment too.
alter table absence add received_at timestamptz not null default current_timestamp;
alter table employment_move add received_at timestamptz not null default current_timestamp;
alter table employment_end add received_at timestamptz not null default current_timestamp;
create index employment_unknown on employment (ref) where person_ref is null;
insert into employment (ref, stamp)
select distinct employment_ref, '' from absence where employment_ref is not null
on conflict do nothing;

-- Which systems speak for an organization: once it has one, no other does, and a system that speaks for some speaks for no
-- other.
create table hr_partner (
    source text not null, -- CloudEvents source
    organization text not null,
    primary key (organization, source)
);
create index hr_partner_by_source on hr_partner (source);

-- What could not be taken in, as it came: it may hold anything, so it is shown to few, and every look is kept.
create table hr_dead_letter (
    id uuid primary key, -- of its place in the topic
    position bigint generated always as identity unique,
    reason text not null,
    detail text not null,
    source text, -- as far as it can be read
    event_id text,
    type text,
    key text,
    headers jsonb not null,
    payload bytea not null,
    time timestamptz not null, -- when it was put aside
    state text not null default 'open' check (state in ('open', 'replayed', 'discarded')),
    attempts int not null default 0,
    closed_at timestamptz,
    closed_by text,
    closed_because text
);
create index hr_dead_letter_by_reason on hr_dead_letter (reason, position);
create index hr_dead_letter_by_source on hr_dead_letter (source, position);
create index hr_dead_letter_by_time on hr_dead_letter (time);
create index hr_dead_letter_open on hr_dead_letter (source) where state = 'open';

create table hr_dead_letter_look (
    letter uuid not null references hr_dead_letter on delete cascade,
    at timestamptz not null default current_timestamp,
    who text not null, -- the caller's subject
    role text not null,
    why text not null check (why in ('read', 'replay', 'discard'))
);
create index hr_dead_letter_look_by_letter on hr_dead_letter_look (letter, at);

-- After how many short absences an organization's people are offered support; without a row never.
create table early_signal (
    organization text primary key,
    occasions int not null check (occasions > 0),
    months int not null check (months > 0),
    max_days int not null check (max_days > 0),
    version int not null default 1
);

-- Health data: for the person, and for occupational health once the person has accepted; for nobody else.
create table support_offer (
    id uuid primary key,
    position bigint generated always as identity unique,
    person_id uuid not null references person,
    organization text not null,
    offered_on date not null,
    state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'closed')),
    answered_at timestamptz,
    -- The rule it came from, so that a correction is judged by the same.
    occasions int not null,
    months int not null,
    max_days int not null
);
create index support_offer_by_person on support_offer (person_id);
create index support_offer_accepted on support_offer (organization, position) where state = 'accepted';

-- What a partner's own count and digest of a day came to beside ours.
create table hr_snapshot (
    id uuid primary key,
    position bigint generated always as identity unique,
    organization text not null,
    day date not null,
    received_at timestamptz not null default current_timestamp,
    matches boolean not null,
    result jsonb not null
);
create index hr_snapshot_by_organization on hr_snapshot (organization, position);
