-- What others told us, no more of it than is needed here.

create table program (
    key text primary key,
    version int not null,
    target_groups text[] not null
);

create table person (
    id uuid primary key,
    gender text not null,
    organization text not null
);

create table session (
    id uuid primary key,
    program text not null,
    target_group text
);

-- Sessions, people and attendances come on topics of their own, in any order: no foreign keys between them.
create table attendance (
    session_id uuid not null,
    person_id uuid not null,
    program text not null,
    target_group text,
    attended boolean not null,
    version int not null,
    primary key (session_id, person_id)
);
create index attendance_by_program on attendance (program) where attended;

create table survey (
    id uuid primary key,
    position bigint generated always as identity unique,
    key text not null constraint survey_named_once unique,
    program text not null,
    instrument text not null,
    instrument_version int not null,
    session_id uuid, -- none: every session of the program
    target_group text, -- none: every one
    opened_at timestamptz not null,
    version int not null
);
create index survey_by_program on survey (program, position);

-- Who is asked. That somebody answered is written nowhere: only the survey's key tells it, see response.
create table assignment (
    id uuid primary key,
    position bigint generated always as identity unique,
    survey_id uuid not null references survey,
    person_id uuid not null,
    target_group text, -- that of the first attendance that counted
    unique (survey_id, person_id)
);
create index assignment_by_person on assignment (person_id, position);

-- A survey's own secret, locked with the service's. Deleting the row makes the survey's answers anonymous for good.
create table survey_key (
    survey_id uuid primary key references survey,
    locked text not null
);

-- What was answered. Neither a person nor an assignment nor a time stands here, and the transaction that writes a row
-- writes none about a person: not even xmin leads from one to the other.
create table response (
    id uuid primary key, -- random
    survey_id uuid not null references survey,
    respondent uuid not null, -- HMAC of the person with the survey's key
    request uuid, -- HMAC of the Idempotency-Key with the survey's key
    target_group text,
    gender text not null,
    organization text,
    scores jsonb not null,
    unique (survey_id, respondent)
);
