-- Takes what stands in the journal off the front of a list, unless another node did: the first and the last of it must still stand where they were read.
-- KEYS: 1 journal, 2 up to where   ARGV: 1 how many, 2 the first, 3 the last, 4 the number of the last in the journal, '' if it has none
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[2] or redis.call('LINDEX', KEYS[1], tonumber(ARGV[1]) - 1) ~= ARGV[3] then return 0 end
if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4]) end
redis.call('LTRIM', KEYS[1], ARGV[1], -1)
return 1
