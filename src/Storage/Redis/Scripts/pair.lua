-- Takes messages of one pair, account and customer, out of what the platform allows: one in each interval, some at once, borrowed from the time to come.
-- KEYS: 1 pair   ARGV: 1 interval in ms, 2 how many at once at most, 3 how many are wanted
-- The value is the time in ms at which all that was borrowed is paid back. Returns 0 when taken, else the wait in ms and takes nothing.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local every, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local paid = tonumber(redis.call('GET', KEYS[1]) or '0')
-- Not more than can be owed: the clock may have been set back.
if paid < now then paid = now end
if paid > now + every * burst then paid = now + every * burst end
local wait = paid + wanted * every - (now + burst * every)
if wait > 0 then return wait end
paid = paid + wanted * every
redis.call('SET', KEYS[1], string.format('%.0f', paid), 'PX', string.format('%.0f', paid - now + 1000))
return 0
