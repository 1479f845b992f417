-- Reports call programs and target groups by their names.
alter table program.definition add column name text not null default '';
alter table program.definition add column target_groups jsonb not null default '[]';

-- Figures as they were published. The content is kept as the text whose digest the hash is.
create schema release;

create table release.release (
    id uuid primary key,
    position bigint generated always as identity unique,
    program text not null,
    kind text not null,
    revision int not null,
    supersedes uuid unique references release.release, -- none: the first of its chain
    as_of date not null,
    absence_year int,
    content_hash text not null,
    content text not null,
    author text not null,
    author_role text not null,
    frozen_at timestamptz not null default clock_timestamp()
);
create index release_by_program on release.release (program, position);

create function release.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What was published stays as it is: add to % instead', tg_table_name;
end $$;

create trigger release_stays before update or delete or truncate on release.release
    for each statement execute function release.refuse_change();
