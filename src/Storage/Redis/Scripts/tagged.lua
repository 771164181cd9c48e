-- The tags that staff gave a customer, out of the journal: of two the later hold.
-- KEYS: 1 customers   ARGV: 1 user id, 2 when, in ms, then the tags
local c = find(KEYS[1], ARGV[1])
if not c then return 0 end
widen(c, TAGGED)
local at = tonumber(ARGV[2])
if at < c[TAGGED] then return 0 end
c[TAGS], c[TAGGED] = {}, at
for i = 3, #ARGV do c[TAGS][i - 2] = ARGV[i] end
save(KEYS[1], ARGV[1], c)
return 1
