-- Where a session stands: by expiry, by warning (to-warn until a sweep has announced it, then warned), by creation, and
-- in the index of its user, twice: as `id` by its deadline, and as `@id` by its place in the order of creation. Places
-- are moved below 0 there, which no deadline is.
local PLACES_BELOW = 4503599627370496

local function addToIndexes(shard, record)
  local last = call('ZREVRANGE', shard .. 'by-creation', 0, 0, 'WITHSCORES')
  local place = last[2] and tonumber(last[2]) + 1 or 0
  local id, expiresAt = record.id, text(record.expiresAt)
  call('ZADD', shard .. 'by-expiry', expiresAt, id)
  call('ZADD', shard .. 'to-warn', text(record.warnAt), id)
  call('ZADD', shard .. 'by-creation', text(place), id)
  call('ZADD', shard .. 'user:' .. record.user, expiresAt, id, text(place - PLACES_BELOW), '@' .. id)
end

-- Removes sessions and all that points at them, so that no former id finds one any more. `user` is nil in one whose record
-- does not tell.
local function removeSessions(shard, records)
  local ids, keys = {}, {}
  for at, record in ipairs(records) do
    local key = shard .. 'session:' .. record.id
    local first = redis.pcall('HGET', key, 'first')
    ids[at], keys[#keys + 1] = record.id, key
    if type(first) == 'string' then keys[#keys + 1] = shard .. 'current:' .. first end
  end
  call('UNLINK', unpack(keys))
  for _, index in ipairs({ 'by-expiry', 'to-warn', 'warned', 'by-creation' }) do
    call('ZREM', shard .. index, unpack(ids))
  end
  for _, record in ipairs(records) do
    if record.user then call('ZREM', shard .. 'user:' .. record.user, record.id, '@' .. record.id) end
  end
end
