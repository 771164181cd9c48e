-- What stands last in each personal chat in Teams: the newest message, the card drawn last, the draft being written on that card, the customer opened last.
create table chats (
    conversation_id text primary key,
    newest text,
    shown text,
    joins bigint,
    opened text
);
