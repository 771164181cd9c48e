-- Lists of opt-outs between their preview and their confirmation.
create table opt_out_files (
    id uuid primary key,
    staff text not null,
    content bytea not null,
    at bigint not null
);
