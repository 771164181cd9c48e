-- Put before each script that reads or writes a customer. A customer is one MessagePack array in the bucket's hash;
-- CustomerRecord.cs reads the same places. Missing words are '', missing times 0. Names in capitals with STORED, CHANGE or RESULT before them are put in
-- when the script is loaded: see ScriptStates.cs.
-- A crash of the embedded engine can leave a script cut between any two of its writes. So each script first adds to lists, then saves the record, then takes out
-- of lists: cut anywhere, its repetition completes it, and what stands in a list too much is passed over by those who read it.
local MODE, ASSIGNEE, CLOSED, ACTIVE, SINCE = 1, 2, 3, 4, 5
local LAST, LASTID, LASTMESSAGE, TEXT, ANSWERED, FIRST = 6, 7, 8, 9, 10, 11
local NAME, LANGUAGE, TAGS, COUNT, AMENDED, PROFILE = 12, 13, 14, 15, 16, 17
-- Newer places, absent from older records: the last event that opened the window without being a message, and when the name was last told.
local OPENED, NAMED = 18, 19
-- Who closed it last, or whose it was.
local OWNER = 20
-- When staff last decided whose it is, and the newest message's rank among those of its millisecond.
local ACTED, RANK = 21, 22
-- The newest sign that another responder has the conversation on the platform, and the newest word that it came back; a message to us is a sign of that too.
local ELSEWHERE, OURS = 23, 24
-- When staff tagged it last, by this server's clock.
local TAGGED = 25
local KEPT, SLACK = 200, 32
-- Lines of one millisecond stand apart in the score by so much, in the order in which they came; a double holds it until 2109.
local STEP = 1 / 2048
-- Amendments are kept in s for longer than any message may still be on its way.
local REMEMBERED = 777600
-- For so long, in ms, whatever is told of a former id belongs to the new one: longer than any event may be late. Then the id is free for somebody else.
local MOVEDFOR = 777600000

local function find(key, user)
  local packed = redis.call('HGET', key, user)
  if packed then return cmsgpack.unpack(packed) end
  return nil
end

local function save(key, user, c)
  redis.call('HSET', key, user, cmsgpack.pack(c))
end

-- Makes a record reach up to a place: an array has no holes.
local function widen(c, place)
  for i = OPENED, place do
    if c[i] == nil then c[i] = i == OWNER and '' or 0 end
  end
end

-- What is done to a customer is listed for the journal in the script that does it, before the record: so what was applied is listed. Where as many wait as may, the
-- customer is noted down instead, and written down as they stand once there is room. Nothing is listed that is done again from the journal: then there is no time.
-- The entry's places are read in JournalEntry.cs.
local function enlist(journal, owed, most, user, entry)
  if redis.call('RPUSH', journal, entry) > tonumber(most) then
    redis.call('SADD', owed, user)
    redis.call('RPOP', journal)
  end
end

local function list(journal, owed, most, entry)
  if entry[5] ~= '' then enlist(journal, owed, most, entry[3], cmsgpack.pack(entry)) end
end

-- A packed entry with another front and other words.
local function reworded(packed, front, words)
  local entry = cmsgpack.unpack(packed)
  entry[8], entry[9] = front, words
  return cmsgpack.pack(entry)
end

-- This server's clock, in ms.
local function clock()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- By what id a customer who is not there is known now; nil if by this.
local function moved(key, user, at)
  local entry = redis.call('HGET', key, user)
  if not entry then return nil end
  local when, to = string.match(entry, '^(%d+)\n(.*)$')
  if at > tonumber(when) + MOVEDFOR then return nil end
  return to
end

-- Pending is never stored: it follows from the newest message that counts and the last close, so the order of arrival cannot matter.
local function pending(c)
  return c[MODE] == STORED_FREE and c[ACTIVE] > c[CLOSED]
end

-- Where one that is pending stands: who waits longest first, and behind all who wait those who were answered elsewhere.
local function queue(c)
  if c[SINCE] > 0 then return c[SINCE] end
  return c[ACTIVE] + 10000000000000
