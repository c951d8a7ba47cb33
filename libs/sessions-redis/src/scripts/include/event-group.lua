-- `passed` counts, for each group, how many of all events of the shard it has read or lost. `dropped` counts the events
-- that the limits of the stream have dropped. If `dropped` is more than `passed`, the group has not read some of them.
local function createGroup(shard, from)
  redis.call('XGROUP', 'CREATE', shard.events, group, from, 'MKSTREAM')
  local passed = tonumber(redis.call('GET', shard.dropped) or 0)
  if from == '$' then passed = passed + redis.call('XLEN', shard.events) end
  redis.call('HSET', shard.passed, group, string.format('%.0f', passed))
end

-- Notes that the next `count` events were read. Returns how many before them were dropped unread.
local function pass(shard, count)
  local dropped = tonumber(redis.call('GET', shard.dropped) or 0)
  local passed = tonumber(redis.call('HGET', shard.passed, group) or dropped)
  redis.call('HSET', shard.passed, group, string.format('%.0f', math.max(dropped, passed) + count))
  return math.max(0, dropped - passed)
end
