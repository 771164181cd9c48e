-- A message by staff, once per entry id.
-- KEYS: 1 customers, 2 transcript, 3 unread   ARGV: 1 user id, 2 time in ms, 3 entry id and a line feed, 4 the rest of the line
local c = find(KEYS[1], ARGV[1])
if not c then return 0 end
for _, entry in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  if string.sub(entry, 1, #ARGV[3]) == ARGV[3] then return 0 end
end
local at = tonumber(ARGV[2])
if at > c[ANSWERED] then c[ANSWERED] = at end
if c[ANSWERED] >= c[LAST] then redis.call('ZREM', KEYS[3], ARGV[1]) end
note(KEYS[2], c, ARGV[2], ARGV[3] .. ARGV[4])
save(KEYS[1], ARGV[1], c)
return 1