end

-- Since when they wait: the first message that counts after the last close and the last answer. To be told anew when one of these has become later.
local function waits(c, transcript)
  local till = math.max(c[CLOSED], c[ANSWERED])
  if c[ACTIVE] <= till then
    c[SINCE] = 0
  elseif c[SINCE] <= till then
    c[SINCE] = c[ACTIVE]
    local later = redis.call('ZRANGEBYSCORE', transcript, string.format('%.0f', till + 1), '+inf', 'WITHSCORES')
    for i = 1, #later, 2 do
      if string.match(later[i], '^[^\n]*\n[^\n]*\n.a') then
        c[SINCE] = math.min(c[SINCE], math.floor(tonumber(later[i + 1])))
        break
      end
    end
  end
end

-- Where a conversation in progress stands in its bucket's list: by whose it is, then the newest message first.
local function place(c, user)
  return string.lower(c[ASSIGNEE]) .. '\n' .. string.format('%014.0f', 99999999999999 - c[LAST]) .. '\n' .. user
end

-- Something was said in it that its assignee has to be told of. One that is marked already stays where it is: somebody may be telling them just now.
local function mark(key, user)
  if redis.call('ZSCORE', key, user) then return end
  redis.call('ZADD', key, string.format('%.0f', clock()), user)
end

-- The moment of a change in its bucket: this server's clock, and always later than the last one, so that it is compared with nothing but its own kind. The last stands
-- in the list under no name.
local function moment(key)
  local now = clock()
  local last = tonumber(redis.call('ZSCORE', key, '') or '0')
  if now <= last then now = last + 1 end
  local text = string.format('%.0f', now)
  redis.call('ZADD', key, text, '')
  return text
end

-- The beginning of a text for lists, cut between characters.
local function head(text)
  if #text <= 240 then return text end
  local cut = 240
  while cut > 0 do
    local byte = string.byte(text, cut + 1)
    if byte < 128 or byte >= 192 then break end
    cut = cut - 1
  end
  return string.sub(text, 1, cut)
end

