-- Of whom a member of staff was told that they can soon be answered freely no more.
create table window_tellings (
    staff text collate "C" not null primary key,
    -- See ToldWaiting.cs.
    told text not null default '',
    -- Who reads an older version tells nobody.
    version bigint not null default 0
);
