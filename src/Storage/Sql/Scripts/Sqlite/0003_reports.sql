-- Of a request whose messages go one call each: how many went. And how far all of them have come, by what the platform reported (messages.rank).
alter table requests add column parts integer not null default 0;
alter table requests add column rank integer not null default 0;
-- Both hold nothing of channels that know a retry key or report nothing.
create index requests_reported on requests (campaign, state, rank) where rank > 2;
create index requests_doubtful on requests (account, recipients) where retry_safe = 0 and size = 1 and state in (1, 4);

-- Messages that a platform has taken, by its own ids. Rank: 1 sent, 2 failed, 3 delivered, 4 read; it only grows.
create table messages (
    account integer not null,
    platform_id text not null,
    -- Null: reported before our own answer named it, or not ours.
    request blob,
    part integer not null,
    user_id text not null,
    sent_at integer not null,
    rank integer not null,
    ranked_at integer not null,
    code text,
    reason text,
    primary key (account, platform_id)
) without rowid;
create index messages_request on messages (request) where request is not null;
create index messages_customer on messages (account, user_id, sent_at);
create index messages_nameless on messages (ranked_at) where request is null;

-- Up to when everything sent to a customer was delivered, or read: for messages of which we do not know yet.
create table watermarks (
    account integer not null,
    user_id text not null,
    delivered_until integer not null,
    read_until integer not null,
    primary key (account, user_id)
) without rowid;

-- Messages from our account that may be ours: looked at again when the answer to our own attempt must have come.
create table echoes (
    account integer not null,
    platform_id text not null,
    user_id text not null,
    event_id text not null,
    at integer not null,
    kind integer not null,
    words text,
    ours integer not null,
    due_at integer not null,
    primary key (account, platform_id)
) without rowid;
create index echoes_due on echoes (due_at);

-- How the platform stands to an account, by its latest word.
create table standings (
    account integer primary key,
    at integer not null,
    standing integer not null,
    code text not null,
    reason text
);

-- What managers are to be told of an account, once.
create table notices (
    account integer not null,
    reason integer not null,
    at integer not null,
    detail text not null,
    told integer not null default 0,
    primary key (account, reason)
) without rowid;
create index notices_untold on notices (at) where told = 0;

create table uploads (
    account integer not null,
    media_id text not null,
    platform_id text not null,
    until_at integer not null,
    primary key (account, media_id)
) without rowid;
