-- Removes consumers for which isDone(name, idle) is true from the group, which must exist, unless they have events in hand.
-- Returns how many of them stay.
local function removeNames(shard, isDone)
  local left = 0
  for _, about in ipairs(redis.call('XINFO', 'CONSUMERS', shard.events, group)) do
    local facts = {}
    for at = 1, #about, 2 do facts[about[at]] = about[at + 1] end
    if isDone(facts.name, facts.idle) then
      if facts.pending == 0 then
        redis.call('XGROUP', 'DELCONSUMER', shard.events, group, facts.name)
      else
        left = left + 1
      end
    end
  end
  return left
end
