-- What became of messages, which are few of all entries, is looked up with each page of what was said.
create index journal_changes on journal (account, user_id) where what in ('e', 'u');
