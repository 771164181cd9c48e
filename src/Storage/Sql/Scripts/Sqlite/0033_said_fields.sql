-- Whether somebody may be writing on the card: then an edit does not draw it anew, and is told by another.
alter table said_cards add column fields integer not null default 1;
-- Whether the card tells of an edit: then the next message comes on a card of its own.
alter table notice_cards add column edited integer not null default 0;
