-- The card by which a member of staff was told last that customers wait whom nobody has taken yet. It is brought up to date as long as they have not pressed its button.
create table waiting_cards (
    staff text not null primary key,
    -- Empty where there is none any more.
    service_url text not null default '',
    conversation_id text not null default '',
    activity_id text not null default '',
    -- When it was sent.
    at integer not null default 0,
    -- When it was brought up to date last, and the fingerprint of what it shows.
    shown_at integer not null default 0,
    shown text not null default '',
    -- Of whom they were told: see ToldWaiting.cs.
    told text not null default '',
    -- Who reads an older version does nothing.
    version integer not null default 0,
    -- Until then one node is at it.
    busy_until integer not null default 0
) without rowid;
