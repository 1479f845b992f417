-- A rule that is set holds for what was before: people are looked at in their order, those after this position still have to
-- be; none: everybody was.
alter table early_signal add look_after bigint;
create index early_signal_to_look_back on early_signal (organization) where look_after is not null;
