-- What every service needs so that its events leave and arrive once, and requests too.

create table outbox (
    position bigint generated always as identity primary key,
    shard int not null,
    id uuid not null,
    topic text not null,
    key text not null,
    type text not null,
    time timestamptz not null default clock_timestamp(),
    traceparent text,
    payload text -- none: a tombstone
);
create index outbox_by_shard on outbox (shard, position);
-- Rows live for milliseconds; without frequent vacuuming the head of the index fills with dead entries.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table inbox (
    id uuid primary key, -- digest of consumer, CloudEvent source and id
    received_at timestamptz not null default current_timestamp
);
create index inbox_by_age on inbox using brin (received_at);

create table idempotency (
    caller text not null,
    key text not null,
    request text not null, -- digest of operation and body
    status int not null,
    body text not null,
    location text,
    etag text,
    at timestamptz not null default current_timestamp,
    primary key (caller, key)
);
create index idempotency_by_age on idempotency using brin (at);
