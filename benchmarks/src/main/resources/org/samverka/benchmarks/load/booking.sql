-- What sessions-service sends to the database for one booking that comes alone, word for word (a test compares all but the
-- lock, which Hibernate writes); its arrays have one element. Ids that the service makes itself are made by the database here.
\set i :i + 1
\set n :first + :i * :clients + :client_id
\set spread (:n * 2654435761) % 4294967296
begin;
select id, program, target_group, capacity, state, starts_at, zone, version from session where id = cast(:session as uuid) for no key update;
select r.per_organization, r.waiting_list, r.offer_hours, r.version, c.organization, c.taken, c.waiting,
    case when c.waiting > 0 then (
        select b.party_size from booking b
        where b.session_id = c.session_id and coalesce(b.organization, '') = c.organization
            and b.state = 'waitlisted' order by b.position limit 1) end
from (select cast(:session as uuid) as id) s
left join seat_rule r on r.session_id = s.id
left join seat_count c on c.session_id = s.id \gset count_
select r.person_id, e.pseudonym, e.target_group, e.organization, e.target_group = any(p.support_groups) as support,
    e.target_group = any(p.approval_groups) as approval, present.state, r.booking_id, own.state, own.party,
    own.party_size, own.version
from unnest(array[gen_random_uuid()], array[cast(lpad(to_hex(cast(:spread as bigint)), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(cast(:n as bigint)), 12, '0') as uuid)]) as r (booking_id, person_id)
left join enrollment e on e.person_id = r.person_id and e.program = :program and e.state = 'confirmed'
left join program p on p.key = e.program
left join booking present on present.session_id = cast(:session as uuid) and present.person_id = r.person_id
    and present.state <> 'canceled'
left join booking own on own.id = r.booking_id
order by e.id \gset person_
select caller, key, request, status, body, location, etag from idempotency
where (caller, key) in (select * from unnest(array[cast(:caller as text)], array[cast(:person_person_id as text)]));
with placed as (
    insert into booking (session_id, program, version, id, person_id, pseudonym, organization, target_group, support, approval, state, party, party_size)
    select cast(:session as uuid), :program, 1, id, person_id, pseudonym, organization, target_group, support, approval, state, party, party_size
    from unnest(array[cast(:person_booking_id as uuid)], array[cast(:person_person_id as uuid)], array[cast(:person_pseudonym as uuid)], array[cast(:person_organization as text)], array[cast(:person_target_group as text)],
        array[false], array[false], array['booked'], array[cast(null as uuid)], array[1]) with ordinality
        as place (id, person_id, pseudonym, organization, target_group, support, approval, state, party, party_size, n)
    order by n),
counted as (
    insert into seat_count (session_id, organization, taken, waiting)
    select cast(:session as uuid), * from unnest(array[cast(:count_organization as text)], array[cast(:count_taken as int) + 1], array[cast(:count_waiting as int)])
    on conflict (session_id, organization) do update set taken = excluded.taken, waiting = excluded.waiting),
kept as (
    insert into idempotency (caller, key, request, status, body, location, etag)
    select * from unnest(array[cast(:caller as text)], array[cast(:person_person_id as text)], array[md5(cast(:person_person_id as text))], array[201], array[cast(:answer as text)], array['/api/v1/bookings/' || cast(:person_booking_id as text)], array['1'])),
appended as (
    insert into outbox (id, shard, topic, key, type, traceparent, payload)
    select id, shard, topic, key, type, traceparent, payload
    from unnest(array[gen_random_uuid()], array[0], array['samverka.sessions.v1'], array[cast(:session as text)], array['org.samverka.sessions.session-booked.v1'], array[cast(:trace as text)], array[cast(:payload as text)]) with ordinality
        as event (id, shard, topic, key, type, traceparent, payload, n)
    order by n
    returning shard)
select (select count(pg_notify('outbox', woken.shard))
    from (select distinct cast(shard as text) as shard from appended) woken);
commit;