-- By bytes. Not by '<', which follows the server's locale.
local function greater(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x > y end
  end
  return #a > #b
end

-- Adds a line of a time, behind those of the same time, and now and then cuts the tail: whatever is cut is older than the newest 200 and would never come back.
-- The line of an event that is there stays where it is, also if it says something else: its message may have been amended since the event was cut. Returns how many of
-- its time are before it.
local function note(key, c, at, line)
  local score, text, there = at, string.format('%.0f', at), false
  -- As a rule there is none of its millisecond.
  local last = '(' .. string.format('%.0f', at + 1)
  if redis.call('ZCOUNT', key, text, last) > 0 then
    local own = string.match(line, '^[^\n]*\n')
    local same = redis.call('ZREVRANGEBYSCORE', key, last, text, 'WITHSCORES')
    if same[2] then score = math.min(tonumber(same[2]) + STEP, at + 1 - STEP) end
    for i = 1, #same, 2 do
      if string.sub(same[i], 1, #own) == own then score, there = tonumber(same[i + 1]), true end
    end
  end
  if not there then
    redis.call('ZADD', key, score == at and text or string.format('%.17g', score), line)
    c[COUNT] = c[COUNT] + 1
  end
  if c[COUNT] > KEPT + SLACK then
    redis.call('ZREMRANGEBYRANK', key, 0, -KEPT - 1)
    c[COUNT] = KEPT
  end
  return math.floor((score - at) / STEP + 0.5)
end

-- What stands before the words of a message that was taken back: nothing that it carried.
local function stripped(front)
  local said, class, mark, from = string.match(front, '^(\n.(.))(.)([^\n]*)\n')
  return said .. mark .. (class == 'f' and string.match(from, '^[^{]*') or '') .. '\n'
end

-- Of the newest that wait for the journal, those of a message that was taken back keep none of its words.
local function unlist(journal, message)
  local entries = redis.call('LRANGE', journal, -2000, -1)
  for i = 1, #entries do
    if string.find(entries[i], message, 1, true) then
      local entry = cmsgpack.unpack(entries[i])
      if entry[7] == message and string.match(entry[1], '^[msehb]$') and entry[9] ~= '' then
        redis.call('LSET', journal, i - 1 - #entries, reworded(entries[i], entry[8] ~= '' and stripped(entry[8]) or '', ''))
      end
    end
  end
end

-- What was shown of a customer is to be shown anew, by whoever tells staff of what is unread: see Unread.cs. What was only edited is marked otherwise.
local function redraw(key, user, kind)
  redis.call('ZADD', key, string.format('%.0f', clock()), (kind == 'u' and '\n' or '\n\n') .. user)
end

-- What only amendments and reactions need: a script makes every function that it holds each time it runs, and most events need none of these.
local function amendments()
  -- What became of a message, of the entries 'message \n event id \n kind words' by time: unsent beats edited, of two edits the later one holds.
  local function amendment(key, message)
    local found = nil
    local prefix = message .. '\n'
    for _, entry in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      if string.sub(entry, 1, #prefix) == prefix then
        local kind, words = string.match(entry, '^[^\n]*\n[^\n]*\n(.)(.*)$')
        if kind == 'u' then return 'u', '' end
        found = { kind, words }
      end
    end
    if found then return found[1], found[2] end
    return nil, nil
  end

  local function amend(entry, kind, words)
    local front, said, mark, from = string.match(entry, '^([^\n]*\n[^\n]*\n)(..)(.)([^\n]*)\n')
    if mark == 'u' then return entry end
    -- What was taken back leaves storage: its media, and all else that it carried.
    if kind == 'u' then from = string.sub(said, 2, 2) == 'f' and string.match(from, '^[^{]*') or '' end
    return front .. said .. kind .. from .. '\n' .. words
  end

  -- Gives the lines of a message the words they have now. That they are to be shown anew stands there before the first is changed: a repetition of what was cut
  -- finds nothing to change any more.
  local function revise(transcript, message, kind, words, unread, user)
    local any = false
    local entries = redis.call('ZRANGE', transcript, 0, -1, 'WITHSCORES')
    for i = 1, #entries, 2 do
      local entry = entries[i]
      if string.match(entry, '^[^\n]*\n([^\n]*)\n.[asf]') == message then
        local changed = amend(entry, kind, words)
        if changed ~= entry then
          if not any then redraw(unread, user, kind) end
          any = true
          redis.call('ZADD', transcript, entries[i + 1], changed)
          redis.call('ZREM', transcript, entry)
        end
      end
    end
  end

  -- Takes the raw copies out in which the id of a message stands that was taken back; JSON may write a slash in two ways.
  local function strike(raw, id, unread, user)
    local escaped, any = string.gsub(id, '/', '\\/'), false
    for _, copy in ipairs(redis.call('LRANGE', raw, 0, -1)) do
      if string.find(copy, id, 1, true) or string.find(copy, escaped, 1, true) then
        if not any then redraw(unread, user, 'u') end
        any = true
        redis.call('LREM', raw, 0, copy)
      end
    end
  end

  -- Of the reactions to a message (to all, where none is named) the latest holds, unless one was taken back since. Returns the lines of the others.
  local function superseded(transcript, amendments, of)
    local best, drop = {}, {}
    local entries = redis.call('ZRANGE', transcript, 0, -1, 'WITHSCORES')
    for i = 1, #entries, 2 do
      local id, message = string.match(entries[i], '^([^\n]*)\n([^\n]+)\n.n')
      if message and (not of or message == of) then
        local at, held = math.floor(tonumber(entries[i + 1])), best[message]
        if at <= tonumber(redis.call('ZSCORE', amendments, 'r:' .. message) or 0) then
          drop[#drop + 1] = entries[i]
        elseif not held or at > held[1] or greater(id, held[2]) then
          if held then drop[#drop + 1] = held[3] end
          best[message] = { at, id, entries[i] }
        else
          drop[#drop + 1] = entries[i]
        end
      end
    end
    return drop
  end

  return amendment, amend, revise, superseded, strike
end
