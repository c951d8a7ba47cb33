-- Ends expired sessions, then hands out those that came to their warning. In each shard the oldest come first.
-- KEYS      the keys of some shards
-- ARGV[4]   how many sessions it may handle; it stops earlier when they are large, so as not to keep Redis for long
-- Result    { now, 1 if more is due else 0, ended sessions, warned sessions, entries of corrupted records }
-- @include call write lifetime record standing session indexes json events quarantine
local MOST_BYTES = 131072
local left, bytesLeft = tonumber(ARGV[4]), MOST_BYTES
local ended, warned, corrupted = {}, {}, {}

local function endThem(shard, records)
  local endings = {}
  for at, record in ipairs(records) do
    local absolute = record.createdAt + record.absolute <= record.lastRenewedAt + record.idle
    endings[at] = ending('expired', absolute and 'absolute' or 'idle', record)
    ended[#ended + 1] = fieldsOf(record)
  end
  announce(shard, endings)
  removeSessions(shard, records)
end

local function warnOf(shard, records)
  local ids, places = {}, {}
  for at, record in ipairs(records) do
    ids[at], places[2 * at - 1], places[2 * at] = record.id, text(record.warnAt), record.id
    warned[#warned + 1] = fieldsOf(record)
  end
  call('ZREM', shard .. 'to-warn', unpack(ids))
  call('ZADD', shard .. 'warned', unpack(places))
end

-- The two deadlines by which sessions stand in the indexes, nil where one does not stand.
local function standings(shard, ids)
  local byExpiry = call('ZMSCORE', shard .. 'by-expiry', unpack(ids))
  local byWarning, warned = call('ZMSCORE', shard .. 'to-warn', unpack(ids)), nil
  for at = 1, #ids do
    if not byWarning[at] then
      warned = warned or call('ZMSCORE', shard .. 'warned', unpack(ids))
      byWarning[at] = warned[at]
    end
  end
  return byExpiry, byWarning
end

-- Reads those due in an index, sets aside the corrupted ones and handles the others together.
local function handle(shard, index, act)
  local ids, records = call('ZRANGEBYSCORE', shard .. index, '-inf', text(now), 'LIMIT', 0, left), {}
  if #ids == 0 then return end
  local byExpiry, byWarning = standings(shard, ids)
  for at, id in ipairs(ids) do
    local record, problem = readRecord(shard, id)
    if record then
      problem = problemInStanding(record, number(byExpiry[at]), number(byWarning[at])) or problemInTexts(record)
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
  local instant = text(now)
  for _, shard in ipairs(KEYS) do
    for _, index in ipairs({ 'by-expiry', 'to-warn' }) do
      if #call('ZRANGEBYSCORE', shard .. index, '-inf', instant, 'LIMIT', 0, 1) > 0 then return true end
    end
  end
  return false
end

for _, shard in ipairs(KEYS) do
  if left == 0 then break end
  call('ZREMRANGEBYSCORE', shard .. 'quarantine', '-inf', text(now))
  handle(shard, 'by-expiry', endThem)
end
for _, shard in ipairs(KEYS) do
  if left == 0 then break end
  handle(shard, 'to-warn', warnOf)
end
return { text(now), left == 0 and anyDue() and 1 or 0, ended, warned, corrupted }
