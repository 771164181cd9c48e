-- Whoever writes here of a version before must be done first.
lock table campaigns, requests, deliveries, kept_tallies in access exclusive mode;

-- What waits to be sent or is on its way, apart from the record of what has ended: a row comes with its launch, is changed in its place
-- while it is claimed, and goes when it is settled. State: 0 queued, 1 claimed. No index names a column that a claim changes.
create table queue (
    id uuid primary key,
    campaign bigint not null,
    epoch bigint not null default 0,
    not_before bigint not null default 0,
    expires_at bigint not null,
    lease_until bigint,
    first_attempt_at bigint,
    -- The epoch under which it is claimed and no call of it has begun.
    unbegun bigint not null default 0,
    account integer not null,
    size integer not null,
    attempts integer not null default 0,
    state smallint not null default 0,
    kind smallint not null,
    class smallint not null,
    retry_safe smallint not null,
    uncertain smallint not null default 0,
    -- Of a request whose messages go one call each: how many went.
    parts smallint not null default 0,
    recipients text not null,
    content text,
    lease_owner text,
    code text,
    reason text,
    platform_id text,
    staff text
) with (
    -- Room for the claimed rows beside the waiting ones: then no index is written.
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0.1,
    autovacuum_vacuum_cost_delay = 0
);
-- Five hundred random ids do not compress: keep them beside the row as they are, so that a claim does not touch them.
alter table queue alter column recipients set storage external;
insert into queue (id, campaign, epoch, not_before, expires_at, lease_until, first_attempt_at, unbegun, account, size, attempts, state,
        kind, class, retry_safe, uncertain, parts, recipients, content, lease_owner, code, reason, platform_id, staff)
    select id, campaign, epoch, not_before, expires_at, lease_until, first_attempt_at, unbegun, account, size, attempts, state,
        kind, class, retry_safe, uncertain, parts, recipients, content, lease_owner, code, reason, platform_id, staff
    from requests where state in (0, 1);
create index queue_work on queue (campaign, account, kind, class, not_before, id);
-- Where the rows of one claim lie in queue_work, and when the first of their leases ends: so that those are found whose leases ended.
create table claims (
    mark text not null,
    campaign bigint not null,
    account integer not null,
    kind smallint not null,
    class smallint not null,
    not_before bigint not null,
    first_id uuid not null,
    last_id uuid not null,
    lease_until bigint not null,
    primary key (mark, campaign, not_before)
);
create index claims_lease on claims (lease_until);
update queue set lease_owner = 'before ' || campaign || ' ' || account || ' ' || kind || ' ' || class where state = 1;
insert into claims (mark, campaign, account, kind, class, not_before, first_id, last_id, lease_until)
    select lease_owner, campaign, account, kind, class, not_before, uuid '00000000-0000-0000-0000-000000000000', uuid 'ffffffff-ffff-ffff-ffff-ffffffffffff', min(coalesce(lease_until, 0))
    from queue where state = 1 group by lease_owner, campaign, account, kind, class, not_before;
create index queue_doubtful on queue (account, recipients) where retry_safe = 0 and size = 1;

-- How many ended how, added up as it happens: many lines for one sum, put together now and then. State: as in requests, 0 for all that is
-- open; or -1 minus the rank that the platform reported. Code: why they were left out, or the platform's; empty: neither.
create table tallies (
    id bigint generated always as identity primary key,
    campaign bigint not null,
    account integer not null,
    state smallint not null,
    code text collate "C" not null,
    messages bigint not null
);
create index tallies_campaign on tallies (campaign);
insert into tallies (campaign, account, state, code, messages)
    select campaign, account, case when state < 2 then 0 else state end,
        case when state in (3, 4, 7) then coalesce(code, '') else '' end, sum(size)
    from requests where campaign <> 0 and state <> 8 group by 1, 2, 3, 4;
insert into tallies (campaign, account, state, code, messages)
    select campaign, account, -1 - rank, '', count(*) from requests where campaign <> 0 and state = 2 and rank > 2 group by 1, 2, 3;
insert into tallies (campaign, account, state, code, messages)
    select campaign, account, 7, cast(skip as text), count(*)
    from deliveries where skip is not null group by 1, 2, 4;
insert into tallies (campaign, account, state, code, messages)
    select campaign, account, state, case when state in (3, 4, 7) then code else '' end, messages from kept_tallies where state <> 8;
drop table kept_tallies;

-- What is left is the record: written once, when a request has ended. By its new name no version before finds it.
delete from requests where state in (0, 1);
drop index requests_work;
drop index requests_reported;
drop index requests_doubtful;
drop index requests_replies;
alter table requests drop column not_before;
alter table requests drop column expires_at;
alter table requests drop column lease_until;
alter table requests drop column attempts;
alter table requests drop column uncertain;
alter table requests drop column lease_owner;
alter table requests drop column unbegun;
alter table requests alter column state drop default;
alter table requests rename to records;
alter index requests_pkey rename to records_pkey;
create index records_campaign on records (campaign);
create index records_doubtful on records (account, recipients) where retry_safe = 0 and size = 1 and state = 4;
create index records_replies on records (settled_at) where campaign = 0;
analyze queue;
analyze claims;
analyze tallies;
analyze records;
