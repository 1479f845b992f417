-- Seats that a target group keeps for one organization: the definition's, or those an accepted application was given.
create table organization_seats (
    program_id uuid not null,
    target_group text not null,
    organization text not null,
    seats int not null check (seats >= 0),
    taken int not null default 0 check (taken >= 0),
    primary key (program_id, target_group, organization),
    foreign key (program_id, target_group) references target_group on delete cascade,
    check (taken <= seats)
);
