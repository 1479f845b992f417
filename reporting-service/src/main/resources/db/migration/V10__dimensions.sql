-- More to split figures by. A fact carries its labels: null where a dimension does not apply to what it counts, '' for none.
alter table statistics.person
    add unit text not null default '',
    add birth_year int,
    add full_time text not null default 'unknown',
    add role text not null default 'unknown';
alter table statistics.program add first_year int;

-- The units that organizations consist of; figures are summed over the tree when they are asked for.
create table statistics.unit (
    organization text not null,
    unit text not null,
    parent text,
    stamp text collate "C" not null,
    primary key (organization, unit)
);

-- When sessions take place: what happens in them is of that month.
create table statistics.session (
    id uuid primary key,
    month text not null
);

alter table statistics.fact
    add session uuid,
    add unit text,
    add age_band text,
    add full_time text,
    add role text,
    add month text,
    add wave text,
    add state text;

-- What was counted before has labels once the statistics are built anew.
update statistics.fact set unit = '', age_band = 'unknown', full_time = 'unknown', role = 'unknown' where pseudonym is not null;
update statistics.fact set month = 'unknown' where measure in ('enrolled', 'waitlisted', 'sessions', 'bookings', 'attendances');
update statistics.fact set state = 'confirmed' where measure = 'enrolled';
update statistics.fact set wave = '' where measure in ('answers', 'agreement');

create index fact_by_session on statistics.fact (session) where session is not null;
create index fact_by_program on statistics.fact (program) where age_band is not null;

-- Age at the end of the year in which the program began: nobody changes bands while it runs.
create function statistics.age_band(first_year int, birth_year int) returns text language sql immutable as $$
    select case when first_year is null or birth_year is null then 'unknown'
        when first_year - birth_year <= 29 then '-29' when first_year - birth_year <= 49 then '30-49' else '50-' end;
$$;

-- Sums over two dimensions beside gender, one table for every pair: as many rows as there are categories, not people.
-- The category of an organization may go on with a unit, after a slash: "olofstrom/OE-12", and "olofstrom/" without one.
create table statistics.split (
    program text not null,
    measure text not null,
    item text not null,
    first text not null,
    second text not null,
    first_category text not null,
    second_category text not null,
    gender text not null,
    n bigint not null,
    amount numeric not null,
    primary key (program, measure, first, second, item, first_category, second_category, gender)
) with (fillfactor = 50);
alter table statistics.split set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Rises with each change of a program's figures.
create table statistics.revision (
    program text primary key,
    n bigint not null
) with (fillfactor = 50);

create type statistics.labeled as (
    program text, measure text, item text, gender text, organization text, target_group text, unit text, age_band text, full_time text,
    role text, month text, wave text, state text, n bigint, amount numeric
);

create function statistics.labels(fact statistics.labeled) returns table (pos int, name text, category text) language sql immutable as $$
    select * from (values
        (1, 'ageBand', fact.age_band),
        (2, 'fullTime', fact.full_time),
        (3, 'month', fact.month),
        (4, 'organization', case when fact.measure = 'sessions' then null
            else fact.organization || coalesce('/' || replace(replace(fact.unit, '%', '%25'), '/', '%2F'), '') end),
        (5, 'role', fact.role),
        (6, 'state', fact.state),
        (7, 'targetGroup', case when fact.measure in ('headCount', 'responseRate') then null else fact.target_group end),
        (8, 'wave', fact.wave)) label (pos, name, category)
    where category is not null;
$$;

drop trigger fact_inserted on statistics.fact;
drop trigger fact_updated on statistics.fact;
drop trigger fact_deleted on statistics.fact;
drop function statistics.facts_inserted();
drop function statistics.facts_updated();
drop function statistics.facts_deleted();
drop function statistics.add_to_cells(statistics.change[]);
drop type statistics.change;

-- Adds to the cells of the schema that is first in the path. Rows are taken in the order of their key, so that transactions
-- that meet wait for each other instead of deadlocking.
create function statistics.add_to_cells(changes statistics.labeled[]) returns void language plpgsql as $$
begin
    insert into cell as known (program, measure, target_group, gender, organization, item, n, amount)
    select c.program, c.measure, c.target_group, c.gender, c.organization, c.item, sum(c.n), sum(c.amount) from unnest(changes) c
    group by c.program, c.measure, c.target_group, c.gender, c.organization, c.item
    having sum(c.n) <> 0 or sum(c.amount) <> 0
    order by c.program, c.measure, c.target_group, c.gender, c.organization, c.item
    on conflict (program, measure, target_group, gender, organization, item)
        do update set n = known.n + excluded.n, amount = known.amount + excluded.amount;

    insert into split as known (program, measure, item, first, second, first_category, second_category, gender, n, amount)
    select c.program, c.measure, c.item, a.name, b.name, a.category, b.category, c.gender, sum(c.n), sum(c.amount)
    from unnest(changes) c
        cross join lateral statistics.labels(c) a
        join lateral statistics.labels(c) b on a.pos < b.pos
    where not (a.name = 'organization' and b.name = 'targetGroup' and c.unit is null)
    group by c.program, c.measure, c.item, a.name, b.name, a.category, b.category, c.gender
    having sum(c.n) <> 0 or sum(c.amount) <> 0
    order by c.program, c.measure, a.name, b.name, c.item, a.category, b.category, c.gender
    on conflict (program, measure, first, second, item, first_category, second_category, gender)
        do update set n = known.n + excluded.n, amount = known.amount + excluded.amount;
