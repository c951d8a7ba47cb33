-- Where a session stands: by its two deadlines in the indexes.

-- What is wrong with where a session stands.
local function problemInStanding(record, expiresAt, warnAt)
  if record.expiresAt ~= expiresAt then return 'expiresAt does not follow from its times' end
  if record.warnAt ~= warnAt then return 'warnAt does not follow from its times' end
end

-- The same, looked up.
local function problemInPlace(shard, record)
  local expiresAt = call('ZSCORE', shard .. 'by-expiry', record.id)
  local warnAt = call('ZSCORE', shard .. 'to-warn', record.id) or call('ZSCORE', shard .. 'warned', record.id)
  return problemInStanding(record, number(expiresAt), number(warnAt))
end
