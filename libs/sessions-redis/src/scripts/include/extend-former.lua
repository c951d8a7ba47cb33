-- What extend() does not answer: a session that it finds by a former id, and any that is left as it is.
local function extendFormer(shard, id, how, precision)
  local current = currentOf(shard, id)
  return current and extend(shard, current, how, precision) or lookUp(shard, id)
end
