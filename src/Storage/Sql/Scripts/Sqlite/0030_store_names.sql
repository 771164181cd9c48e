-- What a store is called where staff or customers read it; empty: by its id.
alter table staff add column store_name text not null default '';
