-- A staff transition.
-- KEYS: 1 customers, 2 pending, 3 mine, 4 transcript, 5 changed, 6 open, 7 unread, 8 closed by this staff member, 9 journal, 10 owed; to pass on: 11 theirs
-- ARGV: 1 the change, 2 user id, 3 staff id, 4 time in ms, 5 how long a change is remembered in ms, 6 how many closed ones are remembered,
--       7 when we noted it in ms, 8 how many entries may wait, 9 the act's digest, 10 to pass on: to whom; to give back: when it was taken, in ms
-- Returns a value of the enum Transition.
local what, user, staff, at = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local c = find(KEYS[1], user)
if not c then return RESULT_NOT_FOUND end
local mine = c[MODE] == STORED_IN_PROGRESS and string.lower(c[ASSIGNEE]) == string.lower(staff)

local former, gone = place(c, user), {}

if what == CHANGE_CLOSE then
  if c[MODE] == STORED_IN_PROGRESS and not mine then return RESULT_NOT_MINE end
  if c[MODE] == STORED_FREE and not pending(c) then return RESULT_ALREADY_SO end
  if mine then gone[6] = former end
  gone[3], gone[7] = user, user
  widen(c, ACTED)
  -- Who closes what was nobody's decides nothing about whose it is.
  if mine then c[MODE], c[ASSIGNEE], c[ACTED] = STORED_FREE, '', math.max(at, c[ACTED]) end
  c[OWNER] = staff
  if at > c[CLOSED] then c[CLOSED] = at end
  waits(c, KEYS[4])
  if pending(c) then
    -- By the platform's clock something was said after this close.
    redis.call('ZADD', KEYS[2], queue(c), user)
  else
    gone[2] = user
    redis.call('ZADD', KEYS[8], c[CLOSED], user)
    redis.call('ZREMRANGEBYRANK', KEYS[8], 0, -tonumber(ARGV[6]) - 1)
  end
elseif what == CHANGE_PASS then
  if c[MODE] ~= STORED_IN_PROGRESS then return RESULT_WRONG_STATE end
  if not mine then return RESULT_NOT_MINE end
  if string.lower(ARGV[10]) == string.lower(staff) then return RESULT_ALREADY_SO end
  gone[6], gone[3] = former, user
  widen(c, ACTED)
  c[ASSIGNEE], c[ACTED] = ARGV[10], math.max(at, c[ACTED])
  redis.call('ZADD', KEYS[11], 0, user)
  redis.call('ZADD', KEYS[6], 0, place(c, user))
  -- What the one before was told of, the new one was not.
  if c[LAST] > c[ANSWERED] then mark(KEYS[7], user) end
elseif what == CHANGE_GIVE_BACK then
  if c[MODE] ~= STORED_IN_PROGRESS then return RESULT_WRONG_STATE end
  if not mine then return RESULT_NOT_MINE end
  local taken = tonumber(ARGV[10])
  -- Not what was decided since, nor what was answered, nor what did not wait when it was taken.
  if (c[ACTED] or 0) ~= taken or c[ANSWERED] >= taken or c[ACTIVE] <= c[CLOSED] then return RESULT_WRONG_STATE end
  gone[3], gone[6], gone[7] = user, former, user
  c[MODE], c[ASSIGNEE], c[ACTED] = STORED_FREE, '', math.max(at, c[ACTED])
  redis.call('ZADD', KEYS[2], queue(c), user)
else
  if c[MODE] == STORED_IN_PROGRESS then return mine and RESULT_ALREADY_SO or RESULT_TAKEN_BY_ANOTHER end
  if (what == CHANGE_TAKE) ~= pending(c) then return RESULT_WRONG_STATE end
  -- Whoever closed it last may have been somebody else since the desk looked.
  if what == CHANGE_REOPEN and (c[OWNER] or '') ~= '' and string.lower(c[OWNER]) ~= string.lower(staff) then return RESULT_NOT_MINE end
  gone[2] = user
  widen(c, ACTED)
  c[MODE], c[ASSIGNEE], c[ACTED] = STORED_IN_PROGRESS, staff, math.max(at, c[ACTED])
  redis.call('ZADD', KEYS[3], 0, user)
  redis.call('ZADD', KEYS[6], 0, place(c, user))
end
local moved = moment(KEYS[5])
redis.call('ZADD', KEYS[5], moved, user)
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', string.format('%.0f', tonumber(moved) - tonumber(ARGV[5])))
-- What became of it, so that it need not be judged again: see decided.lua.
local became = string.format('%d\n%.0f\n%.0f\n%s\n%s', c[MODE], c[CLOSED], c[ACTED] or 0, c[OWNER] or '', c[ASSIGNEE])
list(KEYS[9], KEYS[10], ARGV[8], { what, ARGV[9], user, ARGV[4], ARGV[7], '', '', became, '', '', '', staff, what == CHANGE_PASS and ARGV[10] or '' })
save(KEYS[1], user, c)
for key, member in pairs(gone) do redis.call('ZREM', KEYS[key], member) end
return RESULT_DONE
