-- Gives the consumer new events, in each shard the oldest first. A group that is gone is created again, from the oldest event.
-- KEYS      the keys of some shards
-- ARGV[4]   how many at most
-- Result    { how many were dropped unread, { { shard of the call, id, fields, deliveries }, ... } }
-- @include layout event-call event-group
local left, dropped, events = tonumber(ARGV[4]), 0, {}

local function take(shard)
  return ofGroup('XREADGROUP', 'GROUP', group, consumer, 'COUNT', left, 'STREAMS', shard.events, '>')
end

for at = 1, #KEYS do
  if left == 0 then break end
  local shard = shardAt(at)
  local reply = take(shard)
  if reply == nil then
    createGroup(shard, '0')
    reply = take(shard)
  end
  if reply then
    local entries = reply[1][2]
    dropped = dropped + pass(shard, #entries)
    left = left - #entries
    for _, entry in ipairs(entries) do events[#events + 1] = { at, entry[1], entry[2], 1 } end
  end
end
return { dropped, events }
