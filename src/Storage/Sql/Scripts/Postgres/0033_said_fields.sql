-- Whether somebody may be writing on the card: then an edit does not draw it anew, and is told by another.
alter table said_cards add column fields smallint not null default 1;
