-- Who of occupational health read what about whom, who decided about free text, who asked for what their role does not allow.
-- Each row's hash covers the row and the hash before it, so that no row can be changed, left out or put between others
-- unseen; the head says how far the chain goes. What respondents read of their own is not here: it would tell who they are.
create table access_log (
    position bigint primary key,
    entry uuid not null unique,
    at timestamptz not null,
    caller text not null, -- the subject of the token
    role text not null,
    subject uuid, -- a person, as this survey's key calls them in screening
    object text not null,
    action text not null,
    outcome text not null,
    hash bytea not null
);
create index access_log_by_subject on access_log (subject, position) where subject is not null;
create index access_log_by_caller on access_log (caller, position);
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
