-- Calendars to subscribe to; whoever has the token reads one, and the token itself is nowhere.
create table calendar_feed (
    owner_kind text not null check (owner_kind in ('person', 'team')),
    owner uuid not null,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    digest text, -- of what was last read from it
    changed_at timestamptz,
    primary key (owner_kind, owner)
);
