local MISSING = 'its record is missing though its index entry stands, as after an eviction: '
  .. 'set maxmemory-policy to noeviction'

-- What is wrong when none of the fields of a record is there: nothing when the id stands nowhere.
local function problemInNothing(shard, id)
  if call('EXISTS', shard .. 'session:' .. id) == 1 then return 'its record has none of its fields' end
  if call('ZSCORE', shard .. 'by-expiry', id) then return MISSING end
end

-- Reads a session: as readRecord(), and it is seen that it stands where it should.
local function readSession(shard, id)
  local record, problem = readRecord(shard, id)
  if not record then return nil, problem or problemInNothing(shard, id) end
  problem = problemInPlace(shard, record)
  if problem then return nil, problem end
  return record
end
