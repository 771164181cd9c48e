-- What waits to be sent or is on its way, apart from the record of what has ended: a row comes with its launch, is changed in its place
-- while it is claimed, and goes when it is settled. State: 0 queued, 1 claimed. No index names a column that a claim changes.
create table queue (
    id blob primary key,
    campaign integer not null,
    epoch integer not null default 0,
    not_before integer not null default 0,
    expires_at integer not null,
    lease_until integer,
    first_attempt_at integer,
    -- The epoch under which it is claimed and no call of it has begun.
    unbegun integer not null default 0,
    account integer not null,
    size integer not null,
    attempts integer not null default 0,
    state integer not null default 0,
    kind integer not null,
    class integer not null,
    retry_safe integer not null,
    uncertain integer not null default 0,
    -- Of a request whose messages go one call each: how many went.
    parts integer not null default 0,
    recipients text not null,
    content text,
    lease_owner text,
    code text,
    reason text,
    platform_id text,
    staff text
) without rowid;
insert into queue (id, campaign, epoch, not_before, expires_at, lease_until, first_attempt_at, unbegun, account, size, attempts, state,
        kind, class, retry_safe, uncertain, parts, recipients, content, lease_owner, code, reason, platform_id, staff)
    select id, campaign, epoch, not_before, expires_at, lease_until, first_attempt_at, unbegun, account, size, attempts, state,
        kind, class, retry_safe, uncertain, parts, recipients, content, lease_owner, code, reason, platform_id, staff
    from requests where state in (0, 1);
create index queue_work on queue (campaign, account, kind, class, not_before, id);
-- Where the rows of one claim lie in queue_work, and when the first of their leases ends: so that those are found whose leases ended.
create table claims (
    mark text not null,
    campaign integer not null,
    account integer not null,
    kind integer not null,
    class integer not null,
    not_before integer not null,
    first_id blob not null,
    last_id blob not null,
    lease_until integer not null,
    primary key (mark, campaign, not_before)
) without rowid;
create index claims_lease on claims (lease_until);
update queue set lease_owner = 'before ' || campaign || ' ' || account || ' ' || kind || ' ' || class where state = 1;
insert into claims (mark, campaign, account, kind, class, not_before, first_id, last_id, lease_until)
    select lease_owner, campaign, account, kind, class, not_before, x'00000000000000000000000000000000', x'ffffffffffffffffffffffffffffffff', min(coalesce(lease_until, 0))
    from queue where state = 1 group by lease_owner, campaign, account, kind, class, not_before;
create index queue_doubtful on queue (account, recipients) where retry_safe = 0 and size = 1;

-- How many ended how, added up as it happens: many lines for one sum, put together now and then. State: as in requests, 0 for all that is
-- open; or -1 minus the rank that the platform reported. Code: why they were left out, or the platform's; empty: neither.
create table tallies (
    id integer primary key autoincrement,
    campaign integer not null,
    account integer not null,
    state integer not null,
    code text not null,
    messages integer not null
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
create table records (
    id blob primary key,
    campaign integer not null,
    epoch integer not null default 0,
    first_attempt_at integer,
    settled_at integer,
    account integer not null,
    size integer not null,
    state integer not null,
    kind integer not null,
    class integer not null,
    retry_safe integer not null,
    parts integer not null default 0,
    rank integer not null default 0,
    recipients text not null,
    content text,
    code text,
    reason text,
    platform_id text,
    staff text
) without rowid;
insert into records (id, campaign, epoch, first_attempt_at, settled_at, account, size, state, kind, class, retry_safe, parts, rank, recipients,
        content, code, reason, platform_id, staff)
    select id, campaign, epoch, first_attempt_at, settled_at, account, size, state, kind, class, retry_safe, parts, rank, recipients,
        content, code, reason, platform_id, staff
    from requests where state > 1;
drop table requests;
create index records_campaign on records (campaign);
create index records_doubtful on records (account, recipients) where retry_safe = 0 and size = 1 and state = 4;
create index records_replies on records (settled_at) where campaign = 0;
