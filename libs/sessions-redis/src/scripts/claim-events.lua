-- Sets, for events in the consumer's hand, how long ago they were claimed (0 to keep them) and how often each was delivered.
-- KEYS      the keys of their shard
-- ARGV[4]   id, [5] idle milliseconds, [6] deliveries, and so on for each
-- Result    for each 'kept'; 'taken' when another consumer has it or it is done; 'alone' when the stream has dropped it, so
--           that no other consumer can get it
-- @include layout event-call
local shard, states = shardAt(1), {}
for at = 4, #ARGV, 3 do
  local id, idle, deliveries = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local state = 'kept'
  if not isOurs(shard, id) then
    state = 'taken'
  elseif #redis.call('XRANGE', shard.events, id, id) == 0 then
    redis.call('XACK', shard.events, group, id)
    state = 'alone'
  else
    redis.call('XCLAIM', shard.events, group, consumer, 0, id, 'IDLE', idle, 'RETRYCOUNT', deliveries, 'JUSTID')
  end
  states[#states + 1] = state
end
return states
