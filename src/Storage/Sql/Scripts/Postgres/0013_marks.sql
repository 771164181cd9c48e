-- What a run under way asks for: the transaction that wrote a row last. Compared with the oldest transaction that was under way when somebody looked, never with a
-- clock, and held by the database itself, so that a version that knows nothing of it writes it too. What was there before is older than any look: 0.
alter table suppressions add column changed bigint not null default 0;
alter table bindings add column changed bigint not null default 0;
alter table suppressions alter column changed set default pg_current_xact_id()::text::bigint;
alter table bindings alter column changed set default pg_current_xact_id()::text::bigint;
create index suppressions_changed on suppressions (account, changed);
create index bindings_changes on bindings (account, changed);
create function note_change() returns trigger language plpgsql as
$$ begin new.changed := pg_current_xact_id()::text::bigint; return new; end $$;
create trigger suppressions_change before update on suppressions for each row execute function note_change();
create trigger bindings_change before update on bindings for each row execute function note_change();
-- From where on a campaign's sending asks what has changed: where the two stores stood before its audience was read. Null: of a launch that an older version began.
alter table campaigns add column launch_seen bigint;
alter table campaigns add column launch_moment bigint;
-- Which Redis its audience is read from: another one later is one that has lost what it held.
alter table campaigns add column launch_present text;
