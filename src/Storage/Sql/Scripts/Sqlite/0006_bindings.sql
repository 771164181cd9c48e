-- One row for each customer who was ever bound; with nobody in it the binding has ended.
create table bindings (
    account integer not null,
    user_id text not null,
    staff text,
    store text not null,
    -- When it was decided, by whoever's clock; the later decision holds.
    at integer not null,
    -- When this row was written, by this database's clock: what a run under way asks for.
    changed_at integer not null,
    primary key (account, user_id)
) without rowid;
create index bindings_staff on bindings (staff, account, user_id) where staff is not null;
create index bindings_changed on bindings (account, changed_at);

create table binding_codes (
    staff text primary key,
    code text not null unique,
    at integer not null
);
