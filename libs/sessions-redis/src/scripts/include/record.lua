-- The record of a session: a hash of six strings, `first` (see former.lua) once it was rotated, and `successor` (see
-- begin-sign-in.lua) while a user signs in. Only the indexes have its two deadlines.
--   handle      its public name
--   user        the user's id, escaped as in JSON, without the quotes; empty for a guest
--   attributes  a JSON object
--   metadata    a JSON object
--   times       createdAt lastActivityAt lastRenewedAt renewalCount
--   authenticated  when the user authenticated, if not at the creation; '-' for never. Most records do not have it
--   timeouts    idleTimeoutMs absoluteTimeoutMs warningThresholdMs autoRenew
local LAST_INSTANT = 8.64e15
local LONGEST_DURATION = 100 * 365 * 24 * 3600000
-- The store writes at most 1 MiB of JSON; Redis allocates up to a quarter more.
local MOST_RECORD_BYTES = 1572864
-- Without it, Redis looks at five fields only and takes the others for as large as these.
local SAMPLES = 16
local HANDLE = '^' .. string.rep('[%w_-]', 11) .. '$'

local function isInstant(digits)
  return string.find(digits, '^%d+$') and tonumber(digits) <= LAST_INSTANT
end

local function timesOf(record)
  return asString(record.createdAt) .. ' ' .. asString(record.lastActivityAt) .. ' ' .. asString(record.lastRenewedAt) .. ' '
    .. asString(record.renewalCount)
end

-- What a session is in a reply, in the order of decodeSession() in record.ts. Its deadlines follow from it.
local function fieldsOf(record)
  return { record.id, record.user, record.attributes, record.metadata, record.times, record.timeouts, record.handle,
    record.authenticated }
end

-- Reads a record, with the deadlines that follow from it. Gives nil and the problem when it is corrupted, nil alone when none
-- of its fields is there. Does not compare the indexes. The rules are those of corruptionIn() in domain/corruption.ts.
local function readRecord(shard, id)
  -- A large value would keep Redis for long by being read.
  local bytes = call('MEMORY', 'USAGE', shard .. 'session:' .. id, 'SAMPLES', SAMPLES)
  if not bytes then return nil end
  if bytes > MOST_RECORD_BYTES then return nil, 'its record is larger than 1 MiB' end
  local found = redis.pcall('HMGET', shard .. 'session:' .. id, 'user', 'attributes', 'metadata', 'times', 'timeouts',
    'handle', 'authenticated')
  if found.err then return nil, 'its record is not a hash' end
  local user, attributes, metadata, times, timeouts, handle, authenticated = unpack(found)
  if not (user or attributes or metadata or times or timeouts or handle) then return nil end
  if not handle or not string.find(handle, HANDLE) then return nil, 'handle is not valid' end
  if authenticated and authenticated ~= '-' and not isInstant(authenticated) then
    return nil, 'authenticatedAt is not an instant'
  end
  if not user then return nil, 'userId is not a string' end
  if not attributes then return nil, 'attributes is not an object' end
  if not metadata then return nil, 'metadata is not an object' end
  if not times or not timeouts then return nil, 'times or timeouts are missing' end
  local createdAt, lastActivityAt, lastRenewedAt, renewalCount = string.match(times, '^(%d+) (%d+) (%d+) (%d+)$')
  if not createdAt then return nil, 'times are not whole numbers' end
  local idle, absolute, warning, autoRenew = string.match(timeouts, '^(%d+) (%d+) (%d+) ([01])$')
  if not idle then return nil, 'timeouts are not valid' end
  createdAt, lastActivityAt, lastRenewedAt = asNumber(createdAt), asNumber(lastActivityAt), asNumber(lastRenewedAt)
  renewalCount, idle, absolute, warning = tonumber(renewalCount), tonumber(idle), tonumber(absolute), tonumber(warning)
  if createdAt > LAST_INSTANT then return nil, 'createdAt is not an instant' end
  if lastActivityAt > LAST_INSTANT then return nil, 'lastActivityAt is not an instant' end
  if lastRenewedAt > LAST_INSTANT then return nil, 'lastRenewedAt is not an instant' end
  if lastActivityAt < createdAt then return nil, 'lastActivityAt is before createdAt' end
  if lastRenewedAt < createdAt then return nil, 'lastRenewedAt is before createdAt' end
  if renewalCount > 9007199254740991 then return nil, 'renewalCount is not a count' end
  if idle < 1 or warning > idle or idle > absolute or absolute > LONGEST_DURATION then
    return nil, 'timeouts are not valid'
  end
  local expiresAt = expiryOf(createdAt, lastRenewedAt, idle, absolute)
  return {
    id = id, handle = handle, user = user, attributes = attributes, metadata = metadata, times = times, timeouts = timeouts,
    createdAt = createdAt, lastActivityAt = lastActivityAt, lastRenewedAt = lastRenewedAt, renewalCount = renewalCount,
    idle = idle, absolute = absolute, warning = warning, autoRenew = autoRenew == '1',
    authenticated = authenticated or '', expiresAt = expiresAt, warnAt = expiresAt - warning,
  }
end
