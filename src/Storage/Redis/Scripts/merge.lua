-- A record and its lines are added to a customer. Of what staff decided the last holds. Before it stands rename.lua or again.lua, which say whose.
-- KEYS: 1 customers, 2 transcript, 3 pending, 4 the added one's assignee's, 5 nameless, 6 changed, 7 open, 8 unread, 9 closed by its last owner,
--       10 amendments, 11 moved, 12 raw events, 13 journal, 14 owed
-- ARGV: 1 user id, 2 the record, 3 when it was renamed or stood so in ms, 4 when we noted it in ms, '' where it comes from the journal, 5 how many entries may wait,
--       6 a digest, 7 how many lines and 8 how many raw events follow, then score and line of each of the added transcript, then its raw events, the newest first,
--       then time and entry of each of its amendments
-- Returns '>' and an id for who is known by that now, nothing being written; else nil.
local function decoded(id)
  -- What is very long ends in a digest: its beginning tells enough.
  local front = string.gsub(string.match(id, '^[^~]*'), '%%%x?$', '')
  return (string.gsub(front, '%%(%x%x)', function(byte) return string.char(tonumber(byte, 16)) end))
end

local user, f = ARGV[1], added
local c = find(KEYS[1], user)
local stood = nil
widen(f, TAGGED)
if not c then
  local to = moved(KEYS[11], user, tonumber(ARGV[3]))
  if to then return '>' .. to end
  c = f
