-- Announces endings in the stream of the shard, in the same step as they happen, and before anything is removed. What the
-- bounds of the stream drop, read or not, is counted.
local maxBytes, maxAge, withMetadata = string.match(ARGV[4], '^(%d+) (%d+) ([01])$')

local function countDropped(shard, count)
  if count > 0 then call('INCRBY', shard .. 'events-dropped', count) end
end

-- An event is a list of names and values.
local function announce(shard, events)
  if not maxBytes then return end
  countDropped(shard, append(shard .. 'events', shard .. 'events-offset', events, tonumber(maxBytes), maxAge, writeFirst))
end

local function dropOldEvents(shard)
  if maxAge then countDropped(shard, dropOld(shard .. 'events', maxAge)) end
end

-- The ending of a session, with the session as it was. `by` says who ended it, if it is neither nil nor empty.
local function ending(kind, reason, record, by)
  local event = {
    'type', kind, 'at', asString(now), 'reason', reason, 'id', record.id, 'handle', record.handle, 'user', record.user,
    'attributes', record.attributes, 'metadata', withMetadata == '1' and record.metadata or '{}',
    'times', record.times, 'timeouts', record.timeouts,
    'expiresAt', asString(record.expiresAt), 'warnAt', asString(record.warnAt),
  }
  if record.authenticated ~= '' then
    event[#event + 1] = 'authenticated'
    event[#event + 1] = record.authenticated
  end
  if by and by ~= '' then
    event[#event + 1] = 'by'
    event[#event + 1] = by
  end
  return event
end
