-- Takes what has been written elsewhere off the front of a list, unless someone else did: the very items must still stand there, since equal ones may have come in
-- behind those that another node has taken off.
-- KEYS: 1 list   ARGV: the items that were written
local there = redis.call('LRANGE', KEYS[1], 0, #ARGV - 1)
for i = 1, #ARGV do
  if there[i] ~= ARGV[i] then return 0 end
end
redis.call('LTRIM', KEYS[1], #ARGV, -1)
return 1
