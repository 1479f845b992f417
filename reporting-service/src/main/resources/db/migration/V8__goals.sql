-- What goals need of answers, and how each stands.
create schema goal;

create table goal.answer (
    response_id uuid primary key,
    program text not null,
    survey text not null,
    gender text not null,
    organization text,
    scores jsonb not null
);
create index answer_by_survey on goal.answer (program, survey);

create table goal.standing (
    program text not null,
    goal text not null,
    state text not null,
    reason text,
    figures jsonb not null,
    shown jsonb not null, -- shares as they were last shown, per category
    since date not null,
    judged_at timestamptz not null,
    version int not null,
    primary key (program, goal)
);
