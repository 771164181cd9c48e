-- Takes those out of a list of closed conversations that are so no longer, or were closed by somebody else since.
-- KEYS: 1 customers, 2 closed   ARGV: 1 staff id, then the user ids
for i = 2, #ARGV do
  local c = find(KEYS[1], ARGV[i])
  if not c or c[MODE] == STORED_IN_PROGRESS or pending(c) or string.lower(c[OWNER] or '') ~= string.lower(ARGV[1]) then redis.call('ZREM', KEYS[2], ARGV[i]) end
end
return 1
