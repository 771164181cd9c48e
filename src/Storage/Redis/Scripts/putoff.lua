-- What a customer edited is told later: whoever is to be told is off duty. As redrawn.lua for the mark that was taken.
-- KEYS: 1 unread   ARGV: 1 the mark that was taken, 2 the mark of what is told later, 3 how much later in ms
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if due and tonumber(due) > now then redis.call('ZREM', KEYS[1], ARGV[1]) end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[3])), ARGV[2])
return 1
