-- Moves an event to those that are parked, as the youngest.
-- KEYS      the keys of its shard
-- ARGV[4]   where it is: 'events', pending with this consumer; 'parked'; or 'alone', in the consumer's memory only
-- ARGV[5]   its id there
-- ARGV[6]   how many the shard keeps parked
-- ARGV[7]   the fields to park, and so on
-- Result    { 1, or 0 when it is no longer there, how many the bound has pushed out }
-- @include layout event-call
local shard, place, id, most = shardAt(1), ARGV[4], ARGV[5], ARGV[6]
local isThere = true
if place == 'events' then isThere = isOurs(shard, id) and redis.call('XACK', shard.events, group, id) == 1 end
if place == 'parked' then isThere = redis.call('XDEL', shard.parked, id) == 1 end
if not isThere then return { 0, 0 } end
local before = redis.call('XLEN', shard.parked)
redis.call('XADD', shard.parked, 'MAXLEN', '~', most, '*', unpack(ARGV, 7))
return { 1, before + 1 - redis.call('XLEN', shard.parked) }
