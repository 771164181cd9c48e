create table suppressions (
    account integer not null,
    user_id text not null,
    kind integer not null,
    active integer not null,
    at integer not null,
    event_id text not null,
    -- When this row was written, by this database's clock: what a run under way asks for.
    recorded_at integer not null,
    primary key (account, user_id, kind)
) without rowid;
create index suppressions_recorded on suppressions (account, recorded_at);

create table staff (
    key text primary key,
    id text not null,
    name text not null,
    role integer not null,
    store text not null,
    active integer not null
) without rowid;
create index staff_store on staff (store) where active = 1;

create table teams_references (
    staff text primary key,
    staff_id text not null,
    service_url text not null,
    conversation_id text not null,
    bot_id text not null,
    tenant_id text not null,
    user_id text not null,
    locale text not null,
    seen_at integer not null
) without rowid;

create table activities (
    key text primary key,
    json text not null,
    at integer not null,
    done integer not null default 0,
    mark text
);
create index activities_pending on activities (at, key) where done = 0;

create table card_actions (
    id blob primary key,
    staff text not null,
    verb text not null,
    at integer not null,
    mark text not null
) without rowid;

create table webhooks (
    id integer primary key autoincrement,
    channel text not null,
    headers text not null,
    body blob not null,
    at integer not null,
    attempts integer not null default 0,
    quarantined integer not null default 0,
    reason text
);
create index webhooks_waiting on webhooks (id) where quarantined = 0;

create table campaign_cards (
    campaign integer primary key,
    service_url text not null,
    conversation_id text not null,
    activity_id text not null,
    shown text,
    final integer not null default 0
);
create index campaign_cards_open on campaign_cards (campaign) where final = 0;
