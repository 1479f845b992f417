-- Contacts and notifications belong to a role of their own. The login role may take it on, one transaction at a time, and
-- has none of its rights otherwise: what counts cannot read who somebody is, and what writes letters cannot read figures.
-- Roles are the whole server's, so another database may have created it already.
do $$
begin
    if not exists (select from pg_roles where rolname = 'reporting_notification') then
        create role reporting_notification nologin;
    end if;
exception when duplicate_object or unique_violation then
    null; -- created at the same moment by another
end $$;

do $$
begin
    if not pg_has_role(current_user, 'reporting_notification', 'set') then
        grant reporting_notification to current_user with inherit false, set true;
    end if;
end $$;

create schema notification authorization reporting_notification;

set local role reporting_notification;

create table notification.contact (
    person_id uuid primary key,
    given_name text,
    email text,
    language text not null,
    protected_identity boolean not null
);

create table notification.program (
    key text primary key,
    version int not null,
    name text not null
);

create table notification.notification (
    id uuid primary key, -- digest of the kind and its cause: one notification per cause
    position bigint generated always as identity unique,
    kind text not null,
    program text not null,
    person_id uuid, -- none: erased
    state text not null,
    reason text, -- why it was not sent
    attempts int not null default 0,
    caused_at timestamptz not null,
    next_attempt_at timestamptz not null default now(),
    sent_at timestamptz
);
create index notification_by_person on notification.notification (person_id, position);
create index notification_by_program on notification.notification (program, kind, state);
create index notification_to_send on notification.notification (next_attempt_at) where state = 'pending';

reset role;
