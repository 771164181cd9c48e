-- Lists of opt-outs between their preview and their confirmation.
create table opt_out_files (
    id blob primary key,
    staff text not null,
    content blob not null,
    at integer not null
);
