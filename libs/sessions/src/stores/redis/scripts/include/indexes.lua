-- Where a session stands: by expiry, by warning (toWarn until a sweep has announced it, then warned), by creation, and
-- in the index of its user, twice: as `id` by its deadline, and as `@id` by its place in the order of creation. Places
-- are moved below 0 there, which no deadline is.
local PLACES_BELOW = 4503599627370496

local function addToIndexes(shard, record)
  local last = redis.call('ZREVRANGE', shard.byCreation, 0, 0, 'WITHSCORES')
  local place = last[2] and tonumber(last[2]) + 1 or 0
  local id, expiresAt = record.id, text(record.expiresAt)
  redis.call('ZADD', shard.byExpiry, expiresAt, id)
  redis.call('ZADD', shard.toWarn, text(record.warnAt), id)
  redis.call('ZADD', shard.byCreation, text(place), id)
  redis.call('ZADD', shard.users .. record.user, expiresAt, id, text(place - PLACES_BELOW), '@' .. id)
end

-- Moves a session to its new deadlines, where it is to be announced anew.
local function moveInIndexes(shard, record)
  local expiresAt = text(record.expiresAt)
  redis.call('ZADD', shard.byExpiry, expiresAt, record.id)
  redis.call('ZADD', shard.toWarn, text(record.warnAt), record.id)
  if record.announced then redis.call('ZREM', shard.warned, record.id) end
  redis.call('ZADD', shard.users .. record.user, 'XX', expiresAt, record.id)
end

-- Removes a session and all that points at it. `user` is nil when its record does not tell.
local function removeSession(shard, id, user)
  redis.call('UNLINK', shard.sessions .. id)
  redis.call('ZREM', shard.byExpiry, id)
  redis.call('ZREM', shard.toWarn, id)
  redis.call('ZREM', shard.warned, id)
  redis.call('ZREM', shard.byCreation, id)
  if user then redis.call('ZREM', shard.users .. user, id, '@' .. id) end
end
