-- Drops the oldest quarter of the events of a shard if its server is out of memory, to make room for a session.
-- KEYS      the keys of the shard
-- Result    how many it dropped
-- @include layout call stream events
local reply = redis.pcall('ZADD', KEYS[1] .. 'nothing', 'XX', 0, '')
if type(reply) ~= 'table' or not reply.err or not string.find(reply.err, 'OOM', 1, true) then return 0 end
local length = call('XLEN', KEYS[1] .. 'events')
local dropped = call('XTRIM', KEYS[1] .. 'events', 'MAXLEN', length - math.ceil(length / 4))
countDropped(KEYS[1], dropped)
return dropped
