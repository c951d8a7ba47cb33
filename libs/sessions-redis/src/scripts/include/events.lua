-- Announces what happens in the stream of the shard, in the same step as it happens, and before anything is removed. The
-- stream is bounded: what it had to drop, read or not, is counted. An event is a list of names and values.
local function announce(shard, events)
  if ARGV[4] == '0' then return end
  local stream = shard .. 'events'
  local before = call('XLEN', stream)
  for _, event in ipairs(events) do
    writeFirst('XADD', stream, 'MAXLEN', '~', ARGV[4], '*', unpack(event))
  end
  local dropped = before + #events - call('XLEN', stream)
  if dropped > 0 then call('INCRBY', shard .. 'events-dropped', dropped) end
end

-- The ending of a session, with the session as it was.
local function ending(kind, reason, record)
  return {
    'type', kind, 'at', asString(now), 'reason', reason, 'id', record.id, 'user', record.user,
    'attributes', record.attributes, 'metadata', record.metadata, 'times', record.times, 'timeouts', record.timeouts,
    'expiresAt', asString(record.expiresAt), 'warnAt', asString(record.warnAt),
  }
end
