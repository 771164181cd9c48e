-- What is left of a broadcast whose recipients are too old to be kept: how many ended how, as they were counted when they went.
create table kept_tallies (
    campaign bigint not null,
    account integer not null,
    -- As the tally counts: a state of requests, or -1 minus the rank that the platform reported.
    state smallint not null,
    -- Why they were left out, or the platform's code; empty: neither.
    code text collate "C" not null,
    messages bigint not null,
    primary key (campaign, account, state, code)
);
-- 1 when not all of its recipients are kept any more, 2 when none is.
alter table campaigns add column forgotten smallint not null default 0;
-- When a person changed it last; null: an older version did, or nobody yet.
alter table campaigns add column changed_at bigint;
-- Of drafts, and of what may become one again, nobody knows when: from now on.
update campaigns set changed_at = (extract(epoch from clock_timestamp()) * 1000)::bigint where settled = 0;
create index campaigns_ended on campaigns (finished_at) where settled = 1 and forgotten < 2;
-- Replies and confirmations, by an instant that never changes.
create index requests_replies on requests (expires_at) where campaign = 0;
