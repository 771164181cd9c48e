-- In which time zone a downloaded table tells its times.
alter table export_links add column zone text not null default '';
