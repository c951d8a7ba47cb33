-- Writes what change() made of an active session. The first write is one that a full server does not refuse, and those
-- after it pass then: sessions can be extended, and ended, in a Redis that has no memory left for new ones.
local function writeChange(shard, record, moved)
  local key = shard.sessions .. record.id
  record.times = timesOf(record)
  redis.call('PERSIST', key)
  redis.call('HSET', key, 'times', record.times)
  if moved then moveInIndexes(shard, record) end
end

-- Extends a session by 'touch' or 'renew', and answers with the session after it and whether its deadline moved.
local function extend(id, how)
  local shard = shardAt(1)
  local record, fault = readSession(shard, id)
  if not record then return answerWithout(shard, id, fault) end
  if now >= record.expiresAt then return answer('expired', record) end
  local moved, renewed = change(record, how)
  writeChange(shard, record, moved)
  return answer('active', record, renewed and 1 or 0)
end
