-- What a run under way asks for: a count of changes, in the order of commits since there is one writer. Never compared with a clock. What was there before is older
-- than any look: 0.
create table change_count (id integer primary key check (id = 1), n integer not null);
insert into change_count (id, n) values (1, 0);
alter table suppressions add column changed integer not null default 0;
alter table bindings add column changed integer not null default 0;
create index suppressions_changed on suppressions (account, changed);
create index bindings_changes on bindings (account, changed);
create trigger suppressions_added after insert on suppressions begin
    update change_count set n = n + 1;
    update suppressions set changed = (select n from change_count) where account = new.account and user_id = new.user_id and kind = new.kind;
end;
create trigger suppressions_change after update of active, at, event_id on suppressions begin
    update change_count set n = n + 1;
    update suppressions set changed = (select n from change_count) where account = new.account and user_id = new.user_id and kind = new.kind;
end;
create trigger bindings_added after insert on bindings begin
    update change_count set n = n + 1;
    update bindings set changed = (select n from change_count) where account = new.account and user_id = new.user_id;
end;
create trigger bindings_change after update of staff, store, at on bindings begin
    update change_count set n = n + 1;
    update bindings set changed = (select n from change_count) where account = new.account and user_id = new.user_id;
end;
-- From where on a campaign's sending asks what has changed: where the two stores stood before its audience was read. Null: of a launch that an older version began.
alter table campaigns add column launch_seen integer;
alter table campaigns add column launch_moment integer;
-- Which Redis its audience is read from: another one later is one that has lost what it held.
alter table campaigns add column launch_present text;
