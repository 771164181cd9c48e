-- The latest broadcasts, of which those that a customer received stand in their conversation.
create index campaigns_started on campaigns (started_at desc, id desc) where started_at is not null;
