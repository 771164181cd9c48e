-- KEYS: 1 customers, 2 journal, 3 owed
-- ARGV: 1 user id, 2 staff id, 3 when we noted it in ms, 4 how many entries may wait, 5 the act's digest, 6 how many to add, then those to add, then those to remove
local c = find(KEYS[1], ARGV[1])
if not c then return 0 end
local adds = tonumber(ARGV[6])
local gone, have, tags = {}, {}, {}
for i = 7 + adds, #ARGV do gone[string.lower(ARGV[i])] = true end
for i = 7, 6 + adds do c[TAGS][#c[TAGS] + 1] = ARGV[i] end
for _, tag in ipairs(c[TAGS]) do
  local folded = string.lower(tag)
  if not gone[folded] and not have[folded] then
    have[folded] = true
    tags[#tags + 1] = tag
  end
end
widen(c, TAGGED)
c[TAGS], c[TAGGED] = tags, math.max(clock(), c[TAGGED] + 1)
-- What became of it, so that it need not be judged again: see tagged.lua.
local added, removed, became = table.concat(ARGV, '\n', 7, 6 + adds), table.concat(ARGV, '\n', 7 + adds, #ARGV), table.concat(tags, '\n')
list(KEYS[2], KEYS[3], ARGV[4], { 'tags', ARGV[5], ARGV[1], string.format('%.0f', c[TAGGED]), ARGV[3], '', '', became, added, '', removed, ARGV[2] })
save(KEYS[1], ARGV[1], c)
return 1
