-- What the platform says a message costs: its category, and whether it is charged (regular) or why not.
alter table messages add column category text;
alter table messages add column price_type text;
create index messages_priced on messages (account, sent_at) where category is not null;
