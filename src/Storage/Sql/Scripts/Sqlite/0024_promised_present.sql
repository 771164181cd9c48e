-- Which Redis it was when a person promised it, by account: another one at the launch is one that has lost what it held. Null: nobody could say, or an older version promised it.
alter table campaigns add column promised_present text;
