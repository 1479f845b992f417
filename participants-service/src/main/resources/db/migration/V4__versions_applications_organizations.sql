-- Every version of a program's definition. It holds from a day on, local to the program's zone, until another one does;
-- of those of one day the higher version. Until it has become the program's definition, current_at is empty.
create table program_version (
    program_id uuid not null references program on delete cascade,
    version int not null,
    effective_from date not null,
    definition jsonb not null,
    put_at timestamptz not null default current_timestamp,
    put_by text not null, -- the caller's subject
    current_at timestamptz,
    hindrance text, -- why it could not become the program's definition on its day
    primary key (program_id, version)
);
create index program_version_waiting on program_version (effective_from) where current_at is null;
insert into program_version (program_id, version, effective_from, definition, put_at, put_by, current_at)
select id, version, cast(updated_at as date), definition, updated_at, 'unknown', updated_at from program;

-- An organization takes part as the definition says, or because its application was accepted.
alter table program_organization add accepted boolean not null default false;
create index program_by_organization on program_organization (organization);

-- What an organization applies for: seats in a round of a program, or a grant. Days are local to the program's zone.
create table application (
    id uuid primary key,
    position bigint generated always as identity unique,
    program_id uuid not null references program,
    program text not null,
    organization text not null,
    kind text not null check (kind in ('participation', 'grant')),
    round text not null, -- the key of a round, or of a grant
    target_group text, -- whose seats, as the round said when they were given
    state text not null
        check (state in ('draft', 'submitted', 'accepted', 'refused', 'withdrawn', 'reported')),
    seats_sought int check (seats_sought > 0),
    seats int check (seats >= 0), -- those given, less those released
    released_at timestamptz, -- when the round's day gave back what nobody had taken
    sought numeric check (sought >= 0),
    granted numeric check (granted >= 0),
    currency text,
    motivation text,
    reason text,
    version int not null default 1,
    changed_at timestamptz not null default current_timestamp,
    check (kind = 'participation' or num_nulls(target_group, seats_sought, seats, released_at) = 4),
    check (kind = 'grant' or num_nulls(sought, granted, currency) = 3)
);
-- One application of an organization in a round, until withdrawn.
create unique index application_once on application (program_id, kind, round, organization) where state <> 'withdrawn';
create index application_by_program on application (program, position);
create index application_by_organization on application (organization, position);
create index application_with_seats on application (program_id, round)
    where kind = 'participation' and state = 'accepted' and released_at is null;

create table application_history (
    application_id uuid not null references application on delete cascade,
    version int not null,
    state text not null,
    seats int,
    granted numeric,
    reason text,
    changed_by text not null, -- the caller's subject, or "platform"
    role text not null,
    at timestamptz not null default current_timestamp,
    primary key (application_id, version)
);

-- What must be reported back on a grant, once it was handed in.
create table application_report (
    application_id uuid not null references application on delete cascade,
    item text not null,
    handed_in_on date not null,
    handed_in_by text not null,
    primary key (application_id, item)
);

-- To whom an organization belongs, from a day on, until the next row; to nobody where the parent is empty.
create table organization_parent (
    organization text not null references organization (key),
    valid_from date not null,
    parent text references organization (key),
    primary key (organization, valid_from),
    check (parent <> organization)
);
create index organization_parent_children on organization_parent (parent);
insert into organization_parent (organization, valid_from, parent)
select key, '0001-01-01', parent from organization where parent is not null;
drop index organization_by_parent;
alter table organization drop column parent;

-- Who speaks for an organization, as what.
create table organization_contact (
    id uuid primary key,
    position bigint generated always as identity unique,
    organization text not null references organization (key),
    user_id text not null, -- the subject of the user's tokens
    function text not null,
    valid_from date not null,
    valid_to date, -- inclusive
    check (valid_to >= valid_from)
);
create index organization_contact_in_order on organization_contact (organization, position);

-- What the feed stated of a unit from a day on, until the next row; on the same day the higher stamp holds.
create table unit_history (
    organization text not null,
    ref text not null,
    valid_from date not null,
    name text not null,
    parent_ref text,
    stamp text collate "C" not null,
    primary key (organization, ref, valid_from)
);
insert into unit_history (organization, ref, valid_from, name, parent_ref, stamp)
select organization, ref,
    case when stamp ~ '^\d{4}-\d{2}-\d{2}T' then cast(left(stamp, 10) as date) else '0001-01-01' end,
    name, parent_ref, stamp
from unit;
