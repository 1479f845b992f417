-- Facts under pseudonyms, and the cells they add up to. No person's id is ever stored here.
-- In the dimensions '' stands for none: no target group, no person to have a gender.
create schema statistics;

create table statistics.program (
    key text primary key,
    version int not null
);

-- What statistics know of a person; their facts carry it too.
create table statistics.person (
    pseudonym uuid primary key,
    gender text not null,
    organization text not null
);

create table statistics.fact (
    id uuid primary key, -- digest of the kind of fact and what it is about
    program text not null,
    measure text not null,
    pseudonym uuid, -- none: about no person, or about an answer
    target_group text not null,
    gender text not null,
    organization text not null,
    item text not null, -- of an answer its survey, of an agreement the item
    n int not null,
    amount numeric not null, -- of an attendance its hours, of an agreement 1 for yes
    version int not null
) with (fillfactor = 90);
create index fact_by_person on statistics.fact (pseudonym) where pseudonym is not null;

-- Always the sum of its facts: the triggers below see to that.
create table statistics.cell (
    program text not null,
    measure text not null,
    target_group text not null,
    gender text not null,
    organization text not null,
    item text not null,
    n bigint not null,
    amount numeric not null,
    primary key (program, measure, target_group, gender, organization, item)
) with (fillfactor = 50);
-- Few rows, each changed with every batch.
alter table statistics.cell set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

-- What may be shown of a live share: it follows its cell, or margin, only when the minimum of answers has come to it.
-- Null in a dimension: summed over.
create table statistics.shown_share (
    program text not null,
    item text not null,
    target_group text,
    gender text,
    organization text,
    n bigint not null,
    amount numeric not null,
    unique nulls not distinct (program, item, target_group, gender, organization)
);

create type statistics.change as (
    program text, measure text, target_group text, gender text, organization text, item text, n bigint, amount numeric
);

-- Rows are taken in the order of their key, so that transactions that meet wait for each other instead of deadlocking.
create function statistics.add_to_cells(changes statistics.change[]) returns void language sql as $$
    insert into statistics.cell as cell (program, measure, target_group, gender, organization, item, n, amount)
    select program, measure, target_group, gender, organization, item, n, amount from unnest(changes)
    order by program, measure, target_group, gender, organization, item
    on conflict (program, measure, target_group, gender, organization, item)
        do update set n = cell.n + excluded.n, amount = cell.amount + excluded.amount;

    -- Whoever listens hears it after the commit, once per program and measure.
    select pg_notify('statistics', program || ' ' || measure) from unnest(changes) group by program, measure;
$$;

create function statistics.facts_inserted() returns trigger language plpgsql as $$
begin
    perform statistics.add_to_cells(array_agg(change)) from (
        select row(program, measure, target_group, gender, organization, item, sum(n), sum(amount))::statistics.change as change
        from new_facts group by program, measure, target_group, gender, organization, item
    ) changes having count(*) > 0;
    return null;
end $$;

create function statistics.facts_updated() returns trigger language plpgsql as $$
begin
    perform statistics.add_to_cells(array_agg(change)) from (
        select row(program, measure, target_group, gender, organization, item, sum(n), sum(amount))::statistics.change as change
        from (
            select program, measure, target_group, gender, organization, item, n, amount from new_facts
            union all
            select program, measure, target_group, gender, organization, item, -n, -amount from old_facts
        ) moved group by program, measure, target_group, gender, organization, item
        having sum(n) <> 0 or sum(amount) <> 0
    ) changes having count(*) > 0;
    return null;
end $$;

create function statistics.facts_deleted() returns trigger language plpgsql as $$
begin
    perform statistics.add_to_cells(array_agg(change)) from (
        select row(program, measure, target_group, gender, organization, item, -sum(n), -sum(amount))::statistics.change as change
        from old_facts group by program, measure, target_group, gender, organization, item
    ) changes having count(*) > 0;
    return null;
end $$;

create trigger fact_inserted after insert on statistics.fact
    referencing new table as new_facts for each statement execute function statistics.facts_inserted();
create trigger fact_updated after update on statistics.fact
    referencing old table as old_facts new table as new_facts for each statement execute function statistics.facts_updated();
create trigger fact_deleted after delete on statistics.fact
    referencing old table as old_facts for each statement execute function statistics.facts_deleted();
