-- What coordinators write around the figures of a release, per language. A report that was printed from one version can
-- be printed again.
create table release.narrative (
    release_id uuid not null references release.release,
    language text not null,
    version int not null,
    sections jsonb not null,
    author text not null,
    written_at timestamptz not null default clock_timestamp(),
    primary key (release_id, language, version)
);

create trigger narrative_stays before update or delete or truncate on release.narrative
    for each statement execute function release.refuse_change();
