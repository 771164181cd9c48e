-- Somebody is on duty again: what was put off, whosever it is, is due now.
-- KEYS: 1 unread   ARGV: 1 what the marks of it begin with
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
for _, mark in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')) do
  if string.sub(mark, 1, string.len(ARGV[1])) == ARGV[1] then redis.call('ZADD', KEYS[1], now, mark) end
end
return 1
