-- Where its content was composed: 0 desktop, 1 phone.
alter table campaigns add column surface integer not null default 0;

create table media (
    id text primary key,
    kind integer not null,
    content_type text not null,
    name text not null,
    size integer not null,
    hash text not null,
    preview text,
    kept_at integer not null,
    used_at integer not null
) without rowid;
create index media_hash on media (hash);
create index media_used on media (used_at);

-- Sharing: 0 me, 1 roles, 2 stores, 3 all. Roles as "0,1", stores as a JSON array.
create table saved_replies (
    id integer primary key autoincrement,
    author text not null,
    name text not null,
    items text not null,
    sharing integer not null,
    roles text not null,
    stores text not null,
    version integer not null,
    changed_at integer not null,
    mark text
);

-- The broadcast a member of staff is writing. What they attach in the chat joins it.
create table open_drafts (
    staff text primary key,
    campaign integer not null,
    -- The version of the newest card: from there on only attachments have been added.
    since integer not null,
    at integer not null
) without rowid;
