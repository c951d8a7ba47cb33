-- Notes that an event has been handled.
-- KEYS      the event keys of its shard
-- ARGV[3]   its id
-- Result    1, or 0 when that was known
-- @include event-call
return redis.call('XACK', shardAt(1).events, group, ARGV[3])
