-- Changes an active session, as domain/changes.ts has it, by activity ('touch'), by a renewal ('renew') or by new
-- timeouts ('retime', which the caller has put into it), and moves it to its new deadlines; where they change, it is
-- to be announced anew. A clock set back never shortens. Gives what is wrong if it did not stand by the old ones,
-- and leaves it where it stood; or else nil, and whether that counts as a renewal.
local function change(shard, record, how)
  local id, byExpiry, toWarn, warned = record.id, shard .. 'by-expiry', shard .. 'to-warn', shard .. 'warned'
  if how == 'touch' then record.lastActivityAt = math.max(record.lastActivityAt, now) end
  if how == 'renew' or (how == 'touch' and record.autoRenew) then
    record.lastRenewedAt = math.max(record.lastRenewedAt, now)
  end
  local expiresAt = expiryOf(record.createdAt, record.lastRenewedAt, record.idle, record.absolute)
  local warnAt = expiresAt - record.warning
  local expiresLater, warnsLater = expiresAt - record.expiresAt, warnAt - record.warnAt
  record.expiresAt, record.warnAt = expiresAt, warnAt

  -- Answers with the deadline as it is then, or with nothing where the session does not stand.
  local byThen = number(writeFirst('ZADD', byExpiry, 'XX', 'INCR', text(expiresLater), id))
  local warnThen = number(call('ZADD', toWarn, 'XX', 'INCR', text(warnsLater), id))
  local announced = not warnThen and number(call('ZSCORE', warned, id))
  local problem = problemInStanding(record, byThen, warnThen or announced and announced + warnsLater)
  if problem then
    call('ZADD', byExpiry, 'XX', 'INCR', text(-expiresLater), id)
    call('ZADD', toWarn, 'XX', 'INCR', text(-warnsLater), id)
    return problem
  end
  if expiresLater ~= 0 or warnsLater ~= 0 then
    if announced then
      call('ZREM', warned, id)
      call('ZADD', toWarn, text(warnAt), id)
    end
    call('ZADD', shard .. 'user:' .. record.user, 'XX', text(expiresAt), id)
  end
  local renewed = how ~= 'retime' and expiresLater ~= 0
  if renewed then record.renewalCount = record.renewalCount + 1 end
  return nil, renewed
end
