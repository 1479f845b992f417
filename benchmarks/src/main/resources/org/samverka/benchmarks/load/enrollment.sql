-- What participants-service sends to the database for one enrollment that comes alone, in its order and with its text
-- (Programs, Enrollments, Idempotency, Outbox); arrays have one element. The ids that the service makes itself are made
-- by the database here, without a further round trip.
\set i :i + 1
\set n :first + :i * :clients + :client_id
\set spread (:n * 2654435761) % 4294967296
begin;
select p.id as program_id, p.key as program, p.period_from, p.period_to, g.key as target_group, g.seats, g.taken,
    gen_random_uuid() as enrollment_id,
    lpad(to_hex(cast(:spread as bigint)), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as person
from program p join target_group g on g.program_id = p.id where p.key = 'heja-halsan' \gset
select c.enrollment_id, p.id as person_id, p.pseudonym, p.organization,
    exists (select from program_organization o
        where o.program_id = cast(:program_id as uuid) and o.organization = p.organization) as takes_part,
    exists (select from enrollment e where e.person_id = p.id
        and e.program_id = cast(:program_id as uuid) and e.target_group = c.target_group
        and e.state <> 'withdrawn' and e.id <> c.enrollment_id) as already,
    own.state as own_state, own.date as own_date, own.target_group as own_group, own.version as own_version
from unnest(array[cast(:enrollment_id as uuid)], array[cast(:person as uuid)], array[cast(null as text)], array[cast(null as text)], array[cast(:target_group as text)])
    as c (enrollment_id, person_id, organization, person_ref, target_group)
join person p on p.id = coalesce(c.person_id, (
    select r.id from person r
    where r.organization = c.organization and r.person_ref = c.person_ref))
left join enrollment own on own.id = c.enrollment_id \gset
select caller, key, request, status, body, location, etag from idempotency
where (caller, key) in (select * from unnest(array[cast(:caller as text)], array[cast(:person as text)]));
insert into enrollment (id, program_id, program, person_id, pseudonym, target_group, organization, state, date)
select e.id, cast(:program_id as uuid), cast(:program as text), e.person_id, e.pseudonym, e.target_group, e.organization, e.state, e.date
from unnest(array[cast(:enrollment_id as uuid)], array[cast(:person as uuid)], array[cast(:pseudonym as uuid)], array[cast(:target_group as text)], array[cast(:organization as text)], array['confirmed'], array[date '2018-03-01'])
    as e (id, person_id, pseudonym, target_group, organization, state, date);
with appended as (
    insert into outbox (id, shard, topic, key, type, traceparent, payload)
    select id, shard, topic, key, type, traceparent, payload
    from unnest(array[gen_random_uuid()], array[0], array['samverka.participants.v1'], array[cast(:person as text)], array['org.samverka.participants.participant-enrolled.v1'], array[cast(:trace as text)], array[cast(:payload as text)]) with ordinality
        as event (id, shard, topic, key, type, traceparent, payload, n)
    order by n
    returning shard)
select count(pg_notify('outbox', shard)) from (select distinct cast(shard as text) as shard from appended) woken;
insert into idempotency (caller, key, request, status, body, location, etag)
select * from unnest(array[cast(:caller as text)], array[cast(:person as text)], array[md5(cast(:person as text))], array[201], array[cast(:answer as text)], array['/api/v1/enrollments/' || cast(:enrollment_id as text)], array['1']);
commit;
