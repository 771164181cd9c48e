-- Times are Unix milliseconds UTC. Flags are 0 or 1, so that the two dialects read alike.

create table accounts (
    id integer primary key,
    name text not null unique
);

create table campaigns (
    id integer primary key autoincrement,
    state integer not null,
    version integer not null,
    sender text not null,
    store text not null,
    locale text not null,
    audience text not null,
    content text not null,
    created_at integer not null,
    due_at integer,
    expires_at integer,
    started_at integer,
    finished_at integer,
    promised integer,
    -- Names the last change of a person, so that one whose COMMIT was not answered can be recognised.
    change_mark text,
    -- The launch: who is at it, until when by this database's clock, and how far it has come.
    launch_owner text,
    launch_until integer not null default 0,
    launch_lease integer not null default 0,
    launch_epoch integer not null default 0,
    launch_cursor text,
    launch_mark text,
    launch_size integer not null default 0,
    launched integer not null default 0,
    -- The earliest expiry among its requests, so that the sweeper need not look at each.
    first_expiry integer,
    -- 1 when nothing of it waits any more; the sweeper passes it by.
    settled integer not null default 0
);
create index campaigns_open on campaigns (state, id) where settled = 0 and state <> 0;

-- State: 0 queued, 1 claimed, 2 accepted, 3 refused, 4 unknown, 5 expired, 6 cancelled, 7 skipped, 8 split.
create table requests (
    id blob primary key,
    campaign integer not null,
    epoch integer not null default 0,
    not_before integer not null default 0,
    expires_at integer not null,
    lease_until integer,
    first_attempt_at integer,
    settled_at integer,
    account integer not null,
    size integer not null,
    attempts integer not null default 0,
    state integer not null default 0,
    kind integer not null,
    class integer not null,
    retry_safe integer not null,
    uncertain integer not null default 0,
    recipients text not null,
    content text,
    lease_owner text,
    code text,
    reason text,
    platform_id text,
    staff text
) without rowid;
-- The one index of the queue: claims, counts, cancelling and sweeping all begin with campaign and state.
create index requests_work on requests (campaign, state, account, kind, class, not_before, id, size);

create table deliveries (
    campaign integer not null,
    account integer not null,
    user_id text not null,
    skip integer,
    request blob,
    name text,
    primary key (campaign, account, user_id)
) without rowid;
create index deliveries_skipped on deliveries (campaign, skip) where skip is not null;

create table holds (
    account integer primary key,
    reason integer not null,
    until_at integer not null,
    detail text not null
);
