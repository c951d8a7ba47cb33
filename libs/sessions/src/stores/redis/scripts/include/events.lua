-- Announces what happened in the stream of the shard, in the same step as it happens. The stream is bounded: what it had
-- to drop, read or not, is counted.
local function announce(shard, kind, reason, ...)
  if mostEvents == 0 then return end
  local before = redis.call('XLEN', shard.events)
  redis.call('XADD', shard.events, 'MAXLEN', '~', mostEvents, '*', 'type', kind, 'at', text(now), 'reason', reason, ...)
  local dropped = before + 1 - redis.call('XLEN', shard.events)
  if dropped > 0 then redis.call('INCRBY', shard.eventsDropped, dropped) end
end

-- Announces the ending of a session, with the session as it was.
local function announceEnd(shard, kind, reason, record)
  announce(shard, kind, reason, 'id', record.id, 'user', record.user, 'attributes', record.attributes,
    'metadata', record.metadata, 'times', record.times, 'timeouts', record.timeouts,
    'expiresAt', text(record.expiresAt), 'warnAt', text(record.warnAt))
end
