-- A group counts in `passed` how many events of the shard it has come past, of all that were ever written. Those that the
-- bound of the stream has pushed out are counted in `dropped`: where that is more, some went unread.
local function createGroup(shard, from)
  redis.call('XGROUP', 'CREATE', shard.events, group, from, 'MKSTREAM')
  local passed = tonumber(redis.call('GET', shard.dropped) or 0)
  if from == '$' then passed = passed + redis.call('XLEN', shard.events) end
  redis.call('HSET', shard.passed, group, string.format('%.0f', passed))
end

-- Notes that the next `count` events were read; gives how many before them went unread.
local function pass(shard, count)
  local dropped = tonumber(redis.call('GET', shard.dropped) or 0)
  local passed = tonumber(redis.call('HGET', shard.passed, group) or dropped)
  redis.call('HSET', shard.passed, group, string.format('%.0f', math.max(dropped, passed) + count))
  return math.max(0, dropped - passed)
end
