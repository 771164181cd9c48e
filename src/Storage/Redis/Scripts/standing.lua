-- Where a bucket stands to the journal.
-- KEYS: 1 life, 2 listed
-- Returns which life of the bucket it is, and up to where the journal has been written from here.
return { redis.call('GET', KEYS[1]) or '', redis.call('GET', KEYS[2]) or '0' }
