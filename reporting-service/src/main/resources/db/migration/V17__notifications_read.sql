set local role reporting_notification;

alter table notification.notification
    add column read_at timestamptz,
    add column version int not null default 1,
    -- says in no title, subject or preview what it is about
    add column discreet boolean not null default false;
update notification.notification set discreet = true where (meeting ->> 'discreet')::boolean;
create index notification_unread on notification.notification (person_id, position) where read_at is null;

reset role;
