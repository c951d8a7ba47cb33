-- Extends a session by 'touch' or 'renew', and answers with the session after it and whether its deadline moved.
local function extend(id, how)
  local shard = KEYS[1]
  local record = readRecord(shard, id)
  if not record or now >= record.expiresAt then return lookUp(shard, id) end
  local expiresLater, warnsLater, renewed = change(record, how)
  local fault = moveInIndexes(shard, record, expiresLater, warnsLater)
  if fault then return answerWithout(shard, id, fault) end
  record.times = timesOf(record)
  writeFirst('HSET', shard .. 'session:' .. id, 'times', record.times)
  return answer('active', record, renewed and 1 or 0)
end
