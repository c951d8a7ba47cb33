-- Takes over events that other consumers have had in hand for too long, the oldest of each shard first. Removes from the group
-- events that the stream has dropped and the names of consumers that are gone. Drops parked events that are too old.
-- KEYS      the keys of some shards
-- ARGV[4]   after how many milliseconds without a claim an event is taken over
-- ARGV[5]   how many at most
-- ARGV[6]   for how many milliseconds parked events are kept
-- Result    as of read-events.lua, and the shards of the call in which the group has nothing in hand
-- @include layout event-call event-consumers stream
local MOST_LOOKS = 100
local idle, left, dropped, events, settled = ARGV[4], tonumber(ARGV[5]), 0, {}, {}

local function takeOver(at, shard, id, deliveries)
  local entry = redis.call('XRANGE', shard.events, id, id)[1]
  if not entry then
    redis.call('XACK', shard.events, group, id)
    dropped = dropped + 1
  elseif left > 0 then
    redis.call('XCLAIM', shard.events, group, consumer, 0, id, 'RETRYCOUNT', deliveries + 1, 'JUSTID')
    events[#events + 1] = { at, id, entry[2], deliveries + 1 }
    left = left - 1
  end
end

local function isGone(name, seen)
  return name ~= consumer and seen >= tonumber(idle)
end

for at = 1, #KEYS do
  local shard = shardAt(at)
  dropped = dropped + dropOld(shard.parked, ARGV[6])
  local pending = redis.call('EXISTS', shard.events) == 1
    and ofGroup('XPENDING', shard.events, group, 'IDLE', idle, '-', '+', MOST_LOOKS)
  if pending then
    for _, each in ipairs(pending) do takeOver(at, shard, each[1], each[4]) end
    removeNames(shard, isGone)
  end
  if not pending or redis.call('XPENDING', shard.events, group)[1] == 0 then settled[#settled + 1] = at end
end
return { dropped, events, settled }
