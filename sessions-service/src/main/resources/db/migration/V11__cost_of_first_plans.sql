-- What the plan cost that a search began with, to be held against what it found.
alter table session_plan add column first_cost bigint;
