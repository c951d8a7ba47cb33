-- The parked events of some shards, in each the oldest first.
-- KEYS      the keys of those shards
-- ARGV[4]   how many of each shard
-- Result    { { shard of the call, id, fields }, ... }
-- @include layout event-call
local events = {}
for at = 1, #KEYS do
  for _, entry in ipairs(redis.call('XRANGE', shardAt(at).parked, '-', '+', 'COUNT', ARGV[4])) do
    events[#events + 1] = { at, entry[1], entry[2] }
  end
end
return events
