-- Written to every other second by each node, only to see that it can be.
create table probes (place integer primary key, at bigint not null);
