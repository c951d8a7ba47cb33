-- Drops the oldest quarter of the events of a shard, to make room for a session.
-- KEYS      the keys of the shard
-- ARGV[5]   1 to do nothing while the server has memory left, else 0
-- Result    how many it dropped
-- @include layout call stream events
local shard = KEYS[1]

local function isFull()
  local reply = redis.pcall('ZADD', shard .. 'nothing', 'XX', 0, '')
  return type(reply) == 'table' and reply.err and string.find(reply.err, 'OOM', 1, true)
end

if ARGV[5] == '1' and not isFull() then return 0 end
local length = call('XLEN', shard .. 'events')
local dropped = call('XTRIM', shard .. 'events', 'MAXLEN', length - math.ceil(length / 4))
countDropped(shard, dropped)
return dropped
