-- Keeps items until they can be written elsewhere.
-- KEYS: 1 list   ARGV: the items
for i = 1, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[i]) end
return #ARGV
