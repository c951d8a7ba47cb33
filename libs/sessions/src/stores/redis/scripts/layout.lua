-- Tells how the sessions of a prefix are laid out, and lays it down where nothing is stored yet.
-- KEYS[1]   the key of the layout
-- ARGV[1]   the version of the layout
-- ARGV[2]   the number of shards
-- Result    { version, shards } as stored
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('HSET', KEYS[1], 'version', ARGV[1], 'shards', ARGV[2]) end
return redis.call('HMGET', KEYS[1], 'version', 'shards')
