-- Finds entries of a user's index whose score is neither a deadline nor a position, so that no walk of the index would meet
-- them. Quarantines their records, and returns the entries of the quarantine.
local MOST_MISPLACED = 20

local function quarantineMisplaced(shard, index)
  local corrupted = {}
  local from = '(' .. asString(LAST_INSTANT + LONGEST_DURATION)
  for _, member in ipairs(call('ZRANGEBYSCORE', index, from, '+inf', 'LIMIT', 0, MOST_MISPLACED)) do
    local id = string.match(member, '^@?(.*)$')
    call('ZREM', index, id, '@' .. id)
    if call('EXISTS', shard .. 'session:' .. id) == 1 then
      corrupted[#corrupted + 1] = quarantine(shard, id, 'its score in the index of its user is not valid')
    end
  end
  return corrupted
end
