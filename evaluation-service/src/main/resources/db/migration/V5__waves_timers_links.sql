-- When surveys ask, which belong together, and what is due when. Nothing here says who has answered.

alter table program
    add zone text not null default 'Europe/Stockholm',
    add organizations text[] not null default '{}',
    add support_groups text[] not null default '{}'; -- who is in one is kept nowhere here

-- The person's name in statistics, by which participants-service learns whom to enroll in support that was accepted.
alter table person add pseudonym uuid;

-- Who is in a group and who has completed it, as participants-service told last; never of a support group.
create table enrollment (
    id uuid primary key,
    program text not null,
    person_id uuid not null,
    target_group text not null,
    state text not null,
    date date not null -- since when
);
create index enrollment_by_program on enrollment (program, target_group, person_id);

alter table survey
    add occasion text not null default 'attendance'
        check (occasion in ('attendance', 'enrolled', 'completed', 'date', 'organization')),
    add delay_days int not null default 0,
    add opens_on date, -- none: at once
    add closes_on date, -- the last day; none: stays open
    add days_to_answer int, -- since a person was asked
    add reminders int[] not null default '{}', -- so many days after they were asked
    add links boolean not null default false, -- reminders bring a personal link
    add series text,
    add wave text,
    add key_of uuid references survey, -- whose key it uses: its own, or that of the first wave of its series
    add check ((series is null) = (wave is null));
update survey set key_of = id;
alter table survey alter key_of set not null;
create unique index survey_wave_once on survey (program, series, wave);
create index survey_by_occasion on survey (program, occasion);

-- Either a person is asked, or an organization, for which one of its contacts answers.
alter table assignment
    alter person_id drop not null,
    add organization text,
    add asked_on date not null default current_date,
    add due_on date, -- the last day to answer
    add check ((person_id is null) <> (organization is null));
alter table assignment alter asked_on drop default;
create unique index assignment_of_organization on assignment (survey_id, organization) where organization is not null;
create index assignment_by_organization on assignment (organization, position) where organization is not null;

-- What is to happen later. Whichever replica comes first takes a row and does what it says, in one transaction. A
-- person's rows are the same whether they have answered or not.
create table timer (
    position bigint generated always as identity primary key,
    kind text not null,
    survey_id uuid not null,
    person_id uuid,
    organization text,
    number int not null default 0,
    due_at timestamptz not null
);
create unique index timer_once on timer (survey_id, kind, person_id, organization, number) nulls not distinct;
create index timer_by_due on timer (due_at);

-- A person may be asked to answer once more; the answers of both times are kept.
alter table response add round int not null default 1;
alter table response drop constraint response_survey_id_respondent_key;
create unique index response_once on response (survey_id, respondent, round);
