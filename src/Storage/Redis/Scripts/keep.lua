-- An event without a customer: kept raw, once.
-- KEYS: 1 seen ids, 2 raw events   ARGV: 1 digest of the event id, 2 when to forget it in s, 3 raw event
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then return false end
redis.call('LPUSH', KEYS[2], ARGV[3])
redis.call('LTRIM', KEYS[2], 0, 99)
redis.call('SADD', KEYS[1], ARGV[1])
if redis.call('SCARD', KEYS[1]) <= 2 then redis.call('EXPIREAT', KEYS[1], ARGV[2]) end
return '0'
