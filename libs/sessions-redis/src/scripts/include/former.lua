-- Ids that sessions had before. If a session is rotated with a grace, its record keeps, as `first`, the first id that
-- still finds it in this way. Two keys lead from each former id to the session:
--   former:<id>      that first id, and the instant until which the former id finds its session
--   current:<first>  the id that the session has now; it is removed with the session
-- Both have a time to live well beyond the grace, so that neither is left if the record is lost.
local AFTER_GRACE = 600000

local function stringAt(key)
  local found = redis.pcall('GET', key)
  return type(found) == 'string' and found or ''
end

-- The id that the session of a former id has now; nil when there is none, or its grace is over.
local function currentOf(shard, id)
  local first, ends = string.match(stringAt(shard .. 'former:' .. id), '^(%S+) (%d+)$')
  if not first or now >= tonumber(ends) then return nil end
  local current = stringAt(shard .. 'current:' .. first)
  return current ~= '' and current or nil
end

-- Reads a session by its id or by a former one, with the function `read`. Gives its results, and the current id.
local function find(shard, id, read)
  local record, problem = read(shard, id)
  if record or problem then return record, problem, id end
  local current = currentOf(shard, id)
  if not current then return nil, nil, id end
  record, problem = read(shard, current)
  return record, problem, current
end

-- Notes the former id of a session that has a new id. Its other former ids lead to the new id, too, from now on.
local function keepFormer(shard, former, id, graceMs)
  local key = shard .. 'session:' .. id
  local first = call('HGET', key, 'first')
  if not first then
    if graceMs == 0 then return end
    first = former
    call('HSET', key, 'first', first)
  end
  local current = shard .. 'current:' .. first
  local lives = graceMs > 0 and graceMs + AFTER_GRACE or 0
  local pointerLives = math.max(lives, call('PTTL', current))
  if pointerLives > 0 then call('SET', current, id, 'PX', asString(pointerLives)) end
  if graceMs > 0 then call('SET', shard .. 'former:' .. former, first .. ' ' .. asString(now + graceMs), 'PX', asString(lives)) end
end
