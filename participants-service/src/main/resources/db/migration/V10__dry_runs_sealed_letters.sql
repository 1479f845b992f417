-- What a dry run has read so far, so that it finds what is stated twice in parts far from each other; gone when it ends.
create table import_seen (
    import_id uuid not null references import_job on delete cascade,
    ref text not null,
    fingerprint bytea not null,
    primary key (import_id, ref)
);

-- With which key a letter's payload is sealed; without one it lies open, until the service has sealed what it kept before.
alter table hr_dead_letter add key_id text;
create index hr_dead_letter_unsealed on hr_dead_letter (id) where key_id is null;
