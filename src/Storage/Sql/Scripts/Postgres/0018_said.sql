-- Another app sent it by itself: it waits as any echo, and is no answer.
alter table echoes add column automatic smallint not null default 0;

-- Cards in Teams that show what customers said, to be drawn anew when it is edited or taken back: by whom it is seen, and what draws it.
create table said_cards (
    conversation_id text collate "C" not null,
    activity_id text collate "C" not null,
    account integer not null,
    user_id text collate "C" not null,
    service_url text not null,
    staff text not null,
    again text not null,
    at bigint not null,
    primary key (conversation_id, activity_id, account, user_id)
);
create index said_cards_customer on said_cards (account, user_id);
create index said_cards_at on said_cards (at);
