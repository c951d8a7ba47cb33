-- What every script of the store is given.
-- KEYS      for each shard of the call, what the names of its keys begin with: scripts add the rest; then see layout.lua.
--           All keys of a shard have one hash tag, so a cluster has them on one node
-- ARGV[1]   see layout.lua
-- ARGV[2]   the instant to work at, in epoch milliseconds; empty for the server's own clock
-- ARGV[3]   for how many milliseconds a corrupted record is kept, and an ending is remembered; how many endings of a shard
--           are remembered at most
-- ARGV[4]   the stream of events of a shard: its most bytes, its longest age in milliseconds, and 1 if events have metadata,
--           else 0; empty for no stream
local call = redis.call

-- Whole numbers as strings, because a Lua number in a reply or a key would lose its last digits. Each string is made once:
-- making one costs more than most commands. The nine names without a value leave room for 16 numbers.
local strings = { a = nil, b = nil, c = nil, d = nil, e = nil, f = nil, g = nil, h = nil, i = nil }
local function asString(number)
  local made = strings[number]
  if not made then
    made = string.format('%.0f', number)
    strings[number] = made
  end
  return made
end

-- The whole number in a string of Redis, or nil.
local function asNumber(string)
  local read = tonumber(string)
  if read then strings[read] = string end
  return read
end

local now
if ARGV[2] ~= '' then
  now = asNumber(ARGV[2])
else
  local time = call('TIME')
  now = asNumber(time[1] .. string.sub('00000' .. time[2], -6, -4))
end
