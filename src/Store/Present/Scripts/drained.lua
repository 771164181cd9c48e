-- Takes what has been written elsewhere off the front of a list, unless someone else did.
-- KEYS: 1 list   ARGV: 1 its first item, 2 how many
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[1] then return 0 end
redis.call('LTRIM', KEYS[1], ARGV[2], -1)
return 1
