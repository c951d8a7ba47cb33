-- Whether activity is worth a write at this precision in milliseconds, as isWorthNoting() of domain/changes.ts has it.
local function isWorthNoting(record, precision)
  return now - record.lastActivityAt >= math.min(precision, math.floor(record.idle / 2))
end

-- Changes an active session by activity ('touch'), by a renewal ('renew') or by new timeouts ('retime', which the caller
-- has put into it). A clock set back never shortens. Tells by how much its deadline and its warning moved, and whether
-- that counts as a renewal.
local function change(record, how)
  if how == 'touch' then record.lastActivityAt = math.max(record.lastActivityAt, now) end
  if how == 'renew' or (how == 'touch' and record.autoRenew) then
    record.lastRenewedAt = math.max(record.lastRenewedAt, now)
  end
  local expiresAt = expiryOf(record.createdAt, record.lastRenewedAt, record.idle, record.absolute)
  local warnAt = expiresAt - record.warning
  local expiresLater, warnsLater = expiresAt - record.expiresAt, warnAt - record.warnAt
  local renewed = how ~= 'retime' and expiresLater ~= 0
  if renewed then record.renewalCount = record.renewalCount + 1 end
  record.expiresAt, record.warnAt = expiresAt, warnAt
  return expiresLater, warnsLater, renewed
end
