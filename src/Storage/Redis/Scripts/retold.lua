-- It is known by now whether staff were told of a customer before Redis was put together again.
-- KEYS: 1 unread   ARGV: 1 the mark that was taken, 2 the mark by which they are told; empty: they were
redis.call('ZREM', KEYS[1], ARGV[1])
if ARGV[2] ~= '' and not redis.call('ZSCORE', KEYS[1], ARGV[2]) then
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[1], string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)), ARGV[2])
end
return 1
