-- A customer as they stood, out of the journal, is added to what is there under the same id, where something later may be already: see merge.lua.
local added, stale, known = cmsgpack.unpack(ARGV[2]), {}, {}

-- What was shown of it is shown.
redraw = function() end

-- A line is known by its event. What became of its message only goes on: nothing, edited, taken back.
local function lacks(line)
  local id, mark = string.match(line, '^([^\n]+)\n[^\n]*\n..(.)')
  if not id then return true end
  mark = mark == 'u' and 2 or mark == 'e' and 1 or 0
  local there = known[id]
  if there and mark <= there[1] then
    if mark < there[1] then stale[#stale + 1] = line end
    return false
  end
  if there then stale[#stale + 1] = there[2] end
  known[id] = { mark, line }
  return true
end

for _, line in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do lacks(line) end

-- The words of the newest message stand in its line only: see stood.lua.
for i = 9, 8 + 2 * tonumber(ARGV[7]), 2 do
  local id, text = string.match(ARGV[i + 1], '^([^\n]*)\n[^\n]*\n[^\n]*\n(.*)$')
  if id == added[LASTID] and added[LAST] > 0 then added[TEXT] = head(text) end
end

