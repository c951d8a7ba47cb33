-- Extends an active session by 'touch' or 'renew'. Answers with the session after it and whether its deadline moved, or
-- with nothing when there is none under this id, or one that is not sound. Activity is written at a precision in
-- milliseconds.
local function extend(shard, id, how, precision)
  local record = readRecord(shard, id)
  if not record or now >= record.expiresAt then return nil end
  if precision and not isWorthNoting(record, precision) then
    return not faultInPlace(shard, record) and answer('active', record) or nil
  end
  local expiresLater, warnsLater, renewed = change(record, how)
  if moveInIndexes(shard, record, expiresLater, warnsLater) then return nil end
  record.times = timesOf(record)
  call('HSET', shard .. 'session:' .. id, 'times', record.times)
  return answer('active', record, renewed and 1 or 0)
end
