-- Statistics that are built anew from the log, beside those that are asked for. When they have caught up, the tables of the
-- two schemas change places.
create schema statistics_next;

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

-- Tables like those that are asked for, with their names of indexes and triggers, and empty: whatever later migrations did.
create function statistics.prepare_next() returns void language plpgsql as $$
declare
    t text;
    part record;
begin
    foreach t in array array['program', 'person', 'unit', 'session', 'fact', 'cell', 'split'] loop
        execute format('drop table if exists statistics_next.%I', t);
        execute format('create table statistics_next.%1$I (like statistics.%1$I including all excluding indexes)', t);
        for part in
            select c.relname as name, i.indisprimary as primary_key, pg_get_indexdef(i.indexrelid) as definition
            from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = format('statistics.%I', t)::regclass
        loop
            execute replace(part.definition, ' ON statistics.', ' ON statistics_next.');
            if part.primary_key then
                execute format('alter table statistics_next.%I add constraint %I primary key using index %2$I', t, part.name);
            end if;
        end loop;
        for part in
            select pg_get_triggerdef(tr.oid) as definition from pg_trigger tr
            where tr.tgrelid = format('statistics.%I', t)::regclass and not tr.tgisinternal
        loop
            execute replace(part.definition, ' ON statistics.', ' ON statistics_next.');
        end loop;
        for part in
            select unnest(reloptions) as setting from pg_class where oid = format('statistics.%I', t)::regclass
        loop
            execute format('alter table statistics_next.%I set (%s)', t, part.setting);
        end loop;
    end loop;
    truncate statistics_next.seen;
end $$;
select statistics.prepare_next();

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
