-- Instruments that organizations loaded, because they may use the words. A version never changes; those that come with the
-- service are files.
create table instrument (
    position bigint generated always as identity unique,
    key text not null,
    version int not null,
    organization text not null,
    definition jsonb not null,
    loaded_at timestamptz not null,
    loaded_by text not null, -- the subject of the token
    primary key (key, version)
);

-- What the answers came to, by the scoring of the survey's instrument and version when they were given.
alter table response add column results jsonb not null default '[]';

-- Scores were kept as the text of an object, in which nothing can be found.
update response set scores = cast(scores #>> '{}' as jsonb) where jsonb_typeof(scores) = 'string';
