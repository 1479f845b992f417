\set seat :client_id * :apart
begin;
update plain_seats set taken = taken + 1 where id = :seat and taken < seats;
insert into plain_claim (id, seat) values (gen_random_uuid(), :seat);
commit;
