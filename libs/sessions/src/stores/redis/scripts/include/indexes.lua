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

-- The two deadlines by which sessions stand in the indexes, and whether they have been announced. A deadline is nil where
-- the session does not stand.
local function standings(shard, ids)
  local byExpiry = call('ZMSCORE', shard .. 'by-expiry', unpack(ids))
  local toWarn, warned = call('ZMSCORE', shard .. 'to-warn', unpack(ids)), nil
  local found = {}
  for at = 1, #ids do
    if not toWarn[at] then warned = warned or call('ZMSCORE', shard .. 'warned', unpack(ids)) end
    found[at] = {
      expiresAt = number(byExpiry[at]), warnAt = number(toWarn[at] or warned[at]), announced = not toWarn[at],
    }
  end
  return found
end

-- What is wrong with where a session stands.
local function faultInStanding(record, expiresAt, warnAt)
  if record.expiresAt ~= expiresAt then return 'expiresAt does not follow from its times' end
  if record.warnAt ~= warnAt then return 'warnAt does not follow from its times' end
end

-- Moves a deadline by so much in an index; gives what it is then, or nothing where the session does not stand there.
local function shift(index, id, by)
  return number(writeFirst('ZADD', index, 'XX', 'INCR', text(by), id))
end

-- Moves a session to its new deadlines, each of which is later by so much; where they change, it is to be announced anew.
-- Gives what is wrong if it did not stand by the old ones, and leaves it where it stood.
local function moveInIndexes(shard, record, expiresLater, warnsLater)
  local byExpiry, toWarn, warned, id = shard .. 'by-expiry', shard .. 'to-warn', shard .. 'warned', record.id
  local expiresAt = shift(byExpiry, id, expiresLater)
  local warnAt = shift(toWarn, id, warnsLater)
  local announced = not warnAt and number(call('ZSCORE', warned, id))
  local fault = faultInStanding(record, expiresAt, warnAt or announced and announced + warnsLater)
  if fault then
    shift(byExpiry, id, -expiresLater)
    shift(toWarn, id, -warnsLater)
    return fault
  end
  if expiresLater == 0 and warnsLater == 0 then return end
  if announced then
    call('ZREM', warned, id)
    call('ZADD', toWarn, text(record.warnAt), id)
  end
  call('ZADD', shard .. 'user:' .. record.user, 'XX', text(expiresAt), id)
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
