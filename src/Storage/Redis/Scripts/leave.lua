-- A customer of whom nothing has been heard for long leaves: how they stand is listed for the journal, and that they left. Nobody leaves whom somebody has, who waits, or
-- who is just coming back.
-- KEYS: 1 customers, 2 transcript, 3 amendments, 4 pending, 5 nameless, 6 closed by its last owner, 7 journal, 8 owed, 9 left, 10 returning
-- ARGV: 1 user id, 2 the record as it was read, 3 of what was since then, in ms, there may be nothing, 4 when we noted it in ms, 5 how many entries may wait, 6 and 7 digests
-- Returns 1 if they have left.
local user, before = ARGV[1], tonumber(ARGV[3])
if redis.call('HGET', KEYS[1], user) ~= ARGV[2] or redis.call('SISMEMBER', KEYS[10], user) == 1 then return 0 end
if redis.call('LLEN', KEYS[7]) + 1 >= tonumber(ARGV[5]) then return 0 end
local c = cmsgpack.unpack(ARGV[2])
if c[MODE] ~= STORED_FREE or pending(c) then return 0 end
for _, place in ipairs({ CLOSED, ACTIVE, LAST, ANSWERED, FIRST, OPENED, NAMED, ACTED, ELSEWHERE, OURS, TAGGED }) do
  if (c[place] or 0) >= before then return 0 end
end
local newest = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if newest[2] and tonumber(newest[2]) >= before then return 0 end

local name = c[NAME]
redis.call('RPUSH', KEYS[7], stands(c, KEYS[2], KEYS[3], user, ARGV[4], ARGV[6]))
redis.call('RPUSH', KEYS[7], cmsgpack.pack({ 'left', ARGV[7], user, ARGV[4], ARGV[4], '', '', '', '', name, '' }))
redis.call('SADD', KEYS[9], user)
-- Before their lines: cut in between, they come back whole all the same.
redis.call('HDEL', KEYS[1], user)
redis.call('DEL', KEYS[2], KEYS[3])
redis.call('ZREM', KEYS[4], user)
redis.call('SREM', KEYS[5], user)
redis.call('ZREM', KEYS[6], user)
redis.call('SREM', KEYS[8], user)
return 1
