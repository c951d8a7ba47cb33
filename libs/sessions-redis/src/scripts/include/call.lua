-- What every script is given.
-- KEYS      for each shard of the call, what the names of its keys begin with; the rest stands where a key is used. All
--           keys of a shard carry one hash tag, so that a cluster has them on one node. After them comes a key under
--           which nothing stands: see ofShards() in keys.ts
-- ARGV[1]   the instant to work at, in epoch milliseconds; empty for the server's own clock
-- ARGV[2]   how long a corrupted record is kept, in milliseconds
-- ARGV[3]   how many events the stream of a shard holds; 0 for no stream
local call = redis.call
table.remove(KEYS)

-- Whole numbers as texts, since a reply or a key that carried a Lua number would lose its last digits. Each is made once,
-- for making one costs more than most commands do. The nine names without a value leave room for 16 numbers at once.
local texts = { a = nil, b = nil, c = nil, d = nil, e = nil, f = nil, g = nil, h = nil, i = nil }
local function text(number)
  local made = texts[number]
  if not made then
    made = string.format('%.0f', number)
    texts[number] = made
  end
  return made
end

-- The whole number that a text of Redis says, or nil for none.
local function number(text)
  local read = tonumber(text)
  if read then texts[read] = text end
  return read
end

local now
if ARGV[1] ~= '' then
  now = number(ARGV[1])
else
  local time = call('TIME')
  now = number(time[1] .. string.sub('00000' .. time[2], -6, -4))
end
