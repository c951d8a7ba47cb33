local MISSING = 'its record is missing though its index entry is there, as after an eviction: '
  .. 'set maxmemory-policy to noeviction'

-- The problem of a record that has none of its fields; nil if there is no such session.
local function problemInNothing(shard, id)
  if call('EXISTS', shard .. 'session:' .. id) == 1 then return 'its record has none of its fields' end
  if call('ZSCORE', shard .. 'by-expiry', id) then return MISSING end
end

-- Reads a session: like readRecord(), and compares its deadlines with the indexes.
local function readSession(shard, id)
  local record, problem = readRecord(shard, id)
  if not record then return nil, problem or problemInNothing(shard, id) end
  problem = problemInIndexes(shard, record)
  if problem then return nil, problem end
  return record
end
