create table suppressions (
    account integer not null,
    user_id text collate "C" not null,
    kind smallint not null,
    active smallint not null,
    at bigint not null,
    event_id text collate "C" not null,
    -- When this row was written, by this database's clock: what a run under way asks for.
    recorded_at bigint not null,
    primary key (account, user_id, kind)
);
create index suppressions_recorded on suppressions (account, recorded_at);

create table staff (
    key text collate "C" primary key,
    id text not null,
    name text not null,
    role smallint not null,
    store text not null,
    active smallint not null
);
create index staff_store on staff (store) where active = 1;

create table teams_references (
    staff text collate "C" primary key,
    staff_id text not null,
    service_url text not null,
    conversation_id text not null,
    bot_id text not null,
    tenant_id text not null,
    user_id text not null,
    locale text not null,
    seen_at bigint not null
);

create table activities (
    key text collate "C" primary key,
    json text not null,
    at bigint not null,
    done smallint not null default 0,
    mark text
);
create index activities_pending on activities (at, key) where done = 0;

create table card_actions (
    id uuid primary key,
    staff text not null,
    verb text not null,
    at bigint not null,
    mark text not null
);

create table webhooks (
    id bigint generated always as identity primary key,
    channel text not null,
    headers text not null,
    body bytea not null,
    at bigint not null,
    attempts integer not null default 0,
    quarantined smallint not null default 0,
    reason text
);
create index webhooks_waiting on webhooks (id) where quarantined = 0;

create table campaign_cards (
    campaign bigint primary key,
    service_url text not null,
    conversation_id text not null,
    activity_id text not null,
    shown text,
    final smallint not null default 0
);
create index campaign_cards_open on campaign_cards (campaign) where final = 0;
