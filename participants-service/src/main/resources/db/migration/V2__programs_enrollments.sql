create table program (
    id uuid primary key,
    position bigint generated always as identity unique,
    key text not null unique,
    version int not null,
    name text not null,
    period_from date not null,
    period_to date not null,
    definition jsonb not null,
    updated_at timestamptz not null default current_timestamp
);

create table program_organization (
    program_id uuid not null references program on delete cascade,
    organization text not null,
    primary key (program_id, organization)
);

create table target_group (
    program_id uuid not null references program on delete cascade,
    key text not null,
    seats int check (seats >= 0), -- none: no limit
    taken int not null default 0 check (taken >= 0),
    primary key (program_id, key),
    check (seats is null or taken <= seats)
);

create table enrollment (
    id uuid primary key,
    position bigint generated always as identity unique,
    program_id uuid not null references program,
    program text not null,
    person_id uuid not null references person,
    pseudonym uuid not null,
    target_group text not null,
    organization text not null,
    state text not null check (state in ('confirmed', 'waitlisted', 'withdrawn')),
    date date not null,
    version int not null default 1,
    changed_at timestamptz not null default current_timestamp
);
-- Once in a target group, until withdrawn.
create unique index enrollment_once on enrollment (person_id, program_id, target_group) where state <> 'withdrawn';
create index enrollment_by_program on enrollment (program, position);
create index enrollment_by_group on enrollment (program, target_group, position);
