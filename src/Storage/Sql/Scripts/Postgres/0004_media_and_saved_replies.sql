-- Where its content was composed: 0 desktop, 1 phone.
alter table campaigns add column surface smallint not null default 0;

create table media (
    id text collate "C" primary key,
    kind smallint not null,
    content_type text not null,
    name text not null,
    size bigint not null,
    hash text collate "C" not null,
    preview text,
    kept_at bigint not null,
    used_at bigint not null
);
create index media_hash on media (hash);
create index media_used on media (used_at);

-- Sharing: 0 me, 1 roles, 2 stores, 3 all. Roles as "0,1", stores as a JSON array.
create table saved_replies (
    id bigint generated always as identity primary key,
    author text not null,
    name text not null,
    items text not null,
    sharing smallint not null,
    roles text not null,
    stores text not null,
    version integer not null,
    changed_at bigint not null,
    mark text
);

-- The broadcast a member of staff is writing. What they attach in the chat joins it.
create table open_drafts (
    staff text collate "C" primary key,
    campaign bigint not null,
    -- The version of the newest card: from there on only attachments have been added.
    since integer not null,
    at bigint not null
);
