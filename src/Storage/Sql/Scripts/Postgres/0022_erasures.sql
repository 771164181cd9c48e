-- Who asked to be forgotten. Until it is done by the id; then only that it was, by the pseudonym under which they are counted.
create table erasures (
    pseudonym text collate "C" primary key,
    account integer not null,
    -- Null when it is done.
    user_id text collate "C",
    staff text collate "C" not null,
    at bigint not null,
    done_at bigint
);
create unique index erasures_open on erasures (account, user_id) where user_id is not null;
