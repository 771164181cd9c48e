-- What was fetched of a customer. A name that the platform told along with an event has a time and goes before.
-- KEYS: 1 customers, 2 nameless, 3 journal, 4 owed
-- ARGV: 1 user id, 2 name, 3 language, 4 when we noted it in ms, 5 how many entries may wait, 6 a digest
local c = find(KEYS[1], ARGV[1])
if c then
  if (c[NAMED] or 0) == 0 then c[NAME] = ARGV[2] end
  c[LANGUAGE], c[PROFILE] = ARGV[3], 2
  list(KEYS[3], KEYS[4], ARGV[5], { 'profile', ARGV[6], ARGV[1], ARGV[4], ARGV[4], '', '', '', '', ARGV[2], ARGV[3] })
  save(KEYS[1], ARGV[1], c)
end
redis.call('SREM', KEYS[2], ARGV[1])
return c and 1 or 0
