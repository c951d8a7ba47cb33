-- Ends expired sessions, then hands out those that came to their warning. In each shard the oldest come first.
-- KEYS      the keys of some shards
-- ARGV[4]   how many sessions it may handle; it stops earlier when they are large, so as not to keep Redis for long
-- Result    { now, 1 if more is due else 0, ended sessions, warned sessions, entries of corrupted records }
-- @include call lifetime record json indexes events quarantine
local MOST_BYTES = 131072
local left, bytesLeft = tonumber(ARGV[4]), MOST_BYTES
local instant = text(now)
local ended, warned, corrupted = {}, {}, {}

local function due(index, most)
  return redis.call('ZRANGEBYSCORE', index, '-inf', instant, 'LIMIT', 0, most)
end

local function endSession(shard, record)
  removeSession(shard, record.id, record.user)
  local absolute = record.createdAt + record.absolute <= record.lastRenewedAt + record.idle
  announceEnd(shard, 'expired', absolute and 'absolute' or 'idle', record)
  ended[#ended + 1] = fieldsOf(record)
end

local function warnOf(shard, record)
  redis.call('ZREM', shard.toWarn, record.id)
  redis.call('ZADD', shard.warned, text(record.warnAt), record.id)
  warned[#warned + 1] = fieldsOf(record)
end

local function handle(shard, index, act)
  if left == 0 then return end
  for _, id in ipairs(due(index, left)) do
    if bytesLeft <= 0 then left = 0 end
    if left == 0 then return end
    local record, fault = readClosely(shard, id)
    if record then
      act(shard, record)
      bytesLeft = bytesLeft - #record.attributes - #record.metadata
    elseif fault then
      corrupted[#corrupted + 1] = setAside(shard, id, fault)
    else
      removeSession(shard, id)
    end
    left = left - 1
  end
end

for at = 1, shardCount do
  local shard = shardAt(at)
  redis.call('ZREMRANGEBYSCORE', shard.quarantine, '-inf', instant)
  handle(shard, shard.byExpiry, endSession)
end
for at = 1, shardCount do
  local shard = shardAt(at)
  handle(shard, shard.toWarn, warnOf)
end

local more = 0
for at = 1, shardCount do
  local shard = shardAt(at)
  if #due(shard.byExpiry, 1) > 0 or #due(shard.toWarn, 1) > 0 then more = 1 end
end
return { instant, more, ended, warned, corrupted }
