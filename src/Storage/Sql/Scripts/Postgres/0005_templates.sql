-- The message templates of WhatsApp business accounts, as listed last and as told since. One no longer listed has the status DELETED.
create table templates (
    waba text collate "C" not null,
    name text collate "C" not null,
    language text collate "C" not null,
    category text not null,
    status text not null,
    -- As of when, by our clock for a listing and by the platform's for news of it; the later word holds.
    status_at bigint not null,
    event_id text collate "C" not null,
    content text not null,
    primary key (waba, name, language)
);
create index templates_offered on templates (waba, name, language) where status = 'APPROVED';

-- When each business account is to be asked next. Whoever pushes the time on is the one that asks.
create table template_syncs (
    waba text collate "C" primary key,
    due_at bigint not null,
    failures integer not null default 0
);
