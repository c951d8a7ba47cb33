-- Extends an active session by 'touch' or 'renew'. Returns the session after the change and whether its deadline moved, or
-- nothing if no session has this id or its record is corrupted. Whether activity is written depends on a precision in
-- milliseconds, as in isWorthRecording() of domain/changes.ts.
local function extend(shard, id, how, precision)
  local record = readRecord(shard, id)
  if not record or now >= record.expiresAt then return nil end
  local noted = record.autoRenew and math.min(record.lastActivityAt, record.lastRenewedAt) or record.lastActivityAt
  if precision and now - noted < math.min(precision, math.floor(record.idle / 2)) then
    return not problemInIndexes(shard, record) and { 'active', asString(now), fieldsOf(record) } or nil
  end
  local problem, renewed = change(shard, record, how)
  if problem then return nil end
  record.times = timesOf(record)
  call('HSET', shard .. 'session:' .. id, 'times', record.times)
  return { 'active', asString(now), fieldsOf(record), renewed and 1 or 0 }
end
