-- Tells how the sessions of a prefix are laid out, and lays it down where nothing is stored yet.
-- KEYS[1]   the key of the layout
-- ARGV[1]   the version of the layout
-- ARGV[2]   the number of shards
-- ARGV[3]   how ids are kept; empty for whoever keeps none
-- Result    { version, shards, how ids are kept } as stored
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('HSET', KEYS[1], 'version', ARGV[1], 'shards', ARGV[2]) end
if ARGV[3] ~= '' then redis.call('HSETNX', KEYS[1], 'ids', ARGV[3]) end
return redis.call('HMGET', KEYS[1], 'version', 'shards', 'ids')
