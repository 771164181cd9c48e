-- A customer that the platform calls by another id from now on: what is known under the former id is added to what is known under the new one.
-- KEYS: 1 customers, 2 transcript, 3 pending, 4 the former's assignee's, 5 nameless, 6 changed, 7 open, 8 unread, 9 closed by the former's last owner
-- ARGV: 1 user id, 2 the former record, 3 time in ms, then time and line of each of the former's transcript
local user, f = ARGV[1], cmsgpack.unpack(ARGV[2])
local c = find(KEYS[1], user)
local stood = nil
if not c then
  c = f
else
  if c[MODE] == 1 then stood = place(c, user) end
  if c[MODE] == 0 and f[MODE] == 1 then c[MODE], c[ASSIGNEE], c[SINCE] = 1, f[ASSIGNEE], 0 end
  if f[LAST] > c[LAST] then c[LAST], c[LASTID], c[LASTMESSAGE], c[TEXT] = f[LAST], f[LASTID], f[LASTMESSAGE], f[TEXT] end
  for _, place in ipairs({ CLOSED, ACTIVE, ANSWERED, AMENDED, PROFILE }) do
    if f[place] > c[place] then c[place] = f[place] end
  end
  if f[FIRST] < c[FIRST] then c[FIRST] = f[FIRST] end
  if f[SINCE] > 0 and (c[SINCE] == 0 or f[SINCE] < c[SINCE]) then c[SINCE] = f[SINCE] end
  if c[NAME] == '' then c[NAME], c[LANGUAGE] = f[NAME], f[LANGUAGE] end
  if (f[OPENED] or 0) > (c[OPENED] or 0) then c[OPENED], c[NAMED] = f[OPENED], c[NAMED] or 0 end
  if f[OWNER] and not c[OWNER] then c[OPENED], c[NAMED], c[OWNER] = c[OPENED] or 0, c[NAMED] or 0, f[OWNER] end
  local have = {}
  for _, tag in ipairs(c[TAGS]) do have[string.lower(tag)] = true end
  for _, tag in ipairs(f[TAGS]) do
    if not have[string.lower(tag)] then c[TAGS][#c[TAGS] + 1] = tag end
  end
end
for i = 4, #ARGV, 2 do redis.call('ZADD', KEYS[2], ARGV[i], ARGV[i + 1]) end
c[COUNT] = redis.call('ZCARD', KEYS[2])
if pending(c) then
  if c[SINCE] == 0 then c[SINCE] = c[ACTIVE] end
  redis.call('ZADD', KEYS[3], c[SINCE], user)
else
  if c[MODE] == 1 and c[ASSIGNEE] == f[ASSIGNEE] then redis.call('ZADD', KEYS[4], 0, user) end
  if c[MODE] == 1 then redis.call('ZADD', KEYS[7], 0, place(c, user)) end
  if c[MODE] == 1 and c[LAST] > c[ANSWERED] then mark(KEYS[8], user) end
  if c[MODE] == 0 and c[OWNER] and c[OWNER] == f[OWNER] then redis.call('ZADD', KEYS[9], c[CLOSED], user) end
end
if c[PROFILE] == 1 then redis.call('SADD', KEYS[5], user) end
redis.call('ZADD', KEYS[6], ARGV[3], user)
save(KEYS[1], user, c)
if not pending(c) then redis.call('ZREM', KEYS[3], user) end
if stood and stood ~= place(c, user) then redis.call('ZREM', KEYS[7], stood) end
return 1
