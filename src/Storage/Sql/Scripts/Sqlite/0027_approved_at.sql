-- When a manager approved it. Null: nobody has, or an older version wrote it.
alter table campaigns add column approved_at integer;
