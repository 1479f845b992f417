-- Systems that are told what happened in a program. Nobody is named in any of it.
create schema webhook;

create table webhook.endpoint (
    id uuid primary key,
    position bigint generated always as identity unique,
    program text not null,
    url text not null,
    description text,
    events text[] not null,
    state text not null,
    reason text, -- why it was switched off
    registered_by text not null, -- a token's subject
    secret int not null, -- the number of the secret it signs with; the secret follows from it and is not kept
    previous_until timestamptz, -- for as long the one before is good too
    failing_since timestamptz, -- none: the last attempt succeeded
    busy_until timestamptz, -- somebody is sending to it
    version int not null
);
create index endpoint_by_program on webhook.endpoint (program, position);

create table webhook.message (
    id uuid primary key, -- digest of the cause: one message per cause
    program text not null,
    type text not null,
    payload text not null,
    at timestamptz not null
);

create table webhook.delivery (
    id uuid primary key,
    position bigint generated always as identity unique,
    endpoint_id uuid not null references webhook.endpoint on delete cascade,
    message_id uuid not null references webhook.message,
    state text not null,
    attempts int not null default 0, -- all that were made
    tries int not null default 0, -- since it was first due, or asked for again
    next_attempt_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    unique (endpoint_id, message_id)
);
create index delivery_log on webhook.delivery (endpoint_id, position);
create index delivery_pending on webhook.delivery (endpoint_id, next_attempt_at) where state = 'pending';
create index delivery_by_message on webhook.delivery (message_id);
create index delivery_ended on webhook.delivery (ended_at) where ended_at is not null;

create table webhook.attempt (
    delivery_id uuid not null references webhook.delivery on delete cascade,
    number int not null,
    at timestamptz not null,
    status int, -- HTTP; none: no answer
    reason text,
    milliseconds int not null,
    primary key (delivery_id, number)
);

-- Programs in which something has changed that nobody was told yet.
create table webhook.change (
    program text not null,
    type text not null,
    since timestamptz not null,
    primary key (program, type)
);
create index change_since on webhook.change (since);
