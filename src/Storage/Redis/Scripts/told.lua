-- Somebody was told of a conversation's news up to a time. What was said since is told a little later; so is all, if nobody could be told, or if it has passed
-- to somebody else meanwhile.
-- KEYS: 1 customers, 2 unread   ARGV: 1 user id, 2 whose it was, 3 the newest message they were told of in ms, -1 if nobody was, 4 how much later in ms
local c = find(KEYS[1], ARGV[1])
local same = c and string.lower(c[ASSIGNEE]) == string.lower(ARGV[2])
if not c or c[MODE] ~= STORED_IN_PROGRESS or c[ANSWERED] >= c[LAST] or (same and c[LAST] <= tonumber(ARGV[3])) then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 1
end
redis.call('ZADD', KEYS[2], string.format('%.0f', clock() + tonumber(ARGV[4])), ARGV[1])
return 0
