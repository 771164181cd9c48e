-- The epoch under which a request without a retry key is claimed and no call of it has begun. A node that knows nothing of this column counts the epoch up
-- and leaves it alone: its claims are then taken for begun, which is the careful side.
alter table requests add column unbegun bigint not null default 0;
