-- Screening: what it came to, and the offer of support. A person is known here only by the survey's key: as respondent,
-- and as recipient, which is the person sealed with it. Days are ends of weeks, so that none is the day of an answer.

alter table survey
    add support_group text, -- whoever is in the risk zone is offered a place here; none: no screening
    add offer_days int,
    add check ((support_group is null) = (offer_days is null));

-- Who is to answer once more before a result holds.
create table repetition (
    survey_id uuid not null references survey,
    respondent uuid not null,
    recipient text not null,
    from_on date not null, -- not before
    asked boolean not null default false,
    primary key (survey_id, respondent)
);
create index repetition_by_day on repetition (from_on) where not asked;

-- What the respondent is shown.
create table screening_result (
    survey_id uuid not null references survey,
    respondent uuid not null,
    round int not null,
    screening_id uuid not null, -- random: how others know of it
    measure text not null,
    value numeric, -- none: too little was answered
    band text,
    outcome text not null check (outcome in ('clear', 'repeat', 'risk-zone', 'indeterminate')),
    keep_until date not null,
    primary key (survey_id, respondent, round)
);
create index screening_result_by_age on screening_result (keep_until);

create table support_offer (
    id uuid primary key,
    position bigint generated always as identity unique,
    survey_id uuid not null references survey,
    respondent uuid not null,
    recipient text, -- none: it has been forgotten whose it was
    organization text,
    gender text not null,
    target_group text,
    state text not null check (state in ('offered', 'accepted', 'declined', 'expired', 'closed', 'completed')),
    expires_on date not null,
    keep_until date not null, -- pushed on while it is under way
    version int not null default 1,
    unique (survey_id, respondent)
);
create index support_offer_by_organization on support_offer (organization, position);
create index support_offer_by_expiry on support_offer (expires_on) where state = 'offered';
create index support_offer_by_age on support_offer (keep_until) where recipient is not null;

-- Who lets occupational health see their result, whether or not they accept support.
create table consent (
    person_id uuid primary key,
    allowed boolean not null,
    at timestamptz not null
);
