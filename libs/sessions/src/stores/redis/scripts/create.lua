-- Creates a session.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- ARGV[5]   user, [6] attributes, [7] metadata, [8] timeouts: as they stand in a record
-- Result    { 'active', now, session }
-- @include call write lifetime indexes record answer
local shard = KEYS[1]
local id, user, attributes, metadata, timeouts = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local idle, absolute, warning, autoRenew = string.match(timeouts, '^(%d+) (%d+) (%d+) ([01])$')
local record = {
  id = id, user = user, attributes = attributes, metadata = metadata, timeouts = timeouts,
  createdAt = now, lastActivityAt = now, lastRenewedAt = now, renewalCount = 0,
  idle = tonumber(idle), absolute = tonumber(absolute), warning = tonumber(warning), autoRenew = autoRenew == '1',
}
record.expiresAt, record.warnAt = deadlinesOf(record)
record.times = timesOf(record)
call('HSET', shard .. 'session:' .. id, 'user', user, 'attributes', attributes, 'metadata', metadata,
  'times', record.times, 'timeouts', timeouts)
addToIndexes(shard, record)
return answer('active', record)
