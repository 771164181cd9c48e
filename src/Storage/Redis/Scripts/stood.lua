-- Lists a customer as they stand, who was owed to the journal: see customer.lua.
-- KEYS: 1 customers, 2 transcript, 3 amendments, 4 moved, 5 aliases, 6 journal, 7 owed   ARGV: 1 user id, 2 when we noted it in ms, 3 how many entries may wait, 4 to 6 digests
-- Returns 0 if there is no room yet.
local user = ARGV[1]
if redis.call('LLEN', KEYS[6]) >= tonumber(ARGV[3]) then return 0 end
local packed = redis.call('HGET', KEYS[1], user)
if packed then
  redis.call('RPUSH', KEYS[6], stands(cmsgpack.unpack(packed), KEYS[2], KEYS[3], user, ARGV[2], ARGV[4]))
end
local moved, alias = redis.call('HGET', KEYS[4], user), redis.call('HGET', KEYS[5], user)
-- Whoever is there although somebody moved away under that id is somebody else.
if moved and not packed then
  local at, to = string.match(moved, '^(%d+)\n(.*)$')
  redis.call('RPUSH', KEYS[6], cmsgpack.pack({ 'moved', ARGV[5], user, at, ARGV[2], '', '', '', '', '', '', '', to }))
end
if alias then redis.call('RPUSH', KEYS[6], cmsgpack.pack({ 'alias', ARGV[6], user, ARGV[2], ARGV[2], '', '', '', '', '', '', '', alias })) end
redis.call('SREM', KEYS[7], user)
return 1