end $$;

-- Whoever listens hears it after the commit, once per program and measure.
create function statistics.tell(changes statistics.labeled[]) returns void language sql as $$
    insert into statistics.revision as known (program, n) select distinct c.program, 1 from unnest(changes) c order by c.program
    on conflict (program) do update set n = known.n + 1;
    select pg_notify('statistics', c.program || ' ' || c.measure) from unnest(changes) c group by c.program, c.measure;
$$;

-- What changed by a statement over many facts, as set differences, added to the cells beside them. What is built beside the
-- live tables in bulk is added up at its end.
create function statistics.facts_changed() returns trigger language plpgsql as $$
declare
    changes statistics.labeled[];
begin
    if current_setting('samverka.bulk', true) = 'on' then
        return null;
    end if;
    if tg_op = 'INSERT' then
        select array_agg(change) into changes from (
            select row(program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state,
                sum(n), sum(amount))::statistics.labeled as change
            from new_facts
            group by program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state
        ) grouped;
    elsif tg_op = 'DELETE' then
        select array_agg(change) into changes from (
            select row(program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state,
                -sum(n), -sum(amount))::statistics.labeled as change
            from old_facts
            group by program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state
        ) grouped;
    else
        select array_agg(change) into changes from (
            select row(program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state,
                sum(n), sum(amount))::statistics.labeled as change
            from (
                select program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state,
                    n, amount from new_facts
                union all
                select program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state,
                    -n, -amount from old_facts
            ) moved
            group by program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state
            having sum(n) <> 0 or sum(amount) <> 0
        ) grouped;
    end if;
    if changes is not null then
        perform set_config('search_path', tg_table_schema || ', public', true);
        perform statistics.add_to_cells(changes);
        if tg_table_schema = 'statistics' then
            perform statistics.tell(changes);
        end if;
    end if;
    return null;
end $$;

create trigger fact_inserted after insert on statistics.fact
    referencing new table as new_facts for each statement execute function statistics.facts_changed();
create trigger fact_updated after update on statistics.fact
    referencing old table as old_facts new table as new_facts for each statement execute function statistics.facts_changed();
create trigger fact_deleted after delete on statistics.fact
    referencing old table as old_facts for each statement execute function statistics.facts_changed();

-- Everything from the facts of a schema.
create function statistics.add_up(schema text) returns void language plpgsql as $$
begin
    perform set_config('search_path', schema || ', public', true);
    delete from cell;
    delete from split;
    insert into cell (program, measure, target_group, gender, organization, item, n, amount)
    select program, measure, target_group, gender, organization, item, sum(n), sum(amount) from fact
    group by program, measure, target_group, gender, organization, item;

    insert into split (program, measure, item, first, second, first_category, second_category, gender, n, amount)
    select c.program, c.measure, c.item, a.name, b.name, a.category, b.category, c.gender, sum(c.n), sum(c.amount)
    from (
        select program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state,
            cast(sum(n) as bigint) as n, sum(amount) as amount
        from fact
        group by program, measure, item, gender, organization, target_group, unit, age_band, full_time, role, month, wave, state) c
        cross join lateral statistics.labels(row(c.program, c.measure, c.item, c.gender, c.organization, c.target_group, c.unit,
            c.age_band, c.full_time, c.role, c.month, c.wave, c.state, c.n, c.amount)::statistics.labeled) a
        join lateral statistics.labels(row(c.program, c.measure, c.item, c.gender, c.organization, c.target_group, c.unit,
            c.age_band, c.full_time, c.role, c.month, c.wave, c.state, c.n, c.amount)::statistics.labeled) b on a.pos < b.pos
    where not (a.name = 'organization' and b.name = 'targetGroup' and c.unit is null)
    group by c.program, c.measure, c.item, a.name, b.name, a.category, b.category, c.gender;
end $$;
select statistics.add_up('statistics');
insert into statistics.revision (program, n) select key, 1 from statistics.program;

-- What may be shown of live shares and means, by measure and wave as well.
alter table statistics.shown_share
    add measure text not null default 'agreement',
    add wave text,
    drop constraint shown_share_program_item_target_group_gender_organization_key,
    add unique nulls not distinct (program, measure, item, target_group, gender, organization, wave);
