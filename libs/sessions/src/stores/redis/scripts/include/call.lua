-- What every script is given.
-- KEYS      for each shard of the call, the keys of shardKeys() in keys.ts, in that order
-- ARGV[1]   the instant to work at, in epoch milliseconds; empty for the server's own clock
-- ARGV[2]   how long a corrupted record is kept, in milliseconds
-- ARGV[3]   how many events the stream of a shard holds; 0 for no stream
local KEYS_OF_A_SHARD = 9
local shardCount = #KEYS / KEYS_OF_A_SHARD
local retention = tonumber(ARGV[2])
local mostEvents = tonumber(ARGV[3])

local now
if ARGV[1] ~= '' then
  now = tonumber(ARGV[1])
else
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A whole number as text. A reply or a key must not carry it as a Lua number, which would lose its last digits.
local function text(number)
  return string.format('%.0f', number)
end

-- The names of the keys of one shard of the call, counted from 1.
local function shardAt(at)
  local before = (at - 1) * KEYS_OF_A_SHARD
  return {
    sessions = KEYS[before + 1],
    users = KEYS[before + 2],
    byExpiry = KEYS[before + 3],
    toWarn = KEYS[before + 4],
    warned = KEYS[before + 5],
    byCreation = KEYS[before + 6],
    quarantine = KEYS[before + 7],
    events = KEYS[before + 8],
    eventsDropped = KEYS[before + 9],
  }
end
