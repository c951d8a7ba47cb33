-- Creates a session, within the limit of its user where there is one.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   handle, [7] user, [8] attributes, [9] metadata, [10] timeouts: as in a record
-- ARGV[11]  how many active sessions the user may have; empty for any number
-- ARGV[12]  what makes room when there are as many: 'evict-oldest', or nothing
-- ARGV[13]  the score in the user's index to evict from, or -inf
-- ARGV[14]  1 to create the session even if not enough could be evicted in this step
-- ARGV[15]  the id of a session of the user that this one replaces: it does not count for the limit. Empty if there is none
-- ARGV[16]  '-' if the user has not authenticated, else empty
-- Result    { 'created', now, evicted sessions, entries of corrupted records }, or { 'limit', now }; or 'more' in place of
--           'created', followed by the score to continue at, when more sessions must be evicted first
-- @include layout call write lifetime record deadlines session indexes json stream events quarantine misplaced endings end-oldest
local MOST_EVICTED, MOST_EVICTED_BYTES, MOST_CHECKED, MOST_LOOKS = 50, 131072, 1000, 20
local shard = KEYS[1]
local id, handle, user, attributes, metadata, timeouts = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local most, index, replaced = tonumber(ARGV[11]), shard .. 'user:' .. user, ARGV[15]

-- Removes from the user's index the ids of quarantined records that no longer named their user. Gives how many entries are
-- no sessions, with misplaced positions, which are left to misplaced.lua.
local function forgetLost()
  local ids = call('ZRANGEBYSCORE', index, '(' .. asString(now), '+inf', 'LIMIT', 0, MOST_CHECKED)
  local lost = 0
  for at, deadline in ipairs(call('ZMSCORE', shard .. 'by-expiry', unpack(ids))) do
    if not deadline then
      if string.sub(ids[at], 1, 1) ~= '@' then call('ZREM', index, ids[at], '@' .. ids[at]) end
      lost = lost + 1
    end
  end
  return lost
end

-- How many sessions have to go for a new one.
local function surplus()
  if not most then return 0 end
  local over = call('ZCOUNT', index, '(' .. asString(now), '+inf') - most + 1
  if tonumber(replaced ~= '' and call('ZSCORE', index, replaced) or 0) > now then over = over - 1 end
  return over > 0 and over - forgetLost() or 0
end

-- The ids and problems of at most `count` corrupted ones of the user's active sessions. It looks at the first few only.
local function corruptedOnes(count)
  local found = {}
  for _, lost in ipairs(call('ZRANGEBYSCORE', index, '(' .. asString(now), '+inf', 'LIMIT', 0, MOST_LOOKS)) do
    if #found == count then break end
    local record, problem = readClosely(shard, lost)
    if record and record.user ~= user then problem = 'userId is not the one it is indexed by' end
    if problem then found[#found + 1] = { id = lost, problem = problem } end
  end
  return found
end

local over, lost = surplus(), {}
local evicts = ARGV[12] == 'evict-oldest'
if over > 0 and not evicts then
  lost = corruptedOnes(over)
  if #lost < over then return { 'limit', asString(now) } end
end

local idle, absolute, warning, autoRenew = string.match(timeouts, '^(%d+) (%d+) (%d+) ([01])$')
local record = {
  id = id, handle = handle, user = user, attributes = attributes, metadata = metadata, timeouts = timeouts,
  createdAt = now, lastActivityAt = now, lastRenewedAt = now, renewalCount = 0,
  idle = tonumber(idle), absolute = tonumber(absolute), warning = tonumber(warning), autoRenew = autoRenew == '1',
}
record.expiresAt = expiryOf(now, now, record.idle, record.absolute)
record.warnAt = record.expiresAt - record.warning
record.times = timesOf(record)
-- First, so that nothing is ended in favour of a session for which a full server has no room.
call('HSET', shard .. 'session:' .. id, 'handle', handle, 'user', user, 'attributes', attributes, 'metadata', metadata,
  'times', record.times, 'timeouts', timeouts)
local evicted, corrupted = {}, {}
for at, one in ipairs(lost) do
  corrupted[at] = quarantine(shard, one.id, one.problem)
  call('ZREM', index, one.id, '@' .. one.id)
end
if over > 0 and evicts then
  local nextPosition
  evicted, corrupted, nextPosition = endOldest(shard, user, {
    kind = 'evicted', reason = 'evicted', by = '', most = math.min(over, MOST_EVICTED), looks = MOST_CHECKED,
    bytes = MOST_EVICTED_BYTES, from = ARGV[13], spared = replaced,
  })
  if nextPosition and #evicted + #corrupted < over and ARGV[14] ~= '1' then
    call('UNLINK', shard .. 'session:' .. id)
    return { 'more', asString(now), evicted, corrupted, nextPosition }
  end
end
addToIndexes(shard, record)
if ARGV[16] ~= '' then call('HSET', shard .. 'session:' .. id, 'authenticated', ARGV[16]) end
return { 'created', asString(now), evicted, corrupted }
