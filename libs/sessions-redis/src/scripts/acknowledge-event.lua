-- Notes that an event has been handled.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    1, or 0 if this was noted before
-- @include layout event-call
return redis.call('XACK', shardAt(1).events, group, ARGV[4])
