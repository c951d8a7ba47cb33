-- The cases that extend() leaves out: a session with a former id, and a session that is not extended.
local function extendFormer(shard, id, how, precision)
  local current = currentOf(shard, id)
  return current and extend(shard, current, how, precision) or lookUp(shard, id)
end
