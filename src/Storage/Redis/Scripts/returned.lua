-- What the journal has of a customer who had left is there again. Whoever is not there then, the journal knows nothing of, or has just let go once more.
-- KEYS: 1 customers, 2 left, 3 returning   ARGV: 1 user id
local there = redis.call('HEXISTS', KEYS[1], ARGV[1])
if there == 1 then redis.call('SREM', KEYS[2], ARGV[1]) end
redis.call('SREM', KEYS[3], ARGV[1])
return there
