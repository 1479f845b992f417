set local role reporting_notification;

-- Who looks after a program and wants to be told how its goals stand: coordinators are known by their tokens only, so each
-- of them says so.
create table notification.follower (
    program text not null,
    person_id uuid not null,
    primary key (program, person_id)
);
create index follower_by_person on notification.follower (person_id);

-- Given by the person and not by participants-service: deleted when they follow no program any more.
alter table notification.contact add column own boolean not null default false;

alter table notification.notification add column about text; -- a goal's key

reset role;
