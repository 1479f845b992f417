-- Letters without their marks, so that a name is found however it is typed. Marked letters of the languages around are
-- enough; others stay as they are.
create function folded(name text) returns text immutable strict parallel safe language sql return
    lower(translate(name,
        'ÅÄÁÀÂÃĀĄÆåäáàâãāąæÖØÓÒÔÕŌŐöøóòôõōőÉÈÊËĒĘĚéèêëēęěÍÌÎÏĪİíìîïīÚÙÛÜŪŮŰúùûüūůűÇĆČçćčÑŃŇñńňŠŚşšśŞŽŹŻžźżÝýÿÐĐðđŁłŘřŤťĎďĞğ',
        'aaaaaaaaaaaaaaaaaaooooooooooooooooeeeeeeeeeeeeeeiiiiiiiiiiiuuuuuuuuuuuuuuccccccnnnnnnsssssszzzzzzyyyddddllrrttddgg')
        collate "C");

-- Whose name, contact and place nobody sees; who does not want mail; and under whose pseudonym the person counts when
-- somebody found that two records are one person.
alter table person
    add column protected_identity boolean not null default false,
    add column contact_by_mail boolean not null default true,
    add column same_as uuid,
    add column family_folded text collate "C" generated always as (folded(family_name)) stored,
    add column given_folded text collate "C" generated always as (folded(given_name)) stored;
create index person_by_name on person (family_folded, given_folded, birth_year) where family_folded is not null;
create index person_by_given_name on person (given_folded) where given_folded is not null;
create index person_by_unit on person (organization, unit, position) where unit is not null;
create index person_not_active on person (organization, position) where not active;
create index person_by_pseudonym on person (pseudonym);
create index person_by_same_as on person (same_as) where same_as is not null;

-- The number itself can be read with the key only; the lookup says whether two are the same, to who holds the key.
create table identity (
    person_id uuid primary key references person on delete cascade,
    country text not null check (country in ('SE', 'DK')),
    key_id text not null,
    sealed bytea not null,
    lookup bytea not null,
    changed_at timestamptz not null default current_timestamp
);
create index identity_by_lookup on identity (lookup);
create index identity_by_key on identity (key_id);

-- Which records are the same person; the links as they were made, so that each can be undone by itself.
create table person_merge (
    id uuid primary key,
    person_id uuid not null references person,
    into_id uuid not null references person,
    reason text not null,
    merged_by text not null,
    merged_at timestamptz not null default current_timestamp,
    undone_by text,
    undone_at timestamptz,
    check (person_id <> into_id)
);
create unique index person_merge_once on person_merge (person_id) where undone_at is null;
create index person_merge_into on person_merge (into_id) where undone_at is null;

-- Every statement stays; the last one of a purpose holds.
create table consent (
    position bigint generated always as identity primary key,
    person_id uuid not null references person on delete cascade,
    purpose text not null,
    given boolean not null,
    stated_by text not null, -- the caller
    at timestamptz not null default current_timestamp
);
create index consent_by_person on consent (person_id, purpose, position);

-- Who saw or changed what about whom. Each row's hash covers the row and the hash before it, so that no row can be
-- changed, left out or put between others unseen; the head says how far the chain goes.
create table access_log (
    position bigint primary key,
    entry uuid not null unique,
    at timestamptz not null,
    caller text not null,
    role text not null,
    purpose text,
    subject uuid, -- a pseudonym
    object text not null,
    action text not null,
    outcome text not null,
    hash bytea not null
);
create index access_log_by_subject on access_log (subject, position) where subject is not null;
create index access_log_by_caller on access_log (caller, position);
create index access_log_by_action on access_log (action, position);
create index access_log_by_outcome on access_log (outcome, position) where outcome <> 'granted';
create table access_log_head (
    one boolean primary key default true check (one),
    position bigint not null,
    hash bytea not null
);
insert into access_log_head (position, hash) values (0, decode(repeat('00', 32), 'hex'));

create function access_log_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the access log is only added to';
end $$;
create trigger access_log_stays before update or delete on access_log for each row execute function access_log_stays();
create trigger access_log_stays_whole before truncate on access_log for each statement execute function access_log_stays();

-- A file that was handed in, on its way into people and absences. Its rows wait sealed, some in each part, and are
-- deleted with the part; next_part is where work goes on after whatever interrupts it.
create table import_job (
    id uuid primary key,
    position bigint generated always as identity unique,
    organization text not null,
    kind text not null check (kind in ('people', 'absences')),
    format text not null check (format in ('csv', 'paxml')),
    dry_run boolean not null,
    atomic boolean not null,
    country text not null,
    writing text not null, -- how the file writes numbers and dates
    state text not null check (state in ('receiving', 'waiting', 'checking', 'running', 'done', 'refused', 'failed')),
    created_by text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    parts int not null default 0,
    next_part int not null default 0,
    rows int not null default 0,
    handled int not null default 0,
    accepted int not null default 0,
    unchanged int not null default 0,
    rejected int not null default 0,
    skipped int not null default 0,
    failure text
);
create index import_job_in_work on import_job (position) where state in ('receiving', 'waiting', 'checking', 'running');
create index import_job_by_organization on import_job (organization, position);

create table import_part (
    import_id uuid not null references import_job on delete cascade,
    part int not null,
    key_id text not null,
    sealed bytea not null,
    primary key (import_id, part)
);

-- Without values: a file with errors is full of personal data too.
create table import_error (
    import_id uuid not null references import_job on delete cascade,
    n int generated always as identity,
    line bigint not null,
    field text,
    code text not null,
    message text not null,
    primary key (import_id, line, n)
);

-- What an organization's files said last of each thing, as a keyed fingerprint: what is said again changes nothing.
create table import_row (
    organization text not null,
    kind text not null,
    ref text not null,
    fingerprint bytea not null,
    version int not null,
    import_id uuid not null,
    primary key (organization, kind, ref)
);
