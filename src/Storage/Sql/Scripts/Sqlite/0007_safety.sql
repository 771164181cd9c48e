-- What a member of staff has chosen for themselves; nobody in it: as their Teams client says, and on duty.
create table staff_settings (
    staff text primary key,
    -- zh-Hant, en, or empty: the client's.
    language text not null default '',
    off_duty integer not null default 0,
    changed_at integer not null
);

-- Who did what, when, on what, and what came of it: 0 begun, 1 done, 2 refused, 3 failed. Ids only, no words and no names of customers.
create table audit (
    id integer primary key,
    at integer not null,
    staff text not null,
    act text not null,
    target text not null,
    outcome integer not null default 0,
    -- The one-time id of the button, for as long as it may not act again.
    once text unique,
    mark text not null
);
create index audit_at on audit (at, id);
create index audit_staff on audit (staff, at, id);

-- Somebody who has removed the bot is not written to until they come back.
alter table teams_references add column gone_at integer;
alter table teams_references add column gone_code text;
