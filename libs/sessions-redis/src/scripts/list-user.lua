-- A page of the active sessions of a user, by creation.
-- KEYS      the keys of some shards, that of the user among them
-- ARGV[5]   how many sessions the page may have
-- ARGV[6]   how many sessions it may look at
-- ARGV[7]   which of the shards is the user's, counted from 1
-- ARGV[8]   the position to begin at
-- ARGV[9]   how many bytes of sessions it may read, about
-- ARGV[10]  the user, as in a record
-- Result    { now, counts as of counts.lua, sessions, entries of corrupted records,
--             shard and position to continue at (none at the end), active sessions of the user }
-- @include layout call write lifetime record deadlines session indexes stream events quarantine misplaced counts
local PRUNE_AFTER = 24 * 3600000
local MOST_PRUNED = 100
local most, looks, bytes, user = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[9]), ARGV[10]
local shard = KEYS[tonumber(ARGV[7])]
local index = shard .. 'user:' .. user
local sessions, corrupted = {}, quarantineMisplaced(shard, index)

local function forget(id)
  call('ZREM', index, id, '@' .. id)
end

-- What is long past leaves the index even if no sweep has run. The margin is for a clock that is set back.
local function prune()
  local past = asString(math.max(now - PRUNE_AFTER, 0))
  for _, id in ipairs(call('ZRANGEBYSCORE', index, 0, past, 'LIMIT', 0, MOST_PRUNED)) do forget(id) end
end

-- Walks the index from a position. Gives the position where it had to stop, or nil at the end.
local function walk(from)
  while true do
    local chunk = math.min(looks, most - #sessions) + 1
    local listed = call('ZRANGEBYSCORE', index, from, '(0', 'WITHSCORES', 'LIMIT', 0, chunk)
    for at = 1, #listed, 2 do
      local id, number = string.sub(listed[at], 2), tonumber(listed[at + 1]) + POSITIONS_BELOW
      local position = asString(number)
      if looks == 0 then return position end
      looks = looks - 1
      local record, problem = readSession(shard, id)
      if record and record.user ~= user then record, problem = nil, 'userId is not the one it is indexed by' end
      if record and not isPosition(number) then problem = 'its position in the order of creation is not valid' end
      if problem then
        corrupted[#corrupted + 1] = quarantine(shard, id, problem)
        forget(id)
      elseif not record then
        forget(id)
      elseif now < record.expiresAt then
        if #sessions == most or bytes <= 0 then return position end
        sessions[#sessions + 1] = fieldsOf(record)
        bytes = bytes - #record.attributes - #record.metadata
      end
      from = '(' .. listed[at + 1]
    end
    if #listed < 2 * chunk then return nil end
  end
end

prune()
local nextPosition = walk(ARGV[8] == '0' and '-inf' or asString(tonumber(ARGV[8]) - POSITIONS_BELOW))
local total = call('ZCOUNT', index, '(' .. asString(now), '+inf')
return { asString(now), counts(), sessions, corrupted, nextPosition and { ARGV[7], nextPosition } or {}, total }
