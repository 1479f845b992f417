-- Questionnaires that coordinators wrote for their programs. A version never changes.
create table questionnaire (
    position bigint generated always as identity unique,
    key text not null,
    version int not null,
    program text not null,
    document jsonb not null, -- a FHIR R4 Questionnaire, whatever form it came in
    created_at timestamptz not null,
    created_by text not null, -- the subject of the token
    primary key (key, version)
);
create index questionnaire_by_program on questionnaire (program, key, version);

-- What is not a score: choices without a weight, dates and the like. Free text lies apart, since it can say who wrote it.
alter table response add column answers jsonb not null default '{}';

create table response_text (
    response_id uuid not null references response on delete cascade,
    item text not null,
    words text not null,
    primary key (response_id, item)
);
