-- The entry of a customer as they stand. The words of the newest message stand in its line, where they are found when it is taken back.
local function stands(c, transcript, amendments, user, noted, digest)
  c[TEXT] = ''
  local lines = redis.call('ZRANGE', transcript, 0, -1, 'WITHSCORES')
  local amended = redis.call('ZRANGE', amendments, 0, -1, 'WITHSCORES')
  return cmsgpack.pack({ 'stood', digest, user, noted, noted, '', '', cmsgpack.pack(c), '', '', '', '', '', lines, amended })
end

