-- What a broadcast awaits approval for: the digest of its content, audience rule and time when its sender asked. Whoever approved it; or the words with which
-- it was sent back.
alter table campaigns add column fingerprint text;
alter table campaigns add column approved_by text;
alter table campaigns add column returned text;
-- How many the preview said would not receive, by reason.
alter table campaigns add column promised_left text;
-- Told is 2 while a question is being asked: see CampaignNotices.
create index campaign_notices_asked on campaign_notices (at) where told = 2;
