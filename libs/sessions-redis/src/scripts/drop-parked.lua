-- Forgets parked events of a shard.
-- KEYS      the event keys of the shard
-- ARGV[3]   their ids; without any, all of them
-- Result    how many there were
-- @include event-call
local parked = shardAt(1).parked
local count
if #ARGV > 2 then
  count = redis.call('XDEL', parked, unpack(ARGV, 3))
else
  count = redis.call('XLEN', parked)
end
if #ARGV == 2 or redis.call('XLEN', parked) == 0 then redis.call('UNLINK', parked) end
return count
