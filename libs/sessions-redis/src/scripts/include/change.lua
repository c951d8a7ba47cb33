-- Changes an active session, as domain/changes.ts does, and moves it to its new deadlines in the indexes. `how` is 'touch',
-- 'renew' or 'update-timeouts'; for the last one the caller has changed the record already. A session whose deadlines move
-- is announced as expiring again. A clock that was set back never shortens a session. Returns the problem if the indexes
-- had other deadlines than the record, and leaves them as they were. Else returns nil, and whether this counts as a renewal.
local function change(shard, record, how)
  local id, byExpiry, byWarning, expiring = record.id, shard .. 'by-expiry', shard .. 'by-warning', shard .. 'expiring'
  if how == 'touch' then record.lastActivityAt = math.max(record.lastActivityAt, now) end
  if how == 'renew' or (how == 'touch' and record.autoRenew) then
    record.lastRenewedAt = math.max(record.lastRenewedAt, now)
  end
  local expiresAt = expiryOf(record.createdAt, record.lastRenewedAt, record.idle, record.absolute)
  local warnAt = expiresAt - record.warning
  local expiresLater, warnsLater = expiresAt - record.expiresAt, warnAt - record.warnAt
  record.expiresAt, record.warnAt = expiresAt, warnAt

  -- Gives the new deadline, or nil if the index does not have the session.
  local byThen = asNumber(writeFirst('ZADD', byExpiry, 'XX', 'INCR', asString(expiresLater), id))
  local warnThen = asNumber(call('ZADD', byWarning, 'XX', 'INCR', asString(warnsLater), id))
  local announced = not warnThen and asNumber(call('ZSCORE', expiring, id))
  local problem = problemInDeadlines(record, byThen, warnThen or announced and announced + warnsLater)
  if problem then
    call('ZADD', byExpiry, 'XX', 'INCR', asString(-expiresLater), id)
    call('ZADD', byWarning, 'XX', 'INCR', asString(-warnsLater), id)
    return problem
  end
  if expiresLater ~= 0 or warnsLater ~= 0 then
    if announced then
      call('ZREM', expiring, id)
      call('ZADD', byWarning, asString(warnAt), id)
    end
    call('ZADD', shard .. 'user:' .. record.user, 'XX', asString(expiresAt), id)
  end
  local renewed = how ~= 'update-timeouts' and expiresLater ~= 0
  if renewed then record.renewalCount = record.renewalCount + 1 end
  return nil, renewed
end
