-- Learned from events. Names only, for the list at the door and for certificates; erased by a tombstone.
create table contact (
    person_id uuid primary key,
    given_name text, -- none: the identity is protected
    family_name text,
    language text not null
);

-- What people have completed; one that is no longer so stays, to say that its certificate is not valid.
create table certificate (
    id uuid primary key, -- the enrollment's
    position bigint generated always as identity unique,
    program text not null,
    person_id uuid not null,
    target_group text not null,
    completed_on date not null,
    valid boolean not null,
    version int not null, -- of the enrollment
    code text not null unique -- what whoever holds the certificate shows; 96 random bits
        default upper(substr(replace(cast(gen_random_uuid() as text), '-', ''), 1, 12) || substr(replace(cast(gen_random_uuid() as text), '-', ''), 1, 12))
);
create index certificate_by_person on certificate (person_id, position);
create index certificate_by_program on certificate (program, position);
