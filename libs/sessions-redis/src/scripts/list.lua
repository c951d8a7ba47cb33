-- A page of the active sessions of some shards, shard after shard, in each by creation.
-- KEYS      the keys of those shards
-- ARGV[4]   how many sessions the page may have
-- ARGV[5]   how many sessions it may look at
-- ARGV[6]   in which of the shards it begins, counted from 1
-- ARGV[7]   from which place on
-- Result    { now, counts as of counts.lua, sessions, entries of corrupted records,
--             shard and place to go on from (none at the end) }
-- @include call write lifetime record standing session indexes events quarantine counts
local most, looks = tonumber(ARGV[4]), tonumber(ARGV[5])
local sessions, corrupted, nextAt = {}, {}, {}

-- Walks a shard from a place; gives the place where it had to stop, or nothing at the end of the shard.
local function walk(shard, from)
  while true do
    local chunk = math.min(looks, most - #sessions) + 1
    local listed = call('ZRANGEBYSCORE', shard .. 'by-creation', from, '+inf', 'WITHSCORES', 'LIMIT', 0, chunk)
    for at = 1, #listed, 2 do
      local id, place = listed[at], listed[at + 1]
      if looks == 0 then return place end
      looks = looks - 1
      local record, problem = readSession(shard, id)
      if problem then
        corrupted[#corrupted + 1] = quarantine(shard, id, problem)
      elseif not record then
        removeSessions(shard, { { id = id } })
      elseif now < record.expiresAt then
        if #sessions == most then return place end
        sessions[#sessions + 1] = fieldsOf(record)
      end
      from = '(' .. place
    end
    if #listed < 2 * chunk then return nil end
  end
end

local from = ARGV[7]
for at = tonumber(ARGV[6]), #KEYS do
  local place = walk(KEYS[at], from)
  if place then
    nextAt = { at, place }
    break
  end
  from = '0'
end
return { text(now), counts(), sessions, corrupted, nextAt }
