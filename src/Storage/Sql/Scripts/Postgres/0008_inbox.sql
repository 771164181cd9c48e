-- What staff noted of a customer.
create table customer_notes (
    account integer not null,
    user_id text collate "C" not null,
    -- The one-time id of the act: done twice, it is one note.
    id uuid not null,
    staff text collate "C" not null,
    words text not null,
    at bigint not null,
    primary key (account, user_id, id)
);

-- The card by which a member of staff was told last of a customer's messages. While they have not answered, it is this card that is brought up to date.
create table notice_cards (
    account integer not null,
    user_id text collate "C" not null,
    staff text collate "C" not null,
    service_url text not null,
    conversation_id text not null,
    activity_id text not null,
    at bigint not null,
    -- When it was brought up to date last.
    shown_at bigint not null,
    primary key (account, user_id, staff)
);
