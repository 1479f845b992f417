-- Answers that are not given yet, so that a respondent can go on. Under the survey's pseudonym, as answers are; gone once
-- they are given, or have lain for too long.
create table draft (
    survey_id uuid not null references survey,
    respondent uuid not null, -- HMAC of the person with the survey's key
    answers jsonb not null,
    version int not null,
    changed_on date not null, -- no finer, and only so that it can be forgotten
    primary key (survey_id, respondent)
);
create index draft_by_day on draft (changed_on);
