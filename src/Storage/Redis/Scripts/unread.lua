-- Some of the conversations with news for their assignee, longest waiting first. Nobody else gets them until the lease has run out.
-- KEYS: 1 unread   ARGV: 1 how many at most, 2 the lease in ms
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
for _, user in ipairs(due) do redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), user) end
return due
