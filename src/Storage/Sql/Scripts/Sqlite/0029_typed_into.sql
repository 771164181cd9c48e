-- Whether the card can be typed into: then it is not brought up to date, and what comes later is told by another.
alter table notice_cards add column fields integer not null default 1;
create index notice_cards_place on notice_cards (conversation_id, activity_id);
create index campaign_cards_place on campaign_cards (conversation_id, activity_id);
