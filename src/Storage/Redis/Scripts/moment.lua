-- Where the changes of a bucket stand, and which life of this server it is: the mark is made once and gone when the server has lost what it held.
-- KEYS: 1 changed, 2 born   ARGV: 1 a mark nobody else makes
-- Returns the moment and the mark.
local now = moment(KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'NX')
return { now, redis.call('GET', KEYS[2]) }
