-- Forgets parked events of a shard.
-- KEYS      the keys of the shard
-- ARGV[4]   their ids; without any, all of them
-- Result    how many there were
-- @include layout event-call
local shard = shardAt(1)
local parked = shard.parked
local count
if #ARGV > 3 then
  count = redis.call('XDEL', parked, unpack(ARGV, 4))
else
  count = redis.call('XLEN', parked)
end
if #ARGV == 3 or redis.call('XLEN', parked) == 0 then redis.call('UNLINK', parked, shard.parkedOffset) end
return count
