-- Gives the events that one instance does not know yet, in each shard the oldest first. It belongs to no group.
-- KEYS      the keys of some shards; then see layout.lua
-- ARGV[1]   see layout.lua
-- ARGV[2]   how many at most
-- ARGV[3]   for each shard the place that the last call gave; empty to begin with the next event
-- Result    { { place, 1 if events before or between these were dropped, else 0, { { id, fields }, ... } }, ... }, for each shard; the
--           shards after the one that reached the limit are left out
-- @include layout stream
local left, found = tonumber(ARGV[2]), {}

-- A place is the id of an event and the offset of the next one.
local function placeOf(id, offset) return id .. ' ' .. string.format('%.0f', offset) end

local function lastId(stream)
  local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
  return last and last[1] or '0-0'
end

for at = 1, #KEYS do
  if left == 0 then break end
  local stream = KEYS[at] .. 'events'
  local written = tonumber(redis.call('GET', stream .. '-offset') or '0')
  local id, offset = string.match(ARGV[at + 2], '^(%S+) (%d+)$')
  if not id then
    found[at] = { placeOf(lastId(stream), written), 0, {} }
  else
    local entries = redis.call('XRANGE', stream, '(' .. id, '+', 'COUNT', left)
    -- An event that was erased leaves a gap between the others.
    local expected, missed = tonumber(offset), 0
    for _, entry in ipairs(entries) do
      if offsetOf(entry) ~= expected then missed = 1 end
      expected = offsetOf(entry) + sizeOf(entry[2], #entry[2] - 2)
    end
    if #entries == 0 and expected ~= written then expected, missed = written, 1 end
    local last = entries[#entries] and entries[#entries][1] or lastId(stream)
    found[at] = { placeOf(last, expected), missed, entries }
    left = left - #entries
  end
end
return found
