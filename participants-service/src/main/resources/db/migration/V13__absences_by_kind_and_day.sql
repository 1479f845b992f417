-- What hangs together with an absence is found by its kind and its days: most of what an employment has is not read.
create index absence_by_employment_kind_day on absence (employment_ref, kind, first_day);
drop index absence_by_employment;
create index absence_episode_by_employment_kind_day on absence_episode (employment_ref, kind, first_day);
drop index absence_episode_by_employment;
