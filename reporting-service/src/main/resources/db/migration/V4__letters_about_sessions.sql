set local role reporting_notification;

-- What a letter about a session says, until it has been sent: among it what opens the invitation.
alter table notification.notification add column meeting jsonb;

reset role;
