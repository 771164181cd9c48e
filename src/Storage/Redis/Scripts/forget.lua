-- Takes a customer away who lives on under another id, unless something happened since the record was read, and remembers under which.
-- KEYS: 1 customers, 2 transcript, 3 pending, 4 the assignee's, 5 nameless, 6 amendments, 7 open, 8 unread, 9 closed by its last owner, 10 moved, 11 raw events, 12 journal, 13 owed, 14 left
-- ARGV: 1 user id, 2 the record as it was read, '' if there was none, 3 the other id, '' if the person is to be forgotten, 4 when it was renamed in ms,
--       5 when we noted it in ms, 6 how many entries may wait, 7 a digest, 8 what their raw events begin with, then those that live on, as they were read
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
if ARGV[2] ~= '' and ARGV[3] ~= '' then
  local theirs = 8
  for _, copy in ipairs(redis.call('LRANGE', KEYS[11], 0, -1)) do
    if string.sub(copy, 1, #ARGV[8]) == ARGV[8] then
      theirs = theirs + 1
      if ARGV[theirs] ~= copy then return 0 end
    end
  end
  if theirs < #ARGV then return 0 end
end
if ARGV[3] ~= '' then list(KEYS[12], KEYS[13], ARGV[6], { 'moved', ARGV[7], ARGV[1], ARGV[4], ARGV[5], '', '', '', '', '', '', '', ARGV[3] }) end
local known = redis.call('HGET', KEYS[10], ARGV[1])
if ARGV[3] ~= '' and (not known or tonumber(string.match(known, '^%d+')) <= tonumber(ARGV[4])) then redis.call('HSET', KEYS[10], ARGV[1], ARGV[4] .. '\n' .. ARGV[3]) end
if ARGV[2] == '' then return 1 end
redis.call('SREM', KEYS[14], ARGV[1])
redis.call('DEL', KEYS[2], KEYS[6])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('SREM', KEYS[5], ARGV[1])
redis.call('ZREM', KEYS[7], place(cmsgpack.unpack(ARGV[2]), ARGV[1]))
redis.call('ZREM', KEYS[8], ARGV[1])
redis.call('ZREM', KEYS[9], ARGV[1])
for i = 9, #ARGV do redis.call('LREM', KEYS[11], 0, ARGV[i]) end
-- Last, so that a repetition takes away what is left.
redis.call('HDEL', KEYS[1], ARGV[1])
return 1
