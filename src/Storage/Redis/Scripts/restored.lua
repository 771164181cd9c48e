-- A bucket lives again, if the one who put it together still holds it: otherwise it has been lost once more meanwhile.
-- KEYS: 1 life, 2 restoring   ARGV: 1 the life that the journal knows, 2 who put it together
if redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return 1
