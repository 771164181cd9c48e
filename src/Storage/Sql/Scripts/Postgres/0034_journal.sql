-- What was done to customers, in the order in which it was: only ever added to, until it is old enough. Redis lists it (customer.lua), and what Redis holds follows
-- from it. What each place holds is said in JournalEntry.cs.
create table journal (
    seq bigint generated always as identity primary key,
    account integer not null,
    user_id text collate "C" not null,
    -- Known by it among those of its customer: written twice, it is one.
    digest uuid not null,
    what text not null,
    -- By the platform's clock or that of whoever acted, and by ours.
    at bigint not null,
    noted bigint not null,
    event text,
    message text collate "C",
    detail text,
    words text,
    name text,
    told text,
    staff text,
    other text collate "C"
);
create unique index journal_once on journal (account, user_id, digest);
-- What is too old is looked for every hour.
create index journal_noted on journal (noted, seq);
create index journal_other on journal (account, other) where other is not null;

-- Which life of each part of Redis the journal knows, and up to where it was written from there.
create table journal_places (
    account integer not null,
    bucket integer not null,
    life text not null default '',
    seq bigint not null default 0,
    primary key (account, bucket)
);

-- Who was erased lately, by a digest, and when it was asked for: what was read from Redis before, and is on its way here, is not kept.
create table journal_erased (
    account integer not null,
    person text not null,
    at bigint not null,
    since bigint not null,
    primary key (account, person)
);
