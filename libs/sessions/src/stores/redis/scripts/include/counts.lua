-- How many sessions the shards of the call hold: { all, expired, come to their warning (the expired ones included), in
-- quarantine }. The cost does not depend on how many there are.
local function counts()
  local all, expired, warned, invalid = 0, 0, 0, 0
  local instant = text(now)
  for at = 1, shardCount do
    local shard = shardAt(at)
    all = all + redis.call('ZCARD', shard.byExpiry)
    expired = expired + redis.call('ZCOUNT', shard.byExpiry, '-inf', instant)
    warned = warned + redis.call('ZCOUNT', shard.toWarn, '-inf', instant)
      + redis.call('ZCOUNT', shard.warned, '-inf', instant)
    invalid = invalid + redis.call('ZCOUNT', shard.quarantine, '(' .. instant, '+inf')
  end
  return { all, expired, warned, invalid }
end
