-- The customer whose message was told of last, since a conversation was opened; and the card that asks for a file for the draft being written on it.
alter table chats add column told text;
alter table chats add column asks text;
