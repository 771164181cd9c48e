-- One row for each customer who was ever bound; with nobody in it the binding has ended.
create table bindings (
    account integer not null,
    user_id text collate "C" not null,
    staff text collate "C",
    store text not null,
    -- When it was decided, by whoever's clock; the later decision holds.
    at bigint not null,
    -- When this row was written, by this database's clock: what a run under way asks for.
    changed_at bigint not null,
    primary key (account, user_id)
);
create index bindings_staff on bindings (staff, account, user_id) where staff is not null;
create index bindings_changed on bindings (account, changed_at);

create table binding_codes (
    staff text collate "C" primary key,
    code text collate "C" not null unique,
    at bigint not null
);
