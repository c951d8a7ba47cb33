-- The parked events of some shards, in each the oldest first.
-- KEYS      the event keys of those shards
-- ARGV[3]   how many of each shard
-- Result    { { shard of the call, id, fields }, ... }
-- @include event-call
local events = {}
for at = 1, shardCount do
  for _, entry in ipairs(redis.call('XRANGE', shardAt(at).parked, '-', '+', 'COUNT', ARGV[3])) do
    events[#events + 1] = { at, entry[1], entry[2] }
  end
end
return events
