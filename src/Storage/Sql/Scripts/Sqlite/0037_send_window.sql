-- Why a manager lets it go out also while its store's send window is shut; null: it keeps to the window.
alter table campaigns add column window_reason text;
