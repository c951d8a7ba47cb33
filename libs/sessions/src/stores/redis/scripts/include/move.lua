-- Moves a session to its new deadlines, each of which is later by so much; where they change, it is to be announced anew.
-- Gives what is wrong if it did not stand by the old ones, and leaves it where it stood.
local function moveInIndexes(shard, record, expiresLater, warnsLater)
  local byExpiry, toWarn, warned, id = shard .. 'by-expiry', shard .. 'to-warn', shard .. 'warned', record.id
  -- Answers with the deadline as it is then, or with nothing where the session does not stand.
  local expiresAt = number(writeFirst('ZADD', byExpiry, 'XX', 'INCR', text(expiresLater), id))
  local warnAt = number(call('ZADD', toWarn, 'XX', 'INCR', text(warnsLater), id))
  local announced = not warnAt and number(call('ZSCORE', warned, id))
  local fault = faultInStanding(record, expiresAt, warnAt or announced and announced + warnsLater)
  if fault then
    call('ZADD', byExpiry, 'XX', 'INCR', text(-expiresLater), id)
    call('ZADD', toWarn, 'XX', 'INCR', text(-warnsLater), id)
    return fault
  end
  if expiresLater == 0 and warnsLater == 0 then return end
  if announced then
    call('ZREM', warned, id)
    call('ZADD', toWarn, text(record.warnAt), id)
  end
  call('ZADD', shard .. 'user:' .. record.user, 'XX', text(expiresAt), id)
end
