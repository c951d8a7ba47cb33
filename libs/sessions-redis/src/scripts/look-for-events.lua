-- Tells which shards have new events. It does not check the layout, because it reads only the ids of events.
-- KEYS      the keys of some shards, then the key of the layout, which is not used
-- ARGV[2]   for each shard the id of the last known event, or 0
-- Result    { { shard, counted from 1 in KEYS, id of its last event }, ... }, for the shards with new events
local streams, last, at, found = {}, {}, {}, {}
for shard = 1, #KEYS - 1 do
  streams[shard], last[shard] = KEYS[shard] .. 'events', ARGV[shard + 1]
  at[streams[shard]] = shard
end
for _, id in ipairs(last) do streams[#streams + 1] = id end
for _, reply in ipairs(redis.call('XREAD', 'COUNT', 1, 'STREAMS', unpack(streams)) or {}) do
  local stream = reply[1]
  found[#found + 1] = { at[stream], redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1][1] }
end
return found
