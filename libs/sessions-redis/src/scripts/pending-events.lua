-- Counts the events of some shards that the group has still to handle: those that it has not read, and those in hand.
-- KEYS      the keys of those shards
-- Result    how many
-- @include layout event-call
local count = 0
for at = 1, #KEYS do
  local shard = shardAt(at)
  local inHand = ofGroup('XPENDING', shard.events, group)
  if inHand then
    local dropped = tonumber(redis.call('GET', shard.dropped) or 0)
    local passed = tonumber(redis.call('HGET', shard.passed, group) or dropped)
    count = count + inHand[1] + dropped + redis.call('XLEN', shard.events) - math.max(dropped, passed)
  end
end
return count
