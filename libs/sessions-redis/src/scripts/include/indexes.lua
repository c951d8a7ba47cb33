-- The indexes of a shard: by-expiry; by-warning, until a sweep has announced the session as expiring, and expiring from then
-- on; by-creation; and the index of the user, which has each session twice: as `id` by its deadline, and as `@id` by its
-- position in the order of creation. Positions are moved below 0 there, and no deadline is below 0.
local POSITIONS_BELOW = 4503599627370496
local LAST_POSITION = 2251799813685248

local function isPosition(number)
  return number >= 0 and number <= LAST_POSITION and number == math.floor(number)
end

local function addToIndexes(shard, record)
  -- A position that was written by hand, such as inf, must not be the last one for all later sessions.
  local last = call('ZREVRANGEBYSCORE', shard .. 'by-creation', asString(LAST_POSITION), 0, 'WITHSCORES', 'LIMIT', 0, 1)
  local position = last[2] and math.floor(tonumber(last[2])) + 1 or 0
  local id, expiresAt = record.id, asString(record.expiresAt)
  call('ZADD', shard .. 'by-expiry', expiresAt, id)
  call('ZADD', shard .. 'by-warning', asString(record.warnAt), id)
  call('ZADD', shard .. 'by-creation', asString(position), id)
  if record.user == '' then return end
  call('ZADD', shard .. 'user:' .. record.user, expiresAt, id, asString(position - POSITIONS_BELOW), '@' .. id)
end

-- Removes sessions and their index entries. No former id finds them any more. `user` is nil if the record does not name
-- its user.
local function removeSessions(shard, records)
  local ids, keys = {}, {}
  for at, record in ipairs(records) do
    local key = shard .. 'session:' .. record.id
    local first = redis.pcall('HGET', key, 'first')
    ids[at], keys[#keys + 1] = record.id, key
    if type(first) == 'string' then keys[#keys + 1] = shard .. 'current:' .. first end
  end
  call('UNLINK', unpack(keys))
  for _, index in ipairs({ 'by-expiry', 'by-warning', 'expiring', 'by-creation' }) do
    call('ZREM', shard .. index, unpack(ids))
  end
  for _, record in ipairs(records) do
    if record.user then call('ZREM', shard .. 'user:' .. record.user, record.id, '@' .. record.id) end
  end
end
