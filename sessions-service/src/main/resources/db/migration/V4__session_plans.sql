-- Days to be shared out over teams, municipalities and a period; a proposal until it is turned into draft sessions.

create table session_plan (
    id uuid primary key,
    position bigint generated always as identity unique,
    program text not null,
    wish text not null, -- JSON: what is to be planned
    state text not null check (state in ('waiting', 'solving', 'proposed', 'failed', 'adopted')),
    clashes int, -- 0: nothing stands in the way
    cost bigint, -- the lower the better
    seconds numeric(8, 1), -- spent on the search so far
    beat_at timestamptz, -- of whoever searches: one that has stopped is searched by another
    version int not null
);
create index session_plan_by_program on session_plan (program, position);
create index session_plan_to_solve on session_plan (position) where state in ('waiting', 'solving');

create table session_plan_day (
    plan_id uuid not null references session_plan,
    n int not null,
    municipality text not null,
    supplier_id uuid,
    date date,
    pinned boolean not null,
    session_id uuid references session,
    primary key (plan_id, n)
);
