-- Forgets that a customer moved: they have moved back since.
-- KEYS: 1 moved   ARGV: 1 user id, 2 what was remembered
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1
