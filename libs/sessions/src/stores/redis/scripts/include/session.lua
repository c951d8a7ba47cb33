local MISSING = 'its record is missing though its index entry stands, as after an eviction: '
  .. 'set maxmemory-policy to noeviction'

-- What is wrong when none of the fields of a record is there: nothing when the id stands nowhere.
local function faultInNothing(shard, id)
  if call('EXISTS', shard .. 'session:' .. id) == 1 then return 'its record has none of its fields' end
  if call('ZSCORE', shard .. 'by-expiry', id) then return MISSING end
end

-- Reads a session: as readRecord(), and it is seen that it stands where it should.
local function readSession(shard, id)
  local record, fault = readRecord(shard, id)
  if not record then return nil, fault or faultInNothing(shard, id) end
  fault = faultInPlace(shard, record)
  if fault then return nil, fault end
  return record
end
