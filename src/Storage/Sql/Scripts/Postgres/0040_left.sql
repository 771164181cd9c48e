-- Customers of whom nothing was heard for long are found by name in the journal alone.
create index journal_left on journal (account, user_id) where what = 'left';
