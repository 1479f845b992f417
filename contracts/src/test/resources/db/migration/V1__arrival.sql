create table arrival (position bigint generated always as identity, enrollment uuid not null, program text not null);
