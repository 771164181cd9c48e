-- What staff did to a conversation, out of the journal: it was judged when it was done, and of two the later decision holds. See move.lua.
-- KEYS: 1 customers, 2 transcript, 3 pending, 4 whoever did it's, 5 whose it became's, 6 open, 7 unread, 8 closed by its last owner, 9 changed
-- ARGV: 1 user id, 2 whether it is in progress, 3 when it was closed last, 4 when that was decided, 5 its last owner, 6 whose it became, 7 how many closed ones are
--       remembered
local user = ARGV[1]
local c = find(KEYS[1], user)
if not c then return 0 end
local closed, decided, former = tonumber(ARGV[3]), tonumber(ARGV[4]), place(c, user)
widen(c, ACTED)
if decided >= c[ACTED] then c[MODE], c[ASSIGNEE], c[ACTED] = tonumber(ARGV[2]), ARGV[6], decided end
if closed >= c[CLOSED] then
  c[CLOSED] = closed
  if ARGV[5] ~= '' then c[OWNER] = ARGV[5] end
end
waits(c, KEYS[2])
local mine = c[MODE] == STORED_IN_PROGRESS
if pending(c) then
  redis.call('ZADD', KEYS[3], queue(c), user)
elseif mine and c[ASSIGNEE] == ARGV[6] then
  redis.call('ZADD', KEYS[5], 0, user)
  redis.call('ZADD', KEYS[6], 0, place(c, user))
  if c[LAST] > c[ANSWERED] then mark(KEYS[7], user) end
elseif not mine and c[OWNER] == ARGV[5] then
  redis.call('ZADD', KEYS[8], c[CLOSED], user)
  redis.call('ZREMRANGEBYRANK', KEYS[8], 0, -tonumber(ARGV[7]) - 1)
end
-- A broadcast under way looks at them once more: see move.lua.
redis.call('ZADD', KEYS[9], moment(KEYS[9]), user)
save(KEYS[1], user, c)
if not pending(c) then redis.call('ZREM', KEYS[3], user) end
if not mine or former ~= place(c, user) then redis.call('ZREM', KEYS[6], former) end
if not mine then redis.call('ZREM', KEYS[7], user) end
if KEYS[4] ~= KEYS[5] and not (mine and c[ASSIGNEE] ~= ARGV[6]) then redis.call('ZREM', KEYS[4], user) end
return 1