else
  widen(c, TAGGED)
  if c[MODE] == STORED_IN_PROGRESS then stood = place(c, user) end
  -- At one time, so that it does not matter which was there first: whose it is, then whoever's id is greater.
  local later = f[ACTED] - c[ACTED]
  if later == 0 then later = f[MODE] - c[MODE] end
  if later > 0 or (later == 0 and greater(string.lower(f[ASSIGNEE]), string.lower(c[ASSIGNEE]))) then
    c[MODE], c[ASSIGNEE], c[ACTED] = f[MODE], f[ASSIGNEE], f[ACTED]
  end
  local newer = f[LAST] - c[LAST]
  if newer == 0 then newer = f[RANK] - c[RANK] end
  if newer > 0 or (newer == 0 and greater(f[LASTID], c[LASTID])) then
    c[LAST], c[LASTID], c[LASTMESSAGE], c[TEXT], c[RANK] = f[LAST], f[LASTID], f[LASTMESSAGE], f[TEXT], f[RANK]
  end
  if f[CLOSED] > c[CLOSED] or c[OWNER] == '' then c[OWNER] = f[OWNER] end
  for _, place in ipairs({ CLOSED, ACTIVE, ANSWERED, AMENDED, PROFILE, OPENED, ELSEWHERE, OURS }) do
    if f[place] > c[place] then c[place] = f[place] end
  end
  if f[FIRST] < c[FIRST] then c[FIRST] = f[FIRST] end
  if c[NAME] == '' or f[NAMED] > c[NAMED] or (f[NAMED] > 0 and f[NAMED] == c[NAMED] and greater(f[NAME], c[NAME])) then
    c[NAME], c[NAMED] = f[NAME], f[NAMED]
  end
  if c[LANGUAGE] == '' then c[LANGUAGE] = f[LANGUAGE] end
  if ARGV[4] == '' and c[TAGGED] ~= f[TAGGED] then
    -- Of two ids that became one the journal holds what their tags became.
    if f[TAGGED] > c[TAGGED] then c[TAGS], c[TAGGED] = f[TAGS], f[TAGGED] end
  else
    local have = {}
    for _, tag in ipairs(c[TAGS]) do have[string.lower(tag)] = true end
    for _, tag in ipairs(f[TAGS]) do
      if not have[string.lower(tag)] then c[TAGS][#c[TAGS] + 1] = tag end
    end
    if ARGV[4] ~= '' and (#f[TAGS] > 0 or f[TAGGED] > 0) then
      c[TAGGED] = math.max(clock(), c[TAGGED] + 1, f[TAGGED] + 1)
      local at, became = string.format('%.0f', c[TAGGED]), table.concat(c[TAGS], '\n')
      list(KEYS[13], KEYS[14], ARGV[5], { 'tags', ARGV[6], user, at, ARGV[4], '', '', became, '', '', '' })
    end
  end
end

local lines, raws = 8 + 2 * tonumber(ARGV[7]), tonumber(ARGV[8])
for i = 9, lines, 2 do
  if lacks(ARGV[i + 1]) then redis.call('ZADD', KEYS[2], 'NX', ARGV[i], ARGV[i + 1]) end
end
for _, line in ipairs(stale) do redis.call('ZREM', KEYS[2], line) end
for i = lines + 1 + raws, #ARGV, 2 do
  -- Of what was taken back the later time holds.
  if tonumber(ARGV[i]) > tonumber(redis.call('ZSCORE', KEYS[10], ARGV[i + 1]) or 0) then redis.call('ZADD', KEYS[10], ARGV[i], ARGV[i + 1]) end
end
if #ARGV > lines + raws then redis.call('EXPIRE', KEYS[10], REMEMBERED) end
for i = lines + raws, lines + 1, -1 do
  redis.call('LREM', KEYS[12], 0, ARGV[i])
  redis.call('LPUSH', KEYS[12], ARGV[i])
end
if raws > 0 then redis.call('LTRIM', KEYS[12], 0, 99) end
local amendment, _, revise, superseded, strike = amendments()
if c[AMENDED] == 1 then
  -- What was edited under one id may have been said under the other.
  local known = {}
  for _, entry in ipairs(redis.call('ZRANGE', KEYS[10], 0, -1)) do
    local message = string.match(entry, '^([^\n]+)\n')
    if message and not known[message] then
      known[message] = true
      local kind, words = amendment(KEYS[10], message)
      revise(KEYS[2], message, kind, words, KEYS[8], user)
      if c[LASTMESSAGE] == message and c[TEXT] ~= head(words) then
        c[TEXT] = head(words)
        redraw(KEYS[8], user, kind)
      end
      if kind == 'u' then strike(KEYS[12], decoded(message), KEYS[8], user) end
    end
  end
end
local drop = superseded(KEYS[2], KEYS[10], nil)
c[COUNT] = redis.call('ZCARD', KEYS[2]) - #drop

-- The earliest that either knows of may be older than the lines that are kept.
local till, earliest = math.max(c[CLOSED], c[ANSWERED]), 0
for _, since in ipairs({ c[SINCE], f[SINCE] }) do
  if since > till and (earliest == 0 or since < earliest) then earliest = since end
end
c[SINCE] = 0
waits(c, KEYS[2])
if earliest > 0 and earliest < c[SINCE] then c[SINCE] = earliest end

if pending(c) then
  redis.call('ZADD', KEYS[3], queue(c), user)
else
  if c[MODE] == STORED_IN_PROGRESS and c[ASSIGNEE] == f[ASSIGNEE] then redis.call('ZADD', KEYS[4], 0, user) end
  if c[MODE] == STORED_IN_PROGRESS then redis.call('ZADD', KEYS[7], 0, place(c, user)) end
  if c[MODE] == STORED_IN_PROGRESS and c[LAST] > c[ANSWERED] then mark(KEYS[8], user) end
  if c[MODE] == STORED_FREE and c[OWNER] ~= '' and c[OWNER] == f[OWNER] then redis.call('ZADD', KEYS[9], c[CLOSED], user) end
end
if c[PROFILE] == 1 then redis.call('SADD', KEYS[5], user) end
redis.call('ZADD', KEYS[6], moment(KEYS[6]), user)
save(KEYS[1], user, c)
if not pending(c) then redis.call('ZREM', KEYS[3], user) end
if stood and (c[MODE] == STORED_FREE or stood ~= place(c, user)) then redis.call('ZREM', KEYS[7], stood) end
for _, line in ipairs(drop) do redis.call('ZREM', KEYS[2], line) end
return false
