-- The two deadlines of a session in the indexes.

-- What is wrong with the deadlines that the indexes have for a session.
local function problemInDeadlines(record, expiresAt, warnAt)
  if record.expiresAt ~= expiresAt then return 'expiresAt does not follow from its times' end
  if record.warnAt ~= warnAt then return 'warnAt does not follow from its times' end
end

-- The same, read from the indexes.
local function problemInIndexes(shard, record)
  local expiresAt = call('ZSCORE', shard .. 'by-expiry', record.id)
  local warnAt = call('ZSCORE', shard .. 'by-warning', record.id) or call('ZSCORE', shard .. 'expiring', record.id)
  return problemInDeadlines(record, asNumber(expiresAt), asNumber(warnAt))
end
