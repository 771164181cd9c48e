-- What was shown of a customer is shown as it is now. A mark that was made meanwhile is no longer in the future, and stays.
-- KEYS: 1 unread   ARGV: 1 the mark
local time = redis.call('TIME')
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if due and tonumber(due) > tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) then redis.call('ZREM', KEYS[1], ARGV[1]) end
return 1
