-- Reserves evenly spaced slots on this server's clock. All times are in microseconds.
-- KEYS: 1 pace   ARGV: 1 interval, 2 most, 3 how far ahead a slot may lie, 4 '1' if the caller has just connected
-- The value is 'next free slot|no slot before'. Returns the wait in tenths, the number of slots, and the server's time.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local interval, most, reach = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local free, held = nil, 0
local value = redis.call('GET', KEYS[1])
if value then
  local a, b = string.match(value, '^([^|]*)|(.*)$')
  free, held = tonumber(a), tonumber(b)
  -- The clock was set back.
  if free > now + 2 * (reach + interval) then free = nil end
end
-- Slots given out before a restart may still lie ahead: step over all that can exist.
local empty = now + reach + interval
if not free or (ARGV[4] == '1' and free < empty) then free = empty end
if free < now then free = now end
if free < held then free = held end

local count = 0
if free <= now + reach then
  count = math.min(most, math.floor((now + reach - free) / interval) + 1)
end
local first = free
free = free + count * interval
redis.call('SET', KEYS[1], string.format('%.2f|%.0f', free, held), 'PX', string.format('%.0f', math.max(held - now, 0) / 1000 + 3600000))
local wait = first - now
if count == 0 then wait = first - now - reach end
return { string.format('%.0f', math.max(wait, 0) * 10), count, string.format('%.0f', now) }
