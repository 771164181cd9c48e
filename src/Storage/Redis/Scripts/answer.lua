-- A message by staff, once per entry id.
-- KEYS: 1 customers, 2 transcript, 3 unread, 4 pending, 5 journal, 6 owed
-- ARGV: 1 user id, 2 time in ms, 3 entry id and a line feed, 4 the rest of the line's front, 5 its text, 6 who wrote it, 7 when we noted it in ms,
--       8 how many entries may wait, 9 the answer's digest
-- Returns -1 if there is no such customer.
local c = find(KEYS[1], ARGV[1])
if not c then return -1 end
local at, known = tonumber(ARGV[2]), false
local entries = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
for i = 1, #entries, 2 do
  if string.sub(entries[i], 1, #ARGV[3]) == ARGV[3] then at, known = math.floor(tonumber(entries[i + 1])), true end
end
local stood = pending(c) and queue(c)
if not known then
  list(KEYS[5], KEYS[6], ARGV[8], { 'answer', ARGV[9], ARGV[1], ARGV[2], ARGV[7], string.sub(ARGV[3], 1, -2), '', ARGV[4], ARGV[5], '', '', ARGV[6] })
  note(KEYS[2], c, at, ARGV[3] .. ARGV[4] .. ARGV[5])
end
if at > c[ANSWERED] then
  c[ANSWERED] = at
  waits(c, KEYS[2])
end
if stood and queue(c) ~= stood then redis.call('ZADD', KEYS[4], queue(c), ARGV[1]) end
save(KEYS[1], ARGV[1], c)
if c[ANSWERED] >= c[LAST] then redis.call('ZREM', KEYS[3], ARGV[1]) end
return known and 0 or 1
