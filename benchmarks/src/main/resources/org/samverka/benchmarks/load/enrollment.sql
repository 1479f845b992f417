-- What participants-service sends to the database for one enrollment that comes alone, word for word (a test compares);
-- its arrays have one element. Ids that the service makes itself are made by the database here.
\set i :i + 1
\set n :first + :i * :clients + :client_id
\set spread (:n * 2654435761) % 4294967296
begin;
select p.id, p.key, p.period_from, p.period_to, g.key as target_group, g.seats, g.taken
from program p join target_group g on g.program_id = p.id where p.key = :program \gset program_
select c.enrollment_id, p.id, p.pseudonym, p.organization,
    exists (select from program_organization o
        where o.program_id = cast(:program_id as uuid) and o.organization = p.organization),
    exists (select from enrollment e where e.person_id = p.id
        and e.program_id = cast(:program_id as uuid) and e.target_group = c.target_group
        and e.state <> 'withdrawn' and e.id <> c.enrollment_id),
    own.state, own.date, own.target_group, own.version
from unnest(
    array[gen_random_uuid()],
    array[cast(lpad(to_hex(cast(:spread as bigint)), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as uuid)],
    array[cast(null as text)], array[cast(null as text)], array[cast(:program_target_group as text)])
    as c (enrollment_id, person_id, organization, person_ref, target_group)
join person p on p.id = coalesce(c.person_id, (
    select r.id from person r
    where r.organization = c.organization and r.person_ref = c.person_ref))
left join enrollment own on own.id = c.enrollment_id \gset person_
select caller, key, request, status, body, location, etag from idempotency
where (caller, key) in (select * from unnest(array[cast(:caller as text)], array[cast(:person_id as text)]));
insert into enrollment (id, program_id, program, person_id, pseudonym, target_group, organization, state, date)
select e.id, cast(:program_id as uuid), :program_key, e.person_id, e.pseudonym, e.target_group, e.organization, e.state, e.date
from unnest(array[cast(:person_enrollment_id as uuid)], array[cast(:person_id as uuid)], array[cast(:person_pseudonym as uuid)], array[cast(:program_target_group as text)], array[cast(:person_organization as text)], array['confirmed'], array[date '2018-03-01'])
    as e (id, person_id, pseudonym, target_group, organization, state, date);
with appended as (
    insert into outbox (id, shard, topic, key, type, traceparent, payload)
    select id, shard, topic, key, type, traceparent, payload
    from unnest(array[gen_random_uuid()], array[0], array['samverka.participants.v1'], array[cast(:person_id as text)], array['org.samverka.participants.participant-enrolled.v1'], array[cast(:trace as text)], array[cast(:payload as text)]) with ordinality
        as event (id, shard, topic, key, type, traceparent, payload, n)
    order by n
    returning shard)
select count(pg_notify('outbox', shard)) from (select distinct cast(shard as text) as shard from appended) woken;
insert into idempotency (caller, key, request, status, body, location, etag)
select * from unnest(array[cast(:caller as text)], array[cast(:person_id as text)], array[md5(cast(:person_id as text))], array[201], array[cast(:answer as text)], array['/api/v1/enrollments/' || cast(:person_enrollment_id as text)], array['1']);
commit;
