-- What the scripts of an event consumer are given.
-- KEYS      for each shard of the call, the keys of ofEvents() in keys.ts, in that order
-- ARGV[1]   the group
-- ARGV[2]   the name of the consumer
local KEYS_OF_A_SHARD = 4
local shardCount = #KEYS / KEYS_OF_A_SHARD
local group, consumer = ARGV[1], ARGV[2]

-- The names of the keys of one shard of the call, counted from 1.
local function shardAt(at)
  local before = (at - 1) * KEYS_OF_A_SHARD
  return { events = KEYS[before + 1], dropped = KEYS[before + 2], passed = KEYS[before + 3], parked = KEYS[before + 4] }
end

-- Runs a command of the group; nothing when there is no such group, as after a flush.
local function ofGroup(...)
  local reply = redis.pcall(...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if string.find(reply.err, 'NOGROUP', 1, true) then return nil end
  error(reply.err)
end

-- Whether an entry is pending, and with this consumer.
local function isOurs(shard, id)
  local pending = ofGroup('XPENDING', shard.events, group, id, id, 1, consumer)
  return pending ~= nil and #pending > 0
end
