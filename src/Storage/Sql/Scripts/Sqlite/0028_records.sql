-- 群發紀錄 and 草稿: a page of them in order, however many a person or a store has sent.
create index campaigns_of_sender on campaigns (lower(sender), (coalesce(origin, id)) desc, id) where state <> 0;
create index campaigns_of_store on campaigns (store, (coalesce(origin, id)) desc, id) where state <> 0;
create index campaigns_drafts on campaigns (lower(sender), id desc) where state = 0;
