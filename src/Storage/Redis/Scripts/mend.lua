-- Puts one staff member's conversations into the list of those in progress anew: they are older than the list, or were written by a node that does not know it.
-- KEYS: 1 customers, 2 mine, 3 open   ARGV: 1 the least and 2 the greatest of theirs in the list
for _, entry in ipairs(redis.call('ZRANGEBYLEX', KEYS[3], ARGV[1], ARGV[2])) do redis.call('ZREM', KEYS[3], entry) end
for _, user in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local c = find(KEYS[1], user)
  if c and c[MODE] == STORED_IN_PROGRESS and '[' .. string.lower(c[ASSIGNEE]) .. '\n0' == ARGV[1] then
    redis.call('ZADD', KEYS[3], 0, place(c, user))
  else
    redis.call('ZREM', KEYS[2], user)
  end
end
return 1
