-- What the scripts of an event consumer are given.
-- KEYS      for each shard of the call, what the names of its keys begin with; then see layout.lua
-- ARGV[1]   see layout.lua
-- ARGV[2]   the group
-- ARGV[3]   the name of the consumer
local group, consumer = ARGV[2], ARGV[3]

-- The names of the keys of one shard of the call, counted from 1.
local function shardAt(at)
  local events = KEYS[at] .. 'events'
  return {
    events = events, dropped = events .. '-dropped', passed = events .. '-passed', parked = events .. '-parked:' .. group,
    parkedOffset = events .. '-parked-offset:' .. group,
  }
end

-- Runs a command of the group. Returns nil if there is no such group, for example after a flush.
local function ofGroup(...)
  local reply = redis.pcall(...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  if string.find(reply.err, 'NOGROUP', 1, true) then return nil end
  error(reply.err)
end

-- Whether an entry is pending with this consumer.
local function isOurs(shard, id)
  local pending = ofGroup('XPENDING', shard.events, group, id, id, 1, consumer)
  return pending ~= nil and #pending > 0
end
