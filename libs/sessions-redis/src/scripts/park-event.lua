-- Parks an event, as the youngest of the parked ones.
-- KEYS      the keys of its shard
-- ARGV[4]   where it is: 'events', pending with this consumer; 'parked'; or 'alone', in the consumer's memory only
-- ARGV[5]   its id there
-- ARGV[6]   how many bytes of parked events the shard keeps for the group, [7] for how many milliseconds
-- ARGV[8]   the fields to park, and so on
-- Result    { 1, or 0 if the event is gone; how many parked events were dropped because they were too many or too old }
-- @include layout event-call stream
local shard, place, id = shardAt(1), ARGV[4], ARGV[5]
local isThere = true
if place == 'events' then isThere = isOurs(shard, id) and redis.call('XACK', shard.events, group, id) == 1 end
if place == 'parked' then isThere = redis.call('XDEL', shard.parked, id) == 1 end
if not isThere then return { 0, 0 } end
local entry = { unpack(ARGV, 8) }
return { 1, append(shard.parked, shard.parkedOffset, { entry }, tonumber(ARGV[6]), ARGV[7], redis.call) }
