-- KEYS: 1 customers   ARGV: 1 user id, 2 how many to add, then those to add, then those to remove
local c = find(KEYS[1], ARGV[1])
if not c then return 0 end
local adds = tonumber(ARGV[2])
local gone, have, tags = {}, {}, {}
for i = 3 + adds, #ARGV do gone[string.lower(ARGV[i])] = true end
for i = 3, 2 + adds do c[TAGS][#c[TAGS] + 1] = ARGV[i] end
for _, tag in ipairs(c[TAGS]) do
  local folded = string.lower(tag)
  if not gone[folded] and not have[folded] then
    have[folded] = true
    tags[#tags + 1] = tag
  end
end
c[TAGS] = tags
save(KEYS[1], ARGV[1], c)
return 1
