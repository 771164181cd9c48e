-- Forgets that a customer moved: they have moved back since.
-- KEYS: 1 moved, 2 journal, 3 owed   ARGV: 1 user id, 2 what was remembered, 3 when we noted it in ms, 4 how many entries may wait, 5 a digest
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
  list(KEYS[2], KEYS[3], ARGV[4], { 'stays', ARGV[5], ARGV[1], string.match(ARGV[2], '^%d+'), ARGV[3], '', '', '', '', '', '', '', string.match(ARGV[2], '\n(.*)$') })
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1
