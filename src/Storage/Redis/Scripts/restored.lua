-- A bucket lives again, if the one who put it together still holds it: otherwise it has been lost once more meanwhile. Whom staff were told of before is not
-- known here, so all who wait are marked as to be looked at first; nobody is told once more what a customer has edited.
-- KEYS: 1 life, 2 restoring, 3 unread   ARGV: 1 the life that the journal knows, 2 who put it together, 3 the mark of what may have been told
if redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
for _, mark in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  if string.sub(mark, 1, 1) ~= '\n' then
    redis.call('ZADD', KEYS[3], redis.call('ZSCORE', KEYS[3], mark), ARGV[3] .. mark)
    redis.call('ZREM', KEYS[3], mark)
  elseif string.sub(mark, 1, 2) == '\n\n' and string.sub(mark, 1, #ARGV[3]) ~= ARGV[3] then
    redis.call('ZREM', KEYS[3], mark)
  end
end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return 1
