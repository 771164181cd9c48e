-- Put before each script that reads or writes a customer. A customer is one MessagePack array in the bucket's hash;
-- CustomerRecord.cs reads the same places. Missing words are '', missing times 0.
-- A crash of the embedded engine can leave a script cut between any two of its writes. So each script first adds to lists, then saves the record, then takes out
-- of lists: cut anywhere, its repetition completes it, and what stands in a list too much is passed over by those who read it.
local MODE, ASSIGNEE, CLOSED, ACTIVE, SINCE = 1, 2, 3, 4, 5
local LAST, LASTID, LASTMESSAGE, TEXT, ANSWERED, FIRST = 6, 7, 8, 9, 10, 11
local NAME, LANGUAGE, TAGS, COUNT, AMENDED, PROFILE = 12, 13, 14, 15, 16, 17
-- Newer places, absent from older records: the last event that opened the window without being a message, and when the name was last told.
local OPENED, NAMED = 18, 19
-- Who closed it last, or whose it was.
local OWNER = 20
local KEPT, SLACK = 200, 32

local function find(key, user)
  local packed = redis.call('HGET', key, user)
  if packed then return cmsgpack.unpack(packed) end
  return nil
end

local function save(key, user, c)
  redis.call('HSET', key, user, cmsgpack.pack(c))
end

-- Pending is never stored: it follows from the newest message that counts and the last close, so the order of arrival cannot matter.
local function pending(c)
  return c[MODE] == 0 and c[ACTIVE] > c[CLOSED]
end

-- Where a conversation in progress stands in its bucket's list: by whose it is, then the newest message first.
local function place(c, user)
  return string.lower(c[ASSIGNEE]) .. '\n' .. string.format('%014.0f', 99999999999999 - c[LAST]) .. '\n' .. user
end

-- Something was said in it that its assignee has to be told of. One that is marked already stays where it is: somebody may be telling them just now.
local function mark(key, user)
  if redis.call('ZSCORE', key, user) then return end
  local time = redis.call('TIME')
  redis.call('ZADD', key, string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)), user)
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

-- Adds a line of a time given as text, and now and then cuts the tail: whatever is cut is older than the newest 200 and would never come back.
local function note(key, c, at, line)
  local count = c[COUNT] + redis.call('ZADD', key, at, line)
  if count > KEPT + SLACK then
    redis.call('ZREMRANGEBYRANK', key, 0, -KEPT - 1)
    count = KEPT
  end
  c[COUNT] = count
end
