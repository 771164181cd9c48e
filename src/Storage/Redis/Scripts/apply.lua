-- One event of one customer.
-- KEYS: 1 seen ids, 2 customers, 3 transcript, 4 amendments (see customer.lua), 5 pending, 6 nameless, 7 open, 8 unread, 9 moved, 10 journal, 11 owed, 12 left,
--       13 returning; only where there is one, and for an unsend: 14 suppressions, 15 raw events
-- ARGV: 1 what (m message, s message in standby, n note, e edit, u unsend, r reaction, without text taken back, f follow, - nothing but having been seen,
--       h a message from our account by somebody in the platform's own inbox, b one by another app by itself, l as -, and they left),
--       2 event time in ms, 3 digest of the event id, 4 when to forget it in s, 5 user id,
--       6 event id, 7 message id, 8 the line's front, 9 its text, 10 suppression change or '', 11 raw event or '';
--       12 its entry for the journal or '' (see JournalEntry.cs), 13 how many entries may wait, -1 where it comes from the journal;
--       only where there is one: 14 the person's name or '', 15 letters: w it opens the platform's window without being a message,
--       e another responder has the conversation, o it came back to us
-- Returns nil for a repetition; '>' and an id for who is known by that now, nothing being written; else '1' (a new customer), '2' (one who had left,
-- and whom the journal is to make whole) or '0', and the assignee.

-- The record after the lists, and last of all that the event was seen (see customer.lua).
if redis.call('SISMEMBER', KEYS[1], ARGV[3]) == 1 then return false end
local user = ARGV[5]
local c = find(KEYS[2], user)

-- Out of the journal: what was shown of it is shown.
if ARGV[13] == '-1' then redraw = function() end end
local what, at, id, message, text = ARGV[1], tonumber(ARGV[2]), ARGV[6], ARGV[7], ARGV[9]
local new = not c
if new then
  local to = moved(KEYS[9], user, at)
  if to then return '>' .. to end
  if redis.call('SISMEMBER', KEYS[12], user) == 1 then
    new = 'left'
    redis.call('SADD', KEYS[13], user)
  end
  c = { STORED_FREE, '', 0, 0, 0, 0, '', '', '', 0, at, '', '', {}, 0, 0, 0 }
end
local stood = pending(c) and queue(c)
local gone, drop, raw = nil, nil, ARGV[11]
local front, said = ARGV[8], text
if at < c[FIRST] then c[FIRST] = at end

if what == 'm' or what == 's' then
  local line = id .. '\n' .. message .. ARGV[8] .. text
  if c[AMENDED] == 1 then
    local amendment, amend = amendments()
    local kind, words = amendment(KEYS[4], message)
    if kind then
      line, text = amend(line, kind, words), words
      if kind == 'u' then raw, front, said = '', stripped(front), '' end
    end
  end
  local rank = note(KEYS[3], c, at, line)
  if at > c[LAST] or (at == c[LAST] and rank >= (c[RANK] or 0)) then
    local former = place(c, user)
    c[LAST], c[LASTID], c[LASTMESSAGE], c[TEXT] = at, id, message, head(text)
    if rank > 0 or c[RANK] then
      widen(c, RANK)
      c[RANK] = rank
    end
    if c[MODE] == STORED_IN_PROGRESS then
      redis.call('ZADD', KEYS[7], 0, place(c, user))
      if place(c, user) ~= former then gone = { [7] = former } end
    end
  end
  if what == 'm' then
    if c[MODE] == STORED_IN_PROGRESS and at > c[ANSWERED] then mark(KEYS[8], user) end
    if at > c[ACTIVE] then c[ACTIVE] = at end
    local till = math.max(c[CLOSED], c[ANSWERED])
    if at > till and (c[SINCE] <= till or at < c[SINCE]) then c[SINCE] = at end
  end
elseif what == 'n' then
  note(KEYS[3], c, at, id .. '\n' .. ARGV[8] .. text)
elseif what == 'r' then
  if text == '' then
    if at > tonumber(redis.call('ZSCORE', KEYS[4], 'r:' .. message) or 0) then redis.call('ZADD', KEYS[4], ARGV[2], 'r:' .. message) end
    redis.call('EXPIRE', KEYS[4], REMEMBERED)
  else
    note(KEYS[3], c, at, id .. '\n' .. message .. ARGV[8] .. text)
  end
  local _, _, _, superseded = amendments()
  drop = superseded(KEYS[3], KEYS[4], message)
  c[COUNT] = c[COUNT] - #drop
elseif what == 'h' or what == 'b' then
  local line = id .. '\n' .. message .. ARGV[8] .. text
  if c[AMENDED] == 1 then
    local amendment, amend = amendments()
    local kind, words = amendment(KEYS[4], message)
    if kind then line = amend(line, kind, words) end
    if kind == 'u' then front, said = stripped(front), '' end
  end
  note(KEYS[3], c, at, line)
  if what == 'h' and at > c[ANSWERED] then
    c[ANSWERED] = at
    waits(c, KEYS[3])
    if c[MODE] == STORED_IN_PROGRESS and c[ANSWERED] >= c[LAST] then gone = { [8] = user } end
  end
elseif what == 'e' or what == 'u' then
  local amendment, _, revise, _, strike = amendments()
  if amendment(KEYS[4], message) ~= 'u' then
    redis.call('ZADD', KEYS[4], ARGV[2], message .. '\n' .. id .. '\n' .. what .. (what == 'e' and text or ''))
    redis.call('ZREMRANGEBYRANK', KEYS[4], 0, -KEPT - 1)
  end
  if what == 'u' then
    -- Only now: without its edit, and not yet known as taken back, a message that was cut would be added a second time.
    for _, entry in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do
      if string.sub(entry, 1, #message + 1) == message .. '\n' and string.match(entry, '^[^\n]*\n[^\n]*\n(.)') == 'e' then redis.call('ZREM', KEYS[4], entry) end
    end
  end
  redis.call('EXPIRE', KEYS[4], REMEMBERED)
  if what == 'u' then
    -- Of an unsend the text is the message's id as the platform writes it.
    strike(KEYS[15], text, KEYS[8], user)
    unlist(KEYS[10], message)
  end
  c[AMENDED] = 1
  local kind, words = amendment(KEYS[4], message)
  -- An edit of what was taken back before: its words are nowhere else either.
  if what == 'e' and kind == 'u' then raw, said = '', '' end
  if kind then
    revise(KEYS[3], message, kind, words, KEYS[8], user)
    if c[LAST] > 0 and c[LASTMESSAGE] == message and c[TEXT] ~= head(words) then
      c[TEXT] = head(words)
      redraw(KEYS[8], user, kind)
    end
  end
end

if ARGV[14] then
  widen(c, NAMED)
  for letter in string.gmatch(ARGV[15], '.') do
    local place = letter == 'w' and OPENED or letter == 'e' and ELSEWHERE or OURS
    widen(c, place)
    if at > c[place] then c[place] = at end
  end
  if ARGV[14] ~= '' and (at > c[NAMED] or (at == c[NAMED] and greater(ARGV[14], c[NAME]))) then
    if c[PROFILE] == 1 then redis.call('SREM', KEYS[6], user) end
    c[NAME], c[NAMED], c[PROFILE] = ARGV[14], at, 2
  end
end
if c[PROFILE] == 0 and (what == 'm' or what == 's' or what == 'f') then
  c[PROFILE] = 1
  redis.call('SADD', KEYS[6], user)
end
if pending(c) and queue(c) ~= stood then redis.call('ZADD', KEYS[5], queue(c), user) end
if ARGV[10] ~= '' then redis.call('RPUSH', KEYS[14], ARGV[10]) end
if raw ~= '' then
  redis.call('LPUSH', KEYS[15], raw)
  redis.call('LTRIM', KEYS[15], 0, 99)
end
-- Whoever calls has packed the entry: to pack it here takes longer than all else about it. Only what was taken back before is another.
local entry = ARGV[12]
if entry ~= '' then
  if front ~= ARGV[8] or said ~= ARGV[9] then entry = reworded(entry, front, said) end
  enlist(KEYS[10], KEYS[11], ARGV[13], user, entry)
end
save(KEYS[2], user, c)
if gone then
  for key, member in pairs(gone) do redis.call('ZREM', KEYS[key], member) end
end
for _, line in ipairs(drop or {}) do redis.call('ZREM', KEYS[3], line) end
redis.call('SADD', KEYS[1], ARGV[3])
if redis.call('SCARD', KEYS[1]) <= 2 then redis.call('EXPIREAT', KEYS[1], ARGV[4]) end
return (new == 'left' and '2' or new and '1' or '0') .. (c[MODE] == STORED_IN_PROGRESS and c[ASSIGNEE] or '')
