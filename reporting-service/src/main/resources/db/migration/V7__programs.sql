-- What programs aim at and who was in them, from the log.
create schema program;

create table program.definition (
    key text primary key,
    id uuid not null,
    version int not null,
    first_day date not null,
    last_day date not null,
    zone text not null,
    organizations text[] not null,
    goals jsonb not null
);

create table program.participation (
    enrollment_id uuid primary key,
    program text not null,
    target_group text not null,
    pseudonym uuid not null,
    organization text not null,
    state text not null,
    entered date, -- first day with a confirmed place
    completed date,
    ended date, -- day of leaving
    changed_at timestamptz not null default clock_timestamp()
);
create index participation_by_program on program.participation (program, target_group);
create index participation_by_change on program.participation (program, changed_at);
create index participation_by_person on program.participation (pseudonym, program);

-- What figures must know of people: gender, and the pseudonym under which somebody with several records counts as one
-- head; none: their own.
create table program.person (
    pseudonym uuid primary key,
    gender text not null,
    head uuid
);

-- When a program's goals are to be judged; what happens in it brings that forward.
create table program.due (
    program text primary key,
    at timestamptz not null
);
create index due_first on program.due (at);

create function program.judge_soon() returns trigger language plpgsql as $$
begin
    insert into program.due (program, at) values (new.program, clock_timestamp())
    on conflict (program) do update set at = excluded.at where due.at > excluded.at;
    return null;
end $$;

-- Goals count sessions from the statistics' cells.
create trigger sessions_held after insert or update on statistics.cell
    for each row when (new.measure = 'sessions') execute function program.judge_soon();
