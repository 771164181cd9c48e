-- KEYS: 1 pace   ARGV: 1 how long no slot may be given out, in microseconds, 2 how far ahead a slot may lie
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local free, held = string.format('%.2f', now + tonumber(ARGV[2])), 0
local value = redis.call('GET', KEYS[1])
if value then
  local a, b = string.match(value, '^([^|]*)|(.*)$')
  free, held = a, tonumber(b)
end
local till = math.max(held, now + tonumber(ARGV[1]))
redis.call('SET', KEYS[1], free .. '|' .. string.format('%.0f', till), 'PX', string.format('%.0f', math.max(till - now, 0) / 1000 + 3600000))
return 1
