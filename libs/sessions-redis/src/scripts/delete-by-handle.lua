-- Ends the active session of a user that has a handle.
-- KEYS      the keys of the user's shard
-- ARGV[5]   the user, as in a record
-- ARGV[6]   the handle
-- ARGV[7]   how many sessions it may look at
-- ARGV[8]   the score in the user's index to begin at, or -inf
-- ARGV[9]   why it ends, [10] who ends it, or empty; both escaped as in JSON
-- Result    { now, the session or nothing, the entry of a corrupted record or nothing, score to continue at (empty at the end) }
-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine
local shard, user, handle = KEYS[1], ARGV[5], ARGV[6]
local index = shard .. 'user:' .. user

local function finish(id)
  local record, problem = readClosely(shard, id)
  if record and record.user ~= user then problem = 'userId is not the one it is indexed by' end
  if problem then return { asString(now), {}, { quarantine(shard, id, problem) }, '' } end
  if not record or now >= record.expiresAt then return { asString(now), {}, {}, '' } end
  local reason, by = ARGV[9], ARGV[10]
  announce(shard, { ending('deleted', reason, record, by) })
  removeSessions(shard, { record })
  remember(shard, { record }, function() return reason, now, by end)
  return { asString(now), { fieldsOf(record) }, {}, '' }
end

local listed = call('ZRANGEBYSCORE', index, ARGV[8], '(0', 'WITHSCORES', 'LIMIT', 0, ARGV[7])
for at = 1, #listed, 2 do
  local id = string.sub(listed[at], 2)
  if redis.pcall('HGET', shard .. 'session:' .. id, 'handle') == handle then return finish(id) end
end
local isEnd = #listed < 2 * tonumber(ARGV[7])
return { asString(now), {}, {}, isEnd and '' or '(' .. listed[#listed] }
