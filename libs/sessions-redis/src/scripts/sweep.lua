-- Ends expired sessions, then returns those that have reached their warning threshold. In each shard the oldest come first.
-- Removes what is too old in the quarantine, in the stream of events and among the remembered endings.
-- KEYS      the keys of some shards
-- ARGV[5]   how many sessions it may handle; it stops earlier when they are large, so as not to keep Redis for long
-- Result    { now, 1 if more is due else 0, ended sessions, expiring sessions, entries of corrupted records }
-- @include layout call write lifetime record deadlines session indexes json stream events endings quarantine
local MOST_BYTES, MOST_FORGOTTEN = 131072, 100
local left, bytesLeft = tonumber(ARGV[5]), MOST_BYTES
local ended, expiring, corrupted = {}, {}, {}

local function endThem(shard, records)
  local endings = {}
  for at, record in ipairs(records) do
    local absolute = record.createdAt + record.absolute <= record.lastRenewedAt + record.idle
    record.reason = absolute and 'absolute' or 'idle'
    endings[at] = ending('expired', record.reason, record)
    ended[#ended + 1] = fieldsOf(record)
  end
  announce(shard, endings)
  removeSessions(shard, records)
  remember(shard, records, function(record) return record.reason, record.expiresAt, '' end)
end

local function markExpiring(shard, records)
  local ids, scores = {}, {}
  for at, record in ipairs(records) do
    ids[at], scores[2 * at - 1], scores[2 * at] = record.id, asString(record.warnAt), record.id
    expiring[#expiring + 1] = fieldsOf(record)
  end
  call('ZREM', shard .. 'by-warning', unpack(ids))
  call('ZADD', shard .. 'expiring', unpack(scores))
end

-- The two deadlines that the indexes have for each session, nil where there is none.
local function deadlines(shard, ids)
  local byExpiry = call('ZMSCORE', shard .. 'by-expiry', unpack(ids))
  local byWarning, announced = call('ZMSCORE', shard .. 'by-warning', unpack(ids)), nil
  for at = 1, #ids do
    if not byWarning[at] then
      announced = announced or call('ZMSCORE', shard .. 'expiring', unpack(ids))
      byWarning[at] = announced[at]
    end
  end
  return byExpiry, byWarning
end

-- Reads what is due in an index, quarantines the corrupted records, and handles the others together.
local function handle(shard, index, act)
  local ids, records = call('ZRANGEBYSCORE', shard .. index, '-inf', asString(now), 'LIMIT', 0, left), {}
  if #ids == 0 then return end
  local byExpiry, byWarning = deadlines(shard, ids)
  for at, id in ipairs(ids) do
    local record, problem = readRecord(shard, id)
    if record then
      problem = problemInDeadlines(record, asNumber(byExpiry[at]), asNumber(byWarning[at])) or problemInStrings(record)
    else
      problem = problem or problemInNothing(shard, id)
    end
    if problem then
      corrupted[#corrupted + 1] = quarantine(shard, id, problem)
    elseif record then
      records[#records + 1] = record
      bytesLeft = bytesLeft - #record.attributes - #record.metadata
    else
      removeSessions(shard, { { id = id } })
    end
    left = bytesLeft > 0 and left - 1 or 0
    if left == 0 then break end
  end
  if #records > 0 then act(shard, records) end
end

local function anyDue()
  local instant = asString(now)
  for _, shard in ipairs(KEYS) do
    for _, index in ipairs({ 'by-expiry', 'by-warning' }) do
      if #call('ZRANGEBYSCORE', shard .. index, '-inf', instant, 'LIMIT', 0, 1) > 0 then return true end
    end
  end
  return false
end

for _, shard in ipairs(KEYS) do
  if left == 0 then break end
  call('ZREMRANGEBYSCORE', shard .. 'quarantine', '-inf', asString(now))
  dropOldEvents(shard)
  forgetEndings(shard, MOST_FORGOTTEN)
  handle(shard, 'by-expiry', endThem)
end
for _, shard in ipairs(KEYS) do
  if left == 0 then break end
  handle(shard, 'by-warning', markExpiring)
end
return { asString(now), left == 0 and anyDue() and 1 or 0, ended, expiring, corrupted }
