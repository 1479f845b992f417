create extension if not exists btree_gist;

-- When a room, a team or a person has no time, as their calendars say: the times and nothing else of it.
create table blocked_time (
    owner_kind text not null check (owner_kind in ('room', 'team', 'person')),
    owner uuid not null,
    position bigint generated always as identity unique,
    during tstzrange not null
);
create index blocked_time_by_owner on blocked_time using gist (owner, owner_kind, during);
create index blocked_time_listed on blocked_time (owner_kind, owner, position);
