-- What participants-service states of employments and absences, under pseudonyms. Days are inclusive; 9999-12-31 is open.
create schema absence;

create table absence.employment (
    id uuid primary key,
    pseudonym uuid not null,
    organization text not null,
    gender text not null,
    birth_year int not null,
    version int not null,
    changed_at timestamptz not null default clock_timestamp()
);
create index employment_by_person on absence.employment (pseudonym);
create index employment_by_organization on absence.employment (organization);
create index employment_by_change on absence.employment (changed_at);

create table absence.slice (
    employment_id uuid not null references absence.employment,
    first_day date not null,
    last_day date not null,
    unit text, -- none of a protected identity
    extent numeric not null,
    weekly_hours numeric not null,
    hourly boolean not null,
    leader boolean not null,
    primary key (employment_id, first_day)
);

create table absence.episode (
    id uuid primary key,
    employment_id uuid not null,
    pseudonym uuid not null,
    kind text, -- none: retracted
    first_day date,
    last_day date,
    version int not null,
    changed_at timestamptz not null default clock_timestamp()
);
create index episode_by_employment on absence.episode (employment_id, first_day);
create index episode_by_end on absence.episode (last_day);
create index episode_by_change on absence.episode (changed_at);

create table absence.part (
    episode_id uuid not null references absence.episode on delete cascade,
    first_day date not null,
    last_day date not null,
    extent numeric not null,
    primary key (episode_id, first_day)
);

create table absence.support_offer (
    id uuid primary key,
    pseudonym uuid not null,
    organization text not null,
    day date not null
);

-- How many of the days, both included, are Monday to Friday: 1900-01-01 was a Monday.
create function absence.weekdays(first_day date, last_day date) returns int language sql immutable parallel safe as $$
    select case when last_day < first_day then 0 else
        (last_day + 1 - date '1900-01-01') / 7 * 5 + least((last_day + 1 - date '1900-01-01') % 7, 5)
        - (first_day - date '1900-01-01') / 7 * 5 - least((first_day - date '1900-01-01') % 7, 5) end
$$;

-- Figures as they are shown: they stay until the facts of the minimum of people have changed.
create table absence.shown (
    program text not null,
    subject text not null,
    taken_at timestamptz not null,
    content jsonb not null,
    primary key (program, subject)
);
