-- By another id of theirs, what a customer is known by.
-- KEYS: 1 aliases, 2 journal, 3 owed   ARGV: 1 the other id, 2 user id, 3 when we noted it in ms, 4 how many entries may wait, 5 a digest
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then return 0 end
list(KEYS[2], KEYS[3], ARGV[4], { 'alias', ARGV[5], ARGV[1], ARGV[3], ARGV[3], '', '', '', '', '', '', '', ARGV[2] })
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
