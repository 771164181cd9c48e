-- Out of the journal: a customer has left, unless they are there.
-- KEYS: 1 customers, 2 left   ARGV: 1 user id
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 0 end
redis.call('SADD', KEYS[2], ARGV[1])
return 1
