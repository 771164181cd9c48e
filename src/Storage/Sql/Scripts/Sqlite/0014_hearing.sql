-- By what other ids a person is known: a lasting second id (alias 1), or one that was theirs up to then (alias 0). Whoever said no, said so under all of them.
create table person_ids (
    account integer not null,
    id text not null,
    user_id text not null,
    at integer not null,
    alias integer not null,
    primary key (account, id)
);
create index person_ids_of on person_ids (account, user_id) where alias = 1;

-- Of which events of the body a row stands; null for all. And whether somebody says no in it, which is not written down yet.
alter table webhooks add column only_events text;
alter table webhooks add column unheard integer not null default 0;
create index webhooks_unheard on webhooks (id) where unheard = 1;
create index webhooks_aside on webhooks (id) where quarantined = 1;
