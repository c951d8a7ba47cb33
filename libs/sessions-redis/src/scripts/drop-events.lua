-- Drops the oldest quarter of the events of a shard and of its remembered endings, to make room for a session.
-- KEYS      the keys of the shard
-- ARGV[5]   1 to do nothing while the server has memory left, else 0
-- Result    how many it dropped
-- @include layout call stream events
local MOST_ENDINGS = 1000
local shard = KEYS[1]

local function isFull()
  local reply = redis.pcall('ZADD', shard .. 'nothing', 'XX', 0, '')
  return type(reply) == 'table' and reply.err and string.find(reply.err, 'OOM', 1, true)
end

if ARGV[5] == '1' and not isFull() then return 0 end
local length = call('XLEN', shard .. 'events')
local dropped = call('XTRIM', shard .. 'events', 'MAXLEN', length - math.ceil(length / 4))
countDropped(shard, dropped)
local endings = math.min(math.ceil(call('ZCARD', shard .. 'endings-until') / 4), MOST_ENDINGS)
local ids = call('ZRANGEBYSCORE', shard .. 'endings-until', '-inf', '+inf', 'LIMIT', 0, endings)
if endings > 0 then
  call('HDEL', shard .. 'endings', unpack(ids))
  call('ZREM', shard .. 'endings-until', unpack(ids))
end
return dropped + endings
