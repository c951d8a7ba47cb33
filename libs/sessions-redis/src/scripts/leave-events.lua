-- Removes the consumer from the group, where it has nothing in hand.
-- KEYS      the keys of some shards
-- Result    in how many shards it stays
-- @include layout event-call event-consumers
local function isUs(name)
  return name == consumer
end

local left = 0
for at = 1, #KEYS do
  local shard = shardAt(at)
  if redis.call('EXISTS', shard.events) == 1 and ofGroup('XPENDING', shard.events, group) then
    left = left + removeNames(shard, isUs)
  end
end
return left
