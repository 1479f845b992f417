-- Every version of a program's definition. It holds from a day on, local to the program's zone, until another one does;
-- of those of one day the higher version. Until it has become the program's definition, current_at is empty.
create table program_version (
    program_id uuid not null references program on delete cascade,
    version int not null,
    effective_from date not null,
    definition jsonb not null,
    put_at timestamptz not null default current_timestamp,
    put_by text not null, -- the caller's subject
    current_at timestamptz,
    hindrance text, -- why it could not become the program's definition on its day
    primary key (program_id, version)
);
create index program_version_waiting on program_version (effective_from) where current_at is null;
insert into program_version (program_id, version, effective_from, definition, put_at, put_by, current_at)
select id, version, cast(updated_at as date), definition, updated_at, 'unknown', updated_at from program;

-- An organization takes part as the definition says, or because its application was accepted.
alter table program_organization add accepted boolean not null default false;
create index program_by_organization on program_organization (organization);

