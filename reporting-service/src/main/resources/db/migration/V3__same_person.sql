-- The pseudonym under which somebody with several records counts as one head; none: their own.
alter table statistics.person add same_as uuid;
create index person_same_as on statistics.person (same_as) where same_as is not null;
