-- The status of its template for whose end a campaign waits, and since when; null: it waits for none.
alter table campaigns add column waits text;
alter table campaigns add column waits_since integer;
-- The campaign whose failed recipients it goes to again.
alter table campaigns add column origin integer;
-- Of one campaign one such is under way at a time.
create unique index campaigns_retrying on campaigns (origin) where origin is not null and settled = 0;
create index campaigns_origin on campaigns (origin, id) where origin is not null;

-- What the sender and the managers are to be told of a campaign, once.
create table campaign_notices (
    campaign integer not null,
    reason smallint not null,
    at integer not null,
    detail text not null,
    told smallint not null default 0,
    primary key (campaign, reason)
) without rowid;
create index campaign_notices_untold on campaign_notices (at) where told = 0;

-- When the card of a campaign that has ended is to be looked at again, and when a card was last drawn anew.
alter table campaign_cards add column look_at integer not null default 0;
alter table campaign_cards add column touched_at integer not null default 0;
create index campaign_cards_conversation on campaign_cards (conversation_id, touched_at);

-- Links to a download, each good for one person, once. Only the hash of what is in the link is kept.
create table export_links (
    hash text primary key,
    staff text not null,
    kind text not null,
    arguments text not null,
    locale text not null,
    until_at integer not null,
    mark text
) without rowid;
create index export_links_until on export_links (until_at);
