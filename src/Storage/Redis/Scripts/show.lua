-- KEYS: 1 link   ARGV: 1 what it leads to, 2 for how long in ms
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
