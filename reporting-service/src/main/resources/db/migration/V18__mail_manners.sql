set local role reporting_notification;

-- When and what somebody wants to be written to about; who has none is treated like everybody.
create table notification.preference (
    person_id uuid primary key,
    rhythm text not null,
    zone text not null,
    quiet_from time not null,
    quiet_until time not null, -- the same as quiet_from: no quiet hours
    unsubscribed text[] not null,
    version int not null
);

alter table notification.contact
    add column email_since timestamptz not null default now(),
    add column bounced_at timestamptz; -- what was sent to the address came back for good

alter table notification.notification
    add column link text, -- opens what the letter asks for; until it has been sent
    add column gathered boolean not null default false; -- goes into the person's next letter of several
create index notification_sent on notification.notification (person_id, sent_at) where sent_at is not null;
create index notification_gathered on notification.notification (next_attempt_at) where state = 'pending' and gathered;

reset role;
