-- One event of one customer.
-- KEYS: 1 seen ids, 2 customers, 3 transcript, 4 amendments ('message id \n event id \n e|u text' by time), 5 pending, 6 nameless,
--       7 open, 8 unread; only where there is one: 9 suppressions, 10 raw events
-- ARGV: 1 what (m message, s message in standby, n note, e edit, u unsend, f follow, - nothing but having been seen,
--       h a message from our account by somebody in the platform's own inbox),
--       2 event time in ms, 3 digest of the event id, 4 when to forget it in s, 5 user id,
--       6 event id, 7 message id, 8 the line's front, 9 its text, 10 suppression change or '', 11 raw event or '';
--       only where there is one: 12 the person's name or '', 13 '1' if it opens the platform's window without being a message
-- Returns nil for a repetition, else '1' or '0' (a new customer?) and the assignee.

-- The record after the lists, and last of all that the event was seen (see customer.lua).
if redis.call('SISMEMBER', KEYS[1], ARGV[3]) == 1 then return false end
local user = ARGV[5]
local c = find(KEYS[2], user)

local what, at, id, message, text = ARGV[1], tonumber(ARGV[2]), ARGV[6], ARGV[7], ARGV[9]
local new = not c
if new then c = { 0, '', 0, 0, 0, 0, '', '', '', 0, at, '', '', {}, 0, 0, 0 } end
local was, since = pending(c), c[SINCE]
if at < c[FIRST] then c[FIRST] = at end

-- Ids are compared only when two events share a millisecond. Not by '<', which follows the server's locale.
local function after(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x > y end
  end
  return #a > #b
end

-- Of the amendments of a message: unsent beats edited, of two edits the later one holds.
local function amendment(message)
  local found = nil
  local prefix = message .. '\n'
  for _, entry in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do
    if string.sub(entry, 1, #prefix) == prefix then
      local kind, text = string.match(entry, '^[^\n]*\n[^\n]*\n(.)(.*)$')
      if kind == 'u' then return 'u', '' end
      found = { kind, text }
    end
  end
  if found then return found[1], found[2] end
  return nil, nil
end

local function amend(entry, kind, text)
  local front, said, mark, from = string.match(entry, '^([^\n]*\n[^\n]*\n)(..)(.)([^\n]*)\n')
  if mark == 'u' then return entry end
  return front .. said .. kind .. from .. '\n' .. text
end

if what == 'm' or what == 's' then
  local line = id .. '\n' .. message .. ARGV[8] .. text
  if c[AMENDED] == 1 then
    local kind, words = amendment(message)
    if kind then
      line, text = amend(line, kind, words), words
    end
  end
  if at > c[LAST] or (at == c[LAST] and after(id, c[LASTID])) then
    local former = place(c, user)
    c[LAST], c[LASTID], c[LASTMESSAGE], c[TEXT] = at, id, message, head(text)
    if c[MODE] == 1 then
      redis.call('ZADD', KEYS[7], 0, place(c, user))
      if place(c, user) ~= former then redis.call('ZREM', KEYS[7], former) end
    end
  end
  if what == 'm' then
    if c[MODE] == 1 and at > c[ANSWERED] then mark(KEYS[8], user) end
    if at > c[ACTIVE] then c[ACTIVE] = at end
    if at > c[CLOSED] and (c[SINCE] == 0 or at < c[SINCE]) and (c[MODE] == 0 or at > c[ANSWERED]) then
      c[SINCE] = at
    elseif c[MODE] == 1 and at > c[ANSWERED] and c[SINCE] <= c[ANSWERED] then
      -- The first since the last answer.
      c[SINCE] = at
    end
  end
  note(KEYS[3], c, ARGV[2], line)
elseif what == 'n' then
  note(KEYS[3], c, ARGV[2], id .. '\n' .. ARGV[8] .. text)
elseif what == 'h' then
  if at > c[ANSWERED] then c[ANSWERED] = at end
  if c[MODE] == 1 and c[ANSWERED] >= c[LAST] then redis.call('ZREM', KEYS[8], user) end
  note(KEYS[3], c, ARGV[2], id .. '\n' .. message .. ARGV[8] .. text)
elseif what == 'e' or what == 'u' then
  if what == 'u' then
    for _, entry in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do
      if string.sub(entry, 1, #message + 1) == message .. '\n' then redis.call('ZREM', KEYS[4], entry) end
    end
  end
  if amendment(message) ~= 'u' then
    redis.call('ZADD', KEYS[4], ARGV[2], message .. '\n' .. id .. '\n' .. what .. text)
    redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -KEPT - 1)
  end
  -- Longer than any message may still be on its way.
  redis.call('EXPIRE', KEYS[4], 777600)
  c[AMENDED] = 1
  local kind, words = amendment(message)
  if kind then
    local entries = redis.call('ZRANGE', KEYS[3], 0, -1, 'WITHSCORES')
    for i = 1, #entries, 2 do
      local entry = entries[i]
      if string.match(entry, '^[^\n]*\n([^\n]*)\n.[as]') == message then
        local changed = amend(entry, kind, words)
        if changed ~= entry then
          redis.call('ZADD', KEYS[3], entries[i + 1], changed)
          redis.call('ZREM', KEYS[3], entry)
        end
      end
    end
    if c[LAST] > 0 and c[LASTMESSAGE] == message then c[TEXT] = head(words) end
  end
end

if ARGV[12] then
  c[OPENED], c[NAMED] = c[OPENED] or 0, c[NAMED] or 0
  if ARGV[13] == '1' and at > c[OPENED] then c[OPENED] = at end
  if ARGV[12] ~= '' and at >= c[NAMED] then
    if c[PROFILE] == 1 then redis.call('SREM', KEYS[6], user) end
    c[NAME], c[NAMED], c[PROFILE] = ARGV[12], at, 2
  end
end
if c[PROFILE] == 0 and (what == 'm' or what == 's' or what == 'f') then
  c[PROFILE] = 1
  redis.call('SADD', KEYS[6], user)
end
if pending(c) and (not was or c[SINCE] ~= since) then redis.call('ZADD', KEYS[5], c[SINCE], user) end
if ARGV[10] ~= '' then redis.call('RPUSH', KEYS[9], ARGV[10]) end
if ARGV[11] ~= '' then
  redis.call('LPUSH', KEYS[10], ARGV[11])
  redis.call('LTRIM', KEYS[10], 0, 99)
end
save(KEYS[2], user, c)
redis.call('SADD', KEYS[1], ARGV[3])
if redis.call('SCARD', KEYS[1]) <= 2 then redis.call('EXPIREAT', KEYS[1], ARGV[4]) end
return (new and '1' or '0') .. (c[MODE] == 1 and c[ASSIGNEE] or '')
