-- Answers that were given on paper. While they wait, their rows lie here in parts, packed and sealed with the survey's key.
create table paper_import (
    id uuid primary key,
    position bigint generated always as identity unique,
    survey_id uuid not null references survey,
    rows int not null,
    parts int not null,
    next_part int not null default 0,
    handled int not null default 0,
    rejected int not null default 0,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
    created_at timestamptz not null,
    finished_at timestamptz
);
create index paper_import_waiting on paper_import (position) where state in ('waiting', 'running');

create table paper_part (
    import_id uuid not null references paper_import on delete cascade,
    part int not null,
    sealed bytea not null,
    primary key (import_id, part)
);

-- What was wrong in which line, never the value.
create table paper_fault (
    import_id uuid not null references paper_import on delete cascade,
    position bigint generated always as identity,
    line int not null,
    field text,
    code text not null,
    primary key (import_id, position)
);

-- Free text waits to be read by somebody bound to secrecy; what they release is a copy that leads to no answer.
alter table response_text
    add id uuid not null default gen_random_uuid(),
    add state text not null default 'waiting' check (state in ('waiting', 'released', 'withheld'));
create unique index response_text_waiting on response_text (id) where state = 'waiting';

create table released_text (
    id uuid primary key,
    survey_id uuid not null references survey,
    item text not null,
    words text not null,
    released_by text not null -- the subject of the token
);
create index released_text_by_survey on released_text (survey_id, item);
