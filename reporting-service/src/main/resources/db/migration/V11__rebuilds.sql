-- Statistics that are built anew from the log, beside those that are asked for. When they have caught up, the tables of the
-- two schemas change places: whoever alters one of them alters both.
create schema statistics_next;

create table statistics_next.program (like statistics.program including all);
create table statistics_next.person (like statistics.person including all);
create table statistics_next.unit (like statistics.unit including all);
create table statistics_next.session (like statistics.session including all);
create table statistics_next.fact (like statistics.fact including all) with (fillfactor = 90);
create table statistics_next.cell (like statistics.cell including all) with (fillfactor = 50);
create table statistics_next.split (like statistics.split including all) with (fillfactor = 50);
alter table statistics_next.cell set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
alter table statistics_next.split set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create trigger fact_inserted after insert on statistics_next.fact
    referencing new table as new_facts for each statement execute function statistics.facts_changed();
create trigger fact_updated after update on statistics_next.fact
    referencing old table as old_facts new table as new_facts for each statement execute function statistics.facts_changed();
create trigger fact_deleted after delete on statistics_next.fact
    referencing old table as old_facts for each statement execute function statistics.facts_changed();
create trigger sessions_held after insert or update on statistics_next.cell
    for each row when (new.measure = 'sessions') execute function program.judge_soon();

-- Which events are in the tables beside: their names, as in the inbox, which forgets.
create table statistics_next.seen (id uuid primary key);

-- Where tables are while they change places.
create schema statistics_away;

create table statistics.rebuild (
    id uuid primary key,
    position bigint generated always as identity unique,
    state text not null, -- waiting, reading, addingUp, catchingUp, done, failed
    read bigint not null default 0, -- records so far, of
    total bigint not null default 0,
    passed_over bigint not null default 0, -- records that cannot be read or counted
    positions jsonb not null default '{}', -- by topic and partition the next offset
    reason text,
    requested_at timestamptz not null,
    finished_at timestamptz,
    worker uuid, -- which replica is at work
    seen_at timestamptz -- and when it last said so
);
create unique index rebuild_one_at_a_time on statistics.rebuild ((true)) where state not in ('done', 'failed');

-- The tables change places, those that were asked for are emptied. Nobody counts meanwhile: the caller has taken their turn.
-- What came from the log of screenings is carried over, which is not kept for long.
create function statistics.switch_over(done uuid, by_worker uuid) returns void language plpgsql as $$
declare
    t text;
begin
    update statistics.rebuild set state = 'done', finished_at = clock_timestamp() where id = done and worker = by_worker;
    if not found then
        raise exception 'another replica is at it' using errcode = '40001';
    end if;
    insert into statistics_next.fact select * from statistics.fact where measure in ('screened', 'inRiskZone', 'offers');
    foreach t in array array['program', 'person', 'unit', 'session', 'fact', 'cell', 'split'] loop
        execute format('alter table statistics.%I set schema statistics_away', t);
        execute format('alter table statistics_next.%I set schema statistics', t);
        execute format('alter table statistics_away.%I set schema statistics_next', t);
    end loop;
    truncate statistics_next.program, statistics_next.person, statistics_next.unit, statistics_next.session, statistics_next.fact,
        statistics_next.cell, statistics_next.split, statistics_next.seen;
    insert into statistics.revision as known (program, n) select key, 1 from statistics.program order by key
    on conflict (program) do update set n = known.n + 1;
    perform pg_notify('statistics', program || ' headCount') from statistics.revision;
end $$;
