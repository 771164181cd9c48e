-- KEYS: 1 customers, 2 nameless   ARGV: 1 user id, 2 name, 3 language
local c = find(KEYS[1], ARGV[1])
if c then
  c[NAME], c[LANGUAGE], c[PROFILE] = ARGV[2], ARGV[3], 2
  save(KEYS[1], ARGV[1], c)
end
redis.call('SREM', KEYS[2], ARGV[1])
return c and 1 or 0
