-- Extends a session by 'touch' or 'renew', and answers with the session after it and whether its deadline moved. Activity
-- is written at a precision in milliseconds.
local function extend(asked, how, precision)
  local shard = KEYS[1]
  local record = find(shard, asked, readRecord)
  if not record or now >= record.expiresAt then return lookUp(shard, asked) end
  if precision and not isWorthNoting(record, precision) then
    local fault = faultInPlace(shard, record)
    if fault then return answerWithout(shard, record.id, fault) end
    return answer('active', record)
  end
  local expiresLater, warnsLater, renewed = change(record, how)
  local fault = moveInIndexes(shard, record, expiresLater, warnsLater)
  if fault then return answerWithout(shard, record.id, fault) end
  record.times = timesOf(record)
  writeFirst('HSET', shard .. 'session:' .. record.id, 'times', record.times)
  return answer('active', record, renewed and 1 or 0)
end
