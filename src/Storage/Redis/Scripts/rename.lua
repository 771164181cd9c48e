-- A customer that the platform calls by another id from now on: what is known under the former id is added to what is known under the new one, as if all had
-- been told of the new one. Of what staff decided the last holds.
-- KEYS: 1 customers, 2 transcript, 3 pending, 4 the former's assignee's, 5 nameless, 6 changed, 7 open, 8 unread, 9 closed by the former's last owner,
--       10 amendments, 11 moved, 12 raw events
-- ARGV: 1 user id, 2 the former record, 3 time in ms, 4 when it was renamed in ms, 5 how many lines and 6 how many raw events follow, then score and line of each of
--       the former's transcript, then its raw events, the newest first, then time and entry of each of its amendments
-- Returns '>' and an id for who is known by that now, nothing being written; else nil.
local function decoded(id)
  -- What is very long ends in a digest: its beginning tells enough.
  local front = string.gsub(string.match(id, '^[^~]*'), '%%%x?$', '')
  return (string.gsub(front, '%%(%x%x)', function(byte) return string.char(tonumber(byte, 16)) end))
end

local user, f = ARGV[1], cmsgpack.unpack(ARGV[2])
local c = find(KEYS[1], user)
local stood = nil
widen(f, OURS)
if not c then
  local to = moved(KEYS[11], user, tonumber(ARGV[4]))
  if to then return '>' .. to end
  c = f
else
  widen(c, OURS)
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
  local have = {}
  for _, tag in ipairs(c[TAGS]) do have[string.lower(tag)] = true end
  for _, tag in ipairs(f[TAGS]) do
    if not have[string.lower(tag)] then c[TAGS][#c[TAGS] + 1] = tag end
  end
end

local lines, raws = 6 + 2 * tonumber(ARGV[5]), tonumber(ARGV[6])
for i = 7, lines, 2 do redis.call('ZADD', KEYS[2], 'NX', ARGV[i], ARGV[i + 1]) end
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
