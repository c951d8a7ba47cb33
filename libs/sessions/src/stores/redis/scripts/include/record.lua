-- The record of a session: a hash of five texts, and of `first` (see former.lua) in one that was rotated. Its two
-- deadlines stand in the indexes and nowhere else.
--   user        the user's id, escaped as in JSON, without the quotes
--   attributes  a JSON object
--   metadata    a JSON object
--   times       createdAt lastActivityAt lastRenewedAt renewalCount
--   timeouts    idleTimeoutMs absoluteTimeoutMs warningThresholdMs autoRenew
local LAST_INSTANT = 8.64e15
local LONGEST_DURATION = 100 * 365 * 24 * 3600000
local MISSING = 'its record is missing though its index entry stands, as after an eviction: '
  .. 'set maxmemory-policy to noeviction'

local function timesOf(record)
  return text(record.createdAt) .. ' ' .. text(record.lastActivityAt) .. ' ' .. text(record.lastRenewedAt) .. ' '
    .. text(record.renewalCount)
end

local function timeoutsOf(record)
  return text(record.idle) .. ' ' .. text(record.absolute) .. ' ' .. text(record.warning) .. ' '
    .. (record.autoRenew and '1' or '0')
end

-- What a session is in a reply, in the order of decodeSession() in record.ts.
local function fieldsOf(record)
  return {
    record.id, record.user, record.attributes, record.metadata, record.times, record.timeouts,
    text(record.expiresAt), text(record.warnAt),
  }
end

-- What is wrong with the numbers of a record; the rules are those of faultIn() in domain/soundness.ts.
local function faultInNumbers(record)
  if record.createdAt > LAST_INSTANT then return 'createdAt is not an instant' end
  if record.lastActivityAt > LAST_INSTANT then return 'lastActivityAt is not an instant' end
  if record.lastRenewedAt > LAST_INSTANT then return 'lastRenewedAt is not an instant' end
  if record.lastActivityAt < record.createdAt then return 'lastActivityAt is before createdAt' end
  if record.lastRenewedAt < record.createdAt then return 'lastRenewedAt is before createdAt' end
  if record.renewalCount > 9007199254740991 then return 'renewalCount is not a count' end
  if record.idle < 1 or record.warning > record.idle or record.idle > record.absolute
    or record.absolute > LONGEST_DURATION then
    return 'timeouts are not valid'
  end
end

-- What is wrong when none of the fields is there: nothing when the id stands nowhere.
local function faultInNothing(shard, id)
  if call('EXISTS', shard .. 'session:' .. id) == 1 then return 'its record has none of its fields' end
  if call('ZSCORE', shard .. 'by-expiry', id) then return MISSING end
end

-- Reads a record, with the deadlines that follow from it: or nil and what is wrong with it, or nothing when the id stands
-- nowhere. That it stands in the indexes by those deadlines is left to be seen.
local function readRecord(shard, id)
  local found = redis.pcall('HMGET', shard .. 'session:' .. id, 'user', 'attributes', 'metadata', 'times', 'timeouts')
  if found.err then return nil, 'its record is not a hash' end
  local user, attributes, metadata, times, timeouts = unpack(found)
  if not (user or attributes or metadata or times or timeouts) then return nil, faultInNothing(shard, id) end
  if not user or user == '' then return nil, 'userId is not a text' end
  if not attributes then return nil, 'attributes is not an object' end
  if not metadata then return nil, 'metadata is not an object' end
  if not times or not timeouts then return nil, 'times or timeouts are missing' end
  local createdAt, lastActivityAt, lastRenewedAt, renewalCount = string.match(times, '^(%d+) (%d+) (%d+) (%d+)$')
  if not createdAt then return nil, 'times are not whole numbers' end
  local idle, absolute, warning, autoRenew = string.match(timeouts, '^(%d+) (%d+) (%d+) ([01])$')
  if not idle then return nil, 'timeouts are not valid' end
  local record = {
    id = id, user = user, attributes = attributes, metadata = metadata, times = times, timeouts = timeouts,
    createdAt = number(createdAt), lastActivityAt = number(lastActivityAt),
    lastRenewedAt = number(lastRenewedAt), renewalCount = number(renewalCount),
    idle = tonumber(idle), absolute = tonumber(absolute), warning = tonumber(warning), autoRenew = autoRenew == '1',
  }
  record.expiresAt, record.warnAt = deadlinesOf(record)
  local fault = faultInNumbers(record)
  if fault then return nil, fault end
  return record
end

-- What is wrong with where a record stands. `standing` is given where many are read.
local function faultInPlace(shard, record, standing)
  local found = standing or standings(shard, { record.id })[1]
  return faultInStanding(record, found.expiresAt, found.warnAt)
end

-- Reads a session: as readRecord(), and it is seen that it stands where it should.
local function readSession(shard, id, standing)
  local record, fault = readRecord(shard, id)
  if not record then return nil, fault end
  fault = faultInPlace(shard, record, standing)
  if fault then return nil, fault end
  return record
end
