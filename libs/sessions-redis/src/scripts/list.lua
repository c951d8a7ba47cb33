-- A page of the active sessions of some shards, shard after shard, in each by creation.
-- KEYS      the keys of those shards
-- ARGV[5]   how many sessions the page may have
-- ARGV[6]   how many sessions it may look at
-- ARGV[7]   in which of the shards it begins, counted from 1
-- ARGV[8]   the position to begin at
-- ARGV[9]   how many bytes of sessions it may read, about
-- Result    { now, counts as of counts.lua, sessions, entries of corrupted records,
--             shard and position to continue at (none at the end) }
-- @include layout call write lifetime record deadlines session indexes stream events quarantine counts
local most, looks, bytes = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[9])
local sessions, corrupted, nextAt = {}, {}, {}

-- Walks a shard from a position. Gives the position where it had to stop, or nil at the end of the shard.
local function walk(shard, from)
  while true do
    local chunk = math.min(looks, most - #sessions) + 1
    local listed = call('ZRANGEBYSCORE', shard .. 'by-creation', from, '+inf', 'WITHSCORES', 'LIMIT', 0, chunk)
    for at = 1, #listed, 2 do
      local id, position = listed[at], listed[at + 1]
      if looks == 0 then return position end
      looks = looks - 1
      local record, problem = readSession(shard, id)
      if record and not isPosition(tonumber(position)) then problem = 'its position in the order of creation is not valid' end
      if problem then
        corrupted[#corrupted + 1] = quarantine(shard, id, problem)
      elseif not record then
        removeSessions(shard, { { id = id } })
      elseif now < record.expiresAt then
        if #sessions == most or bytes <= 0 then return position end
        sessions[#sessions + 1] = fieldsOf(record)
        bytes = bytes - #record.attributes - #record.metadata
      end
      from = '(' .. position
    end
    if #listed < 2 * chunk then return nil end
  end
end

local from = ARGV[8] == '0' and '-inf' or ARGV[8]
for at = tonumber(ARGV[7]), #KEYS do
  local position = walk(KEYS[at], from)
  if position then
    nextAt = { at, position }
    break
  end
  from = '-inf'
end
return { asString(now), counts(), sessions, corrupted, nextAt }
