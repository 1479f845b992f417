-- What participants-service sends to the database for one enrollment that comes alone, word for word (a test compares);
-- its arrays have one element. Ids that the service makes itself are made by the database here.
\set i :i + 1
\set n :first + :i * :clients + :client_id
\set spread (:n * 2654435761) % 4294967296
begin;
select p.id, p.version, g.key as target_group, g.seats, g.taken
from program p join target_group g on g.program_id = p.id where p.key = :program \gset program_
select c.enrollment_id, p.id, p.pseudonym, p.organization,
    exists (select from program_organization o
        where o.program_id = cast(:program_id as uuid) and o.organization = p.organization),
    p.unit, p.extent, p.leader, p.active,
    (select string_agg(e.target_group || ' ' || e.state, ',') from enrollment e
        where e.person_id = p.id and e.program_id = cast(:program_id as uuid) and e.id <> c.enrollment_id
        and e.state in ('applied', 'offered', 'confirmed', 'waitlisted', 'completed')),
    case when c.per_organization then exists (select from enrollment w
            where w.program_id = cast(:program_id as uuid) and w.target_group = c.target_group
            and w.organization = p.organization and w.state = 'waitlisted')
        else c.limited and exists (select from enrollment w
            where w.program_id = cast(:program_id as uuid) and w.target_group = c.target_group
            and w.state = 'waitlisted') end as others_wait,
    s.seats, s.taken, own.state, own.date, own.target_group, own.version,
    kept.request, kept.status, kept.body, kept.location, kept.etag
from unnest(
    array[gen_random_uuid()],
    array[cast(lpad(to_hex(cast(:spread as bigint)), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as uuid)],
    array[cast(null as text)], array[cast(null as text)], array[cast(:program_target_group as text)], array[false], array[false],
    array[cast(:caller as text)], array[lpad(to_hex(cast(:spread as bigint)), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0')])
    as c (enrollment_id, person_id, organization, person_ref, target_group, limited, per_organization, caller, key)
left join person p on p.id = coalesce(c.person_id, (
    select r.id from person r
    where r.organization = c.organization and r.person_ref = c.person_ref))
left join organization_seats s on c.per_organization and s.program_id = cast(:program_id as uuid)
    and s.target_group = c.target_group and s.organization = p.organization
left join enrollment own on own.id = c.enrollment_id
left join idempotency kept on kept.caller = c.caller and kept.key = c.key \gset person_
with entered as (
    insert into enrollment (id, program_id, program, person_id, pseudonym, target_group, organization, state, date,
        support, offer_until, entered, entered_by, entered_role)
    select e.id, cast(:program_id as uuid), :program, e.person_id, e.pseudonym, e.target_group, e.organization, e.state, e.date,
        e.support, cast(e.offer_until as timestamptz), e.state, e.entered_by, e.entered_role
    from unnest(array[cast(:person_enrollment_id as uuid)], array[cast(:person_id as uuid)], array[cast(:person_pseudonym as uuid)], array[cast(:program_target_group as text)], array[cast(:person_organization as text)], array['confirmed'], array[date '2018-03-01'],
        array[false], array[cast(null as text)], array[cast(:caller as text)], array['coordinator'])
        as e (id, person_id, pseudonym, target_group, organization, state, date, support, offer_until, entered_by, entered_role)),
kept as (
    insert into idempotency (caller, key, request, status, body, location, etag)
    select * from unnest(array[cast(:caller as text)], array[cast(:person_id as text)], array[md5(cast(:person_id as text))], array[201], array[cast(:answer as text)], array['/api/v1/enrollments/' || cast(:person_enrollment_id as text)], array['1'])),
appended as (
    insert into outbox (id, shard, topic, key, type, traceparent, payload)
    select id, shard, topic, key, type, traceparent, payload
    from unnest(array[gen_random_uuid()], array[0], array['samverka.participants.v1'], array[cast(:person_id as text)], array['org.samverka.participants.participant-enrolled.v1'], array[cast(:trace as text)], array[cast(:payload as text)]) with ordinality
        as event (id, shard, topic, key, type, traceparent, payload, n)
    order by n
    returning shard)
select (select count(pg_notify('outbox', woken.shard))
    from (select distinct cast(shard as text) as shard from appended) woken);
commit;
