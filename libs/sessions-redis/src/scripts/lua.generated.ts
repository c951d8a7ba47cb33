/* eslint-disable max-lines -- Written by scripts/generate.mjs from the .lua files: change those, and run it again. */

export const LUA = {
  'acknowledge-event': `-- @include layout event-call
return redis.call('XACK', shardAt(1).events, group, ARGV[4])`,
  authenticated: `-- @include layout call write lifetime record deadlines session indexes former endings stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.user == '' then return answer('refused', record) end
record.authenticated = asString(now)
call('HSET', shard .. 'session:' .. id, 'authenticated', record.authenticated)
return answer('active', record)`,
  'begin-events': `-- @include layout event-call event-group
for at = 1, #KEYS do
local shard = shardAt(at)
if redis.call('EXISTS', shard.events) == 0 or ofGroup('XPENDING', shard.events, group) == nil then
createGroup(shard, ARGV[4])
end
end
return 1`,
  'begin-sign-in': `-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readClosely)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.user ~= '' and record.user ~= ARGV[6] then return answer('refused', record) end
local key = shard .. 'session:' .. id
local earlier = call('HGET', key, 'successor') or ''
call('HSET', key, 'successor', ARGV[7])
return answer('active', record, earlier)`,
  'claim-events': `-- @include layout event-call
local shard, states = shardAt(1), {}
for at = 4, #ARGV, 3 do
local id, idle, deliveries = ARGV[at], ARGV[at + 1], ARGV[at + 2]
local state = 'kept'
if not isOurs(shard, id) then
state = 'taken'
elseif #redis.call('XRANGE', shard.events, id, id) == 0 then
redis.call('XACK', shard.events, group, id)
state = 'alone'
else
redis.call('XCLAIM', shard.events, group, consumer, 0, id, 'IDLE', idle, 'RETRYCOUNT', deliveries, 'JUSTID')
end
states[#states + 1] = state
end
return states`,
  'clear-quarantine': `-- @include layout call
local cleared = 0
for _, shard in ipairs(KEYS) do
local quarantine = shard .. 'quarantine'
cleared = cleared + call('ZCOUNT', quarantine, '(' .. asString(now), '+inf')
call('UNLINK', quarantine)
end
return cleared`,
  counts: `-- @include layout call counts
local NOTHING, LAYOUT = KEYS[1] .. 'nothing', KEYS[1] .. 'layout'
local COMMANDS = {
{ 'ZADD', NOTHING, 'XX', 0, '' }, { 'HSET', NOTHING, '', '', '' }, { 'SET', NOTHING, '', 'XX' }, { 'RENAME', LAYOUT, LAYOUT },
{ 'PERSIST', NOTHING }, { 'UNLINK', NOTHING }, { 'ZREM', NOTHING, '' }, { 'ZREMRANGEBYSCORE', NOTHING, 0, 0 },
{ 'HMGET', NOTHING, '' }, { 'HDEL', NOTHING, '' }, { 'HGET', NOTHING, '' }, { 'HGETALL', NOTHING }, { 'HLEN', NOTHING }, { 'TYPE', NOTHING },
{ 'EXISTS', NOTHING }, { 'GETRANGE', NOTHING, 0, 0 }, { 'PTTL', NOTHING }, { 'ZSCORE', NOTHING, '' },
{ 'ZMSCORE', NOTHING, '' }, { 'ZRANGEBYSCORE', NOTHING, 0, 0 }, { 'ZREVRANGEBYSCORE', NOTHING, 0, 0 }, { 'MEMORY', 'USAGE', NOTHING }, { 'TIME' },
{ 'ZRANGE', NOTHING, 0, 0 }, { 'HSCAN', NOTHING, 0 }, { 'ZSCAN', NOTHING, 0 }, { 'HKEYS', NOTHING },
}
local EVENT_COMMANDS = {
{ 'XADD', NOTHING, 'NOMKSTREAM', '*', 'type', '' }, { 'XTRIM', NOTHING, 'MAXLEN', 0 }, { 'INCRBY', NOTHING, '' },
{ 'XLEN', NOTHING }, { 'XRANGE', NOTHING, '-', '+', 'COUNT', 1 }, { 'XREVRANGE', NOTHING, '+', '-', 'COUNT', 1 },
{ 'XACK', NOTHING, '', '0-0' }, { 'XDEL', NOTHING, '0-0' },
}
local function isAboutArguments(problem)
return string.find(problem, 'wrong number of arg', 1, true) or string.find(problem, 'not an integer', 1, true)
end
local function attempt(commands, full)
for _, command in ipairs(commands) do
local reply = redis.pcall(unpack(command))
local problem = type(reply) == 'table' and reply.err
if problem and string.find(problem, 'OOM', 1, true) then
full = problem
elseif problem and not isAboutArguments(problem) then
return problem, full
end
end
return nil, full
end
local function refusal()
local problem, full = attempt(COMMANDS)
if not problem and ARGV[4] ~= '' then problem, full = attempt(EVENT_COMMANDS, full) end
return problem or full or ''
end
local function memory()
local info = redis.pcall('INFO', 'memory')
if type(info) ~= 'string' then return '0', '0' end
return string.match(info, 'used_memory:(%d+)') or '0', string.match(info, 'maxmemory:(%d+)') or '0'
end
return { asString(now), counts(), refusal(), memory() }`,
  create: `-- @include layout call write lifetime record deadlines session indexes json stream events quarantine misplaced endings end-oldest
local MOST_EVICTED, MOST_EVICTED_BYTES, MOST_CHECKED, MOST_LOOKS = 50, 131072, 1000, 20
local shard = KEYS[1]
local id, handle, user, attributes, metadata, timeouts = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local most, index, replaced = tonumber(ARGV[11]), shard .. 'user:' .. user, ARGV[15]
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
local function surplus()
if not most then return 0 end
local over = call('ZCOUNT', index, '(' .. asString(now), '+inf') - most + 1
if tonumber(replaced ~= '' and call('ZSCORE', index, replaced) or 0) > now then over = over - 1 end
return over > 0 and over - forgetLost() or 0
end
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
return { 'created', asString(now), evicted, corrupted }`,
  'delete-by-handle': `-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine
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
return { asString(now), {}, {}, isEnd and '' or '(' .. listed[#listed] }`,
  delete: `-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readClosely)
if not record and not problem and ARGV[8] == '1' then
local replaced = follow(shard, id)
if replaced then
id = replaced.id
record, problem = readClosely(shard, id)
end
end
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
local reason, by = ARGV[6], ARGV[7]
announce(shard, { ending('deleted', reason, record, by) })
removeSessions(shard, { record })
remember(shard, { record }, function() return reason, now, by end)
return answer('active', record)`,
  'drop-events': `-- @include layout call stream events
local MOST_ENDINGS = 1000
local shard = KEYS[1]
local function isFull()
local reply = redis.pcall('ZADD', shard .. 'nothing', 'XX', 0, '')
return type(reply) == 'table' and reply.err and string.find(reply.err, 'OOM', 1, true)
end
if ARGV[5] == '1' and not isFull() then return 0 end
local length = call('XLEN', shard .. 'events')
local dropped = call('XTRIM', shard .. 'events', 'MAXLEN', length - math.ceil(length / 4))
countDropped(shard, dropped)
local endings = math.min(math.ceil(call('ZCARD', shard .. 'endings-until') / 4), MOST_ENDINGS)
local ids = call('ZRANGEBYSCORE', shard .. 'endings-until', '-inf', '+inf', 'LIMIT', 0, endings)
if endings > 0 then
call('HDEL', shard .. 'endings', unpack(ids))
call('ZREM', shard .. 'endings-until', unpack(ids))
end
return dropped + endings`,
  'drop-parked': `-- @include layout event-call
local shard = shardAt(1)
local parked = shard.parked
local count
if #ARGV > 3 then
count = redis.call('XDEL', parked, unpack(ARGV, 4))
else
count = redis.call('XLEN', parked)
end
if #ARGV == 3 or redis.call('XLEN', parked) == 0 then redis.call('UNLINK', parked, shard.parkedOffset) end
return count`,
  'erase-endings': `-- @include layout call
local LOOKS = '100'
local shard, needle = KEYS[1], ',"userId":"' .. ARGV[5] .. '"'
local found = call('HSCAN', shard .. 'endings', ARGV[6], 'COUNT', LOOKS)
local ids = {}
for at = 1, #found[2], 2 do
if string.find(found[2][at + 1], needle, 1, true) then ids[#ids + 1] = found[2][at] end
end
for _, id in ipairs(ids) do
call('HDEL', shard .. 'endings', id)
call('ZREM', shard .. 'endings-until', id)
end
return { #ids, found[1] }`,
  'erase-events': `-- @include layout call write stream events names-user
local LOOKS = 25
local shard, user, asJson, group = KEYS[1], ARGV[5], ARGV[6], ARGV[7]
local stream = shard .. 'events' .. (group ~= '' and '-parked:' .. group or '')
local function isOfUser(fields)
for at = 1, #fields, 2 do
if fields[at] == 'user' and fields[at + 1] == user then return true end
if fields[at] == 'record' and namesUser(fields[at + 1], user, asJson) then return true end
end
return false
end
local entries, ids = call('XRANGE', stream, '(' .. ARGV[8], '+', 'COUNT', LOOKS), {}
for _, entry in ipairs(entries) do
if isOfUser(entry[2]) then ids[#ids + 1] = entry[1] end
end
if #ids > 0 and group == '' then
for _, name in ipairs(call('HKEYS', stream .. '-passed')) do redis.pcall('XACK', stream, name, unpack(ids)) end
countDropped(shard, #ids)
end
if #ids > 0 then call('XDEL', stream, unpack(ids)) end
return { #ids, #entries == LOOKS and entries[LOOKS][1] or '' }`,
  'erase-quarantined': `-- @include layout call names-user
local LOOKS = '10'
local quarantine, count = KEYS[1] .. 'quarantine', 0
local found = call('ZSCAN', quarantine, ARGV[7], 'COUNT', LOOKS)
for at = 1, #found[2], 2 do
if namesUser(found[2][at], ARGV[5], ARGV[6]) then count = count + call('ZREM', quarantine, found[2][at]) end
end
return { count, found[1] }`,
  'erase-sessions': `-- @include layout call indexes
local MOST_MEMBERS = 100
local shard, user = KEYS[1], ARGV[5]
local index = shard .. 'user:' .. user
local members = call('ZRANGE', index, 0, MOST_MEMBERS - 1)
if #members == 0 then return { 0, 0 } end
local records, isKnown = {}, {}
for _, member in ipairs(members) do
local id = string.match(member, '^@?(.*)$')
if not isKnown[id] then
isKnown[id] = true
local owner = redis.pcall('HGET', shard .. 'session:' .. id, 'user')
if type(owner) ~= 'string' or owner == user then records[#records + 1] = { id = id, user = user } end
end
end
if #records > 0 then removeSessions(shard, records) end
call('ZREM', index, unpack(members))
return { #records, 1 }`,
  'event-groups': `-- @include layout call
return call('HKEYS', KEYS[1] .. 'events-passed')`,
  'finish-sign-in': `-- @include layout call write lifetime record deadlines session indexes former endings
local shard, id = KEYS[1], ARGV[5]
local record = readRecord(shard, id)
if not record or now >= record.expiresAt then return 0 end
if redis.pcall('HGET', shard .. 'session:' .. id, 'successor') ~= ARGV[6] then return 0 end
removeSessions(shard, { record })
remember(shard, { record }, function() return 'signed-in', now, '' end)
return 1`,
  'follow-events': `-- @include layout stream
local left, found = tonumber(ARGV[2]), {}
local function placeOf(id, offset) return id .. ' ' .. string.format('%.0f', offset) end
local function lastId(stream)
local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
return last and last[1] or '0-0'
end
for at = 1, #KEYS do
if left == 0 then break end
local stream = KEYS[at] .. 'events'
local written = tonumber(redis.call('GET', stream .. '-offset') or '0')
local id, offset = string.match(ARGV[at + 2], '^(%S+) (%d+)$')
if not id then
found[at] = { placeOf(lastId(stream), written), 0, {} }
else
local entries = redis.call('XRANGE', stream, '(' .. id, '+', 'COUNT', left)
local expected, missed = tonumber(offset), 0
for _, entry in ipairs(entries) do
if offsetOf(entry) ~= expected then missed = 1 end
expected = offsetOf(entry) + sizeOf(entry[2], #entry[2] - 2)
end
if #entries == 0 and expected ~= written then expected, missed = written, 1 end
local last = entries[#entries] and entries[#entries][1] or lastId(stream)
found[at] = { placeOf(last, expected), missed, entries }
left = left - #entries
end
end
return found`,
  get: `-- @include layout call lifetime record deadlines session
local shard, id = KEYS[1], ARGV[5]
local record = readSession(shard, id)
if record then return { now >= record.expiresAt and 'expired' or 'active', asString(now), fieldsOf(record) } end
-- @include write indexes former endings stream events quarantine answer
return lookUp(shard, id)`,
  'include/answer': `local function answer(code, record, ...)
return { code, asString(now), fieldsOf(record), ... }
end
local function answerWithout(shard, id, problem)
if problem then return { 'quarantined', asString(now), quarantine(shard, id, problem) } end
local ending, record = endingFor(shard, id)
if record then return answer('expired', record) end
return ending and { 'ended', asString(now), ending } or { 'unknown', asString(now) }
end
local function lookUp(shard, given)
local record, problem, id = find(shard, given, readSession)
if not record then return answerWithout(shard, id, problem) end
return answer(now >= record.expiresAt and 'expired' or 'active', record)
end`,
  'include/call': `local call = redis.call
local strings = { a = nil, b = nil, c = nil, d = nil, e = nil, f = nil, g = nil, h = nil, i = nil }
local function asString(number)
local made = strings[number]
if not made then
made = string.format('%.0f', number)
strings[number] = made
end
return made
end
local function asNumber(string)
local read = tonumber(string)
if read then strings[read] = string end
return read
end
local now
if ARGV[2] ~= '' then
now = asNumber(ARGV[2])
else
local time = call('TIME')
now = asNumber(time[1] .. string.sub('00000' .. time[2], -6, -4))
end`,
  'include/change': `local function change(shard, record, how)
local id, byExpiry, byWarning, expiring = record.id, shard .. 'by-expiry', shard .. 'by-warning', shard .. 'expiring'
if how == 'touch' then record.lastActivityAt = math.max(record.lastActivityAt, now) end
if how == 'renew' or (how == 'touch' and record.autoRenew) then
record.lastRenewedAt = math.max(record.lastRenewedAt, now)
end
local expiresAt = expiryOf(record.createdAt, record.lastRenewedAt, record.idle, record.absolute)
local warnAt = expiresAt - record.warning
local expiresLater, warnsLater = expiresAt - record.expiresAt, warnAt - record.warnAt
record.expiresAt, record.warnAt = expiresAt, warnAt
local byThen = asNumber(writeFirst('ZADD', byExpiry, 'XX', 'INCR', asString(expiresLater), id))
local warnThen = asNumber(call('ZADD', byWarning, 'XX', 'INCR', asString(warnsLater), id))
local announced = not warnThen and asNumber(call('ZSCORE', expiring, id))
local problem = problemInDeadlines(record, byThen, warnThen or announced and announced + warnsLater)
if problem then
call('ZADD', byExpiry, 'XX', 'INCR', asString(-expiresLater), id)
call('ZADD', byWarning, 'XX', 'INCR', asString(-warnsLater), id)
return problem
end
if expiresLater ~= 0 or warnsLater ~= 0 then
if announced then
call('ZREM', expiring, id)
call('ZADD', byWarning, asString(warnAt), id)
end
call('ZADD', shard .. 'user:' .. record.user, 'XX', asString(expiresAt), id)
end
local renewed = how ~= 'update-timeouts' and expiresLater ~= 0
if renewed then record.renewalCount = record.renewalCount + 1 end
return nil, renewed
end`,
  'include/counts': `local function counts()
local all, expired, expiring, quarantined = 0, 0, 0, 0
local instant, later = asString(now), '(' .. asString(now)
for _, shard in ipairs(KEYS) do
all = all + call('ZCARD', shard .. 'by-expiry')
expired = expired + call('ZCOUNT', shard .. 'by-expiry', '-inf', instant)
expiring = expiring + call('ZCOUNT', shard .. 'by-warning', '-inf', instant)
+ call('ZCOUNT', shard .. 'expiring', '-inf', instant)
quarantined = quarantined + call('ZCOUNT', shard .. 'quarantine', later, '+inf')
end
return { all, expired, expiring, quarantined }
end`,
  'include/deadlines': `local function problemInDeadlines(record, expiresAt, warnAt)
if record.expiresAt ~= expiresAt then return 'expiresAt does not follow from its times' end
if record.warnAt ~= warnAt then return 'warnAt does not follow from its times' end
end
local function problemInIndexes(shard, record)
local expiresAt = call('ZSCORE', shard .. 'by-expiry', record.id)
local warnAt = call('ZSCORE', shard .. 'by-warning', record.id) or call('ZSCORE', shard .. 'expiring', record.id)
return problemInDeadlines(record, asNumber(expiresAt), asNumber(warnAt))
end`,
  'include/end-oldest': `local ENTRIES_AT_ONCE = 100
local function endOldest(shard, user, how)
local index, from, looks, bytes = shard .. 'user:' .. user, how.from, how.looks, how.bytes
local records, endings, fields = {}, {}, {}
local corrupted = from == '-inf' and quarantineMisplaced(shard, index) or {}
local function take(id)
local record, problem = readClosely(shard, id)
if record and record.user ~= user then record, problem = nil, 'userId is not the one it is indexed by' end
if problem then corrupted[#corrupted + 1] = quarantine(shard, id, problem) end
if not record then
call('ZREM', index, id, '@' .. id)
elseif now < record.expiresAt then
local at = #records + 1
records[at], endings[at], fields[at] = record, ending(how.kind, how.reason, record, how.by), fieldsOf(record)
bytes = bytes - #record.attributes - #record.metadata
end
end
local function walk()
while true do
local listed = call('ZRANGEBYSCORE', index, from, '(0', 'WITHSCORES', 'LIMIT', 0, ENTRIES_AT_ONCE)
if #listed == 0 then return nil end
local ids = {}
for at = 1, #listed, 2 do ids[#ids + 1] = string.sub(listed[at], 2) end
local deadlines = call('ZMSCORE', index, unpack(ids))
for at, id in ipairs(ids) do
local isActive = deadlines[at] and tonumber(deadlines[at]) > now and id ~= how.spared
local isFull = #records + #corrupted >= how.most or bytes <= 0
if looks == 0 or isActive and isFull then return listed[2 * at] end
looks = looks - 1
if isActive then take(id) end
end
from = '(' .. listed[#listed]
end
end
local nextPosition = walk()
if #records > 0 then
announce(shard, endings)
removeSessions(shard, records)
remember(shard, records, function() return how.reason, now, how.by end)
end
return fields, corrupted, nextPosition
end`,
  'include/endings': `local LONGEST_USER, MOST_ROTATIONS = 1024, 20
local rememberMs, mostEndings = string.match(ARGV[3], '^%d+ (%d+) (%d+)$')
rememberMs, mostEndings = tonumber(rememberMs), tonumber(mostEndings)
local function forgetEndings(shard, most)
local endings, byInstant = shard .. 'endings', shard .. 'endings-until'
local count = call('ZCARD', byInstant)
if count ~= call('HLEN', endings) then
call('UNLINK', endings, byInstant)
return
end
if count == 0 then return end
local ids = call('ZRANGEBYSCORE', byInstant, '-inf', asString(now), 'LIMIT', 0, most)
local surplus = math.min(count - mostEndings, most)
if surplus > #ids then ids = call('ZRANGEBYSCORE', byInstant, '-inf', '+inf', 'LIMIT', 0, surplus) end
if #ids == 0 then return end
call('HDEL', endings, unpack(ids))
call('ZREM', byInstant, unpack(ids))
end
local function endingJson(record, reason, endedAt, by, handle)
return '{"reason":"' .. reason .. '","endedAt":' .. asString(endedAt) .. ',"userId":"' .. record.user .. '"'
.. (by ~= '' and ',"by":"' .. by .. '"' or '') .. (handle and ',"handle":"' .. handle .. '"' or '') .. '}'
end
local function writeEndings(shard, entries)
if #entries == 0 then return end
local forgetAt, fields, scores = asString(now + rememberMs), {}, {}
for _, entry in ipairs(entries) do
fields[#fields + 1], fields[#fields + 2] = entry[1], forgetAt .. ' ' .. entry[2]
scores[#scores + 1], scores[#scores + 2] = forgetAt, entry[1]
end
call('HSET', shard .. 'endings', unpack(fields))
call('ZADD', shard .. 'endings-until', unpack(scores))
forgetEndings(shard, 2 * #entries)
end
local function rememberReplaced(shard, id, nextId, graceMs)
if rememberMs > 0 then writeEndings(shard, { { id, 'rotated ' .. nextId .. ' ' .. asString(now + graceMs) } }) end
end
local function remember(shard, records, how)
if rememberMs == 0 then return end
local entries = {}
for _, record in ipairs(records) do
if #record.user <= LONGEST_USER then
local reason, endedAt, by = how(record)
entries[#entries + 1] = { record.id, endingJson(record, reason, endedAt, by) }
end
end
writeEndings(shard, entries)
end
local function rememberedAt(shard, id)
local entry = redis.pcall('HGET', shard .. 'endings', id)
if type(entry) ~= 'string' then return nil end
local forgetAt, remembered = string.match(entry, '^(%d+) (.*)$')
if forgetAt and now < tonumber(forgetAt) then return remembered end
end
local function follow(shard, id)
local remembered, endedAt = rememberedAt(shard, id), nil
for _ = 1, MOST_ROTATIONS + 1 do
local nextId, graceEnd = string.match(remembered or '', '^rotated (%S+) (%d+)$')
if not nextId then return nil, nil, remembered end
endedAt = endedAt or tonumber(graceEnd)
local record = readRecord(shard, nextId)
if record then return record, endedAt end
remembered = rememberedAt(shard, nextId)
end
end
local function endingFor(shard, id)
local record, endedAt, ending = follow(shard, id)
if not record then return ending, nil end
if now >= record.expiresAt then return nil, record end
return now >= endedAt and endingJson(record, 'rotated', endedAt, '', record.handle) or nil, nil
end`,
  'include/event-call': `local group, consumer = ARGV[2], ARGV[3]
local function shardAt(at)
local events = KEYS[at] .. 'events'
return {
events = events, dropped = events .. '-dropped', passed = events .. '-passed', parked = events .. '-parked:' .. group,
parkedOffset = events .. '-parked-offset:' .. group,
}
end
local function ofGroup(...)
local reply = redis.pcall(...)
if type(reply) ~= 'table' or not reply.err then return reply end
if string.find(reply.err, 'NOGROUP', 1, true) then return nil end
error(reply.err)
end
local function isOurs(shard, id)
local pending = ofGroup('XPENDING', shard.events, group, id, id, 1, consumer)
return pending ~= nil and #pending > 0
end`,
  'include/event-consumers': `local function removeNames(shard, isDone)
local left = 0
for _, about in ipairs(redis.call('XINFO', 'CONSUMERS', shard.events, group)) do
local facts = {}
for at = 1, #about, 2 do facts[about[at]] = about[at + 1] end
if isDone(facts.name, facts.idle) then
if facts.pending == 0 then
redis.call('XGROUP', 'DELCONSUMER', shard.events, group, facts.name)
else
left = left + 1
end
end
end
return left
end`,
  'include/event-group': `local function createGroup(shard, from)
redis.call('XGROUP', 'CREATE', shard.events, group, from, 'MKSTREAM')
local passed = tonumber(redis.call('GET', shard.dropped) or 0)
if from == '$' then passed = passed + redis.call('XLEN', shard.events) end
redis.call('HSET', shard.passed, group, string.format('%.0f', passed))
end
local function pass(shard, count)
local dropped = tonumber(redis.call('GET', shard.dropped) or 0)
local passed = tonumber(redis.call('HGET', shard.passed, group) or dropped)
redis.call('HSET', shard.passed, group, string.format('%.0f', math.max(dropped, passed) + count))
return math.max(0, dropped - passed)
end`,
  'include/events': `local maxBytes, maxAge, withMetadata = string.match(ARGV[4], '^(%d+) (%d+) ([01])$')
local function countDropped(shard, count)
if count > 0 then call('INCRBY', shard .. 'events-dropped', count) end
end
local function announce(shard, events)
if not maxBytes then return end
countDropped(shard, append(shard .. 'events', shard .. 'events-offset', events, tonumber(maxBytes), maxAge, writeFirst))
end
local function dropOldEvents(shard)
if maxAge then countDropped(shard, dropOld(shard .. 'events', maxAge)) end
end
local function ending(kind, reason, record, by)
local event = {
'type', kind, 'at', asString(now), 'reason', reason, 'id', record.id, 'handle', record.handle, 'user', record.user,
'attributes', record.attributes, 'metadata', withMetadata == '1' and record.metadata or '{}',
'times', record.times, 'timeouts', record.timeouts,
'expiresAt', asString(record.expiresAt), 'warnAt', asString(record.warnAt),
}
if record.authenticated ~= '' then
event[#event + 1] = 'authenticated'
event[#event + 1] = record.authenticated
end
if by and by ~= '' then
event[#event + 1] = 'by'
event[#event + 1] = by
end
return event
end`,
  'include/extend-former': `local function extendFormer(shard, id, how, precision)
local current = currentOf(shard, id)
return current and extend(shard, current, how, precision) or lookUp(shard, id)
end`,
  'include/extend': `local function extend(shard, id, how, precision)
local record = readRecord(shard, id)
if not record or now >= record.expiresAt then return nil end
local noted = record.autoRenew and math.min(record.lastActivityAt, record.lastRenewedAt) or record.lastActivityAt
if precision and now - noted < math.min(precision, math.floor(record.idle / 2)) then
return not problemInIndexes(shard, record) and { 'active', asString(now), fieldsOf(record) } or nil
end
local problem, renewed = change(shard, record, how)
if problem then return nil end
record.times = timesOf(record)
call('HSET', shard .. 'session:' .. id, 'times', record.times)
return { 'active', asString(now), fieldsOf(record), renewed and 1 or 0 }
end`,
  'include/former': `local AFTER_GRACE = 600000
local function stringAt(key)
local found = redis.pcall('GET', key)
return type(found) == 'string' and found or ''
end
local function currentOf(shard, id)
local first, ends = string.match(stringAt(shard .. 'former:' .. id), '^(%S+) (%d+)$')
if not first or now >= tonumber(ends) then return nil end
local current = stringAt(shard .. 'current:' .. first)
return current ~= '' and current or nil
end
local function find(shard, id, read)
local record, problem = read(shard, id)
if record or problem then return record, problem, id end
local current = currentOf(shard, id)
if not current then return nil, nil, id end
record, problem = read(shard, current)
return record, problem, current
end
local function keepFormer(shard, former, id, graceMs)
local key = shard .. 'session:' .. id
local first = call('HGET', key, 'first')
if not first then
if graceMs == 0 then return end
first = former
call('HSET', key, 'first', first)
end
local current = shard .. 'current:' .. first
local lives = graceMs > 0 and graceMs + AFTER_GRACE or 0
local pointerLives = math.max(lives, call('PTTL', current))
if pointerLives > 0 then call('SET', current, id, 'PX', asString(pointerLives)) end
if graceMs > 0 then call('SET', shard .. 'former:' .. former, first .. ' ' .. asString(now + graceMs), 'PX', asString(lives)) end
end`,
  'include/indexes': `local POSITIONS_BELOW = 4503599627370496
local LAST_POSITION = 2251799813685248
local function isPosition(number)
return number >= 0 and number <= LAST_POSITION and number == math.floor(number)
end
local function addToIndexes(shard, record)
local last = call('ZREVRANGEBYSCORE', shard .. 'by-creation', asString(LAST_POSITION), 0, 'WITHSCORES', 'LIMIT', 0, 1)
local position = last[2] and math.floor(tonumber(last[2])) + 1 or 0
local id, expiresAt = record.id, asString(record.expiresAt)
call('ZADD', shard .. 'by-expiry', expiresAt, id)
call('ZADD', shard .. 'by-warning', asString(record.warnAt), id)
call('ZADD', shard .. 'by-creation', asString(position), id)
if record.user == '' then return end
call('ZADD', shard .. 'user:' .. record.user, expiresAt, id, asString(position - POSITIONS_BELOW), '@' .. id)
end
local function removeSessions(shard, records)
local ids, keys = {}, {}
for at, record in ipairs(records) do
local key = shard .. 'session:' .. record.id
local first = redis.pcall('HGET', key, 'first')
ids[at], keys[#keys + 1] = record.id, key
if type(first) == 'string' then keys[#keys + 1] = shard .. 'current:' .. first end
end
call('UNLINK', unpack(keys))
for _, index in ipairs({ 'by-expiry', 'by-warning', 'expiring', 'by-creation' }) do
call('ZREM', shard .. index, unpack(ids))
end
for _, record in ipairs(records) do
if record.user then call('ZREM', shard .. 'user:' .. record.user, record.id, '@' .. record.id) end
end
end`,
  'include/json': `local function isJson(json)
local ok, problem = pcall(cjson.decode, json)
if ok then return true end
problem = tostring(problem)
return string.find(problem, 'nested', 1, true) ~= nil or string.find(problem, 'unicode escape', 1, true) ~= nil
end
local function isObject(json)
return json == '{}' or string.find(json, '^{') and isJson(json)
end
local function problemInStrings(record)
if string.find(record.user, '[%c"\\\\]') and not isJson('["' .. record.user .. '"]') then return 'userId is not a string' end
if not isObject(record.attributes) then return 'attributes is not an object' end
if not isObject(record.metadata) then return 'metadata is not an object' end
end
local function readClosely(shard, id)
local record, problem = readSession(shard, id)
if not record then return nil, problem end
problem = problemInStrings(record)
if problem then return nil, problem end
return record
end`,
  'include/layout': `local layout = redis.call('GET', table.remove(KEYS))
if layout ~= ARGV[1] and (not layout or string.sub(layout, 1, #ARGV[1]) ~= ARGV[1]) then return { 'layout' } end`,
  'include/lifetime': `local function expiryOf(createdAt, lastRenewedAt, idle, absolute)
return math.min(lastRenewedAt + idle, createdAt + absolute)
end`,
  'include/misplaced': `local MOST_MISPLACED = 20
local function quarantineMisplaced(shard, index)
local corrupted = {}
local from = '(' .. asString(LAST_INSTANT + LONGEST_DURATION)
for _, member in ipairs(call('ZRANGEBYSCORE', index, from, '+inf', 'LIMIT', 0, MOST_MISPLACED)) do
local id = string.match(member, '^@?(.*)$')
call('ZREM', index, id, '@' .. id)
if call('EXISTS', shard .. 'session:' .. id) == 1 then
corrupted[#corrupted + 1] = quarantine(shard, id, 'its score in the index of its user is not valid')
end
end
return corrupted
end`,
  'include/names-user': `local function namesUser(entry, user, asJson)
return string.find(entry, '"user":' .. asJson, 1, true) ~= nil
or string.find(entry, '"user":' .. cjson.encode(user), 1, true) ~= nil
end`,
  'include/quarantine': `local MOST_FIELDS, MOST_BYTES = 32, 16384
local function findings(shard, id)
local key = shard .. 'session:' .. id
local what = {
type = call('TYPE', key).ok,
expiresAt = call('ZSCORE', shard .. 'by-expiry', id) or nil,
warnAt = call('ZSCORE', shard .. 'by-warning', id) or call('ZSCORE', shard .. 'expiring', id) or nil,
}
local bytes = call('MEMORY', 'USAGE', key, 'SAMPLES', SAMPLES) or 0
if what.type == 'hash' and bytes > MOST_RECORD_BYTES then
what.bytes = bytes
return what, nil, nil
end
if what.type == 'string' then
what.value = call('GETRANGE', key, 0, MOST_BYTES - 1)
elseif what.type == 'hash' then
local named = call('HMGET', key, 'user', 'handle')
if call('HLEN', key) > MOST_FIELDS then return what, named[1] or nil, named[2] or nil end
local pairs = call('HGETALL', key)
what.fields = {}
for at = 1, #pairs, 2 do
what.fields[string.sub(pairs[at], 1, MOST_BYTES)] = string.sub(pairs[at + 1], 1, MOST_BYTES)
end
return what, named[1] or nil, named[2] or nil
end
return what, nil, nil
end
local function quarantine(shard, id, problem, raw, handle)
local quarantine, keptUntil, what, user = shard .. 'quarantine', asString(now + string.match(ARGV[3], '^%d+')), nil, nil
if not raw then what, user, handle = findings(shard, id) end
local named = handle and string.find(handle, HANDLE) and '"handle":"' .. handle .. '",' or ''
local about = '{"id":' .. cjson.encode(id) .. ',' .. named .. '"problem":' .. cjson.encode(problem)
.. ',"quarantinedAt":' .. asString(now) .. ',"keptUntil":' .. keptUntil .. ',"raw":'
local entry = about .. (raw or cjson.encode(what)) .. '}'
local announced = withMetadata == '1' and entry or about .. 'null}'
announce(shard, { { 'type', 'quarantined', 'at', asString(now), 'reason', 'quarantined', 'record', announced } })
if what then removeSessions(shard, { { id = id, user = user } }) end
call('ZREMRANGEBYSCORE', quarantine, '-inf', asString(now))
call('ZADD', quarantine, keptUntil, entry)
return entry
end`,
  'include/record': `local LAST_INSTANT = 8.64e15
local LONGEST_DURATION = 100 * 365 * 24 * 3600000
local MOST_RECORD_BYTES = 1572864
local SAMPLES = 16
local HANDLE = '^' .. string.rep('[%w_-]', 11) .. '$'
local function isInstant(digits)
return string.find(digits, '^%d+$') and tonumber(digits) <= LAST_INSTANT
end
local function timesOf(record)
return asString(record.createdAt) .. ' ' .. asString(record.lastActivityAt) .. ' ' .. asString(record.lastRenewedAt) .. ' '
.. asString(record.renewalCount)
end
local function fieldsOf(record)
return { record.id, record.user, record.attributes, record.metadata, record.times, record.timeouts, record.handle,
record.authenticated }
end
local function readRecord(shard, id)
local bytes = call('MEMORY', 'USAGE', shard .. 'session:' .. id, 'SAMPLES', SAMPLES)
if not bytes then return nil end
if bytes > MOST_RECORD_BYTES then return nil, 'its record is larger than 1 MiB' end
local found = redis.pcall('HMGET', shard .. 'session:' .. id, 'user', 'attributes', 'metadata', 'times', 'timeouts',
'handle', 'authenticated')
if found.err then return nil, 'its record is not a hash' end
local user, attributes, metadata, times, timeouts, handle, authenticated = unpack(found)
if not (user or attributes or metadata or times or timeouts or handle) then return nil end
if not handle or not string.find(handle, HANDLE) then return nil, 'handle is not valid' end
if authenticated and authenticated ~= '-' and not isInstant(authenticated) then
return nil, 'authenticatedAt is not an instant'
end
if not user then return nil, 'userId is not a string' end
if not attributes then return nil, 'attributes is not an object' end
if not metadata then return nil, 'metadata is not an object' end
if not times or not timeouts then return nil, 'times or timeouts are missing' end
local createdAt, lastActivityAt, lastRenewedAt, renewalCount = string.match(times, '^(%d+) (%d+) (%d+) (%d+)$')
if not createdAt then return nil, 'times are not whole numbers' end
local idle, absolute, warning, autoRenew = string.match(timeouts, '^(%d+) (%d+) (%d+) ([01])$')
if not idle then return nil, 'timeouts are not valid' end
createdAt, lastActivityAt, lastRenewedAt = asNumber(createdAt), asNumber(lastActivityAt), asNumber(lastRenewedAt)
renewalCount, idle, absolute, warning = tonumber(renewalCount), tonumber(idle), tonumber(absolute), tonumber(warning)
if createdAt > LAST_INSTANT then return nil, 'createdAt is not an instant' end
if lastActivityAt > LAST_INSTANT then return nil, 'lastActivityAt is not an instant' end
if lastRenewedAt > LAST_INSTANT then return nil, 'lastRenewedAt is not an instant' end
if lastActivityAt < createdAt then return nil, 'lastActivityAt is before createdAt' end
if lastRenewedAt < createdAt then return nil, 'lastRenewedAt is before createdAt' end
if renewalCount > 9007199254740991 then return nil, 'renewalCount is not a count' end
if idle < 1 or warning > idle or idle > absolute or absolute > LONGEST_DURATION then
return nil, 'timeouts are not valid'
end
local expiresAt = expiryOf(createdAt, lastRenewedAt, idle, absolute)
return {
id = id, handle = handle, user = user, attributes = attributes, metadata = metadata, times = times, timeouts = timeouts,
createdAt = createdAt, lastActivityAt = lastActivityAt, lastRenewedAt = lastRenewedAt, renewalCount = renewalCount,
idle = idle, absolute = absolute, warning = warning, autoRenew = autoRenew == '1',
authenticated = authenticated or '', expiresAt = expiresAt, warnAt = expiresAt - warning,
}
end`,
  'include/session': `local MISSING = 'its record is missing though its index entry is there, as after an eviction: '
.. 'set maxmemory-policy to noeviction'
local function problemInNothing(shard, id)
if call('EXISTS', shard .. 'session:' .. id) == 1 then return 'its record has none of its fields' end
if call('ZSCORE', shard .. 'by-expiry', id) then return MISSING end
end
local function readSession(shard, id)
local record, problem = readRecord(shard, id)
if not record then return nil, problem or problemInNothing(shard, id) end
problem = problemInIndexes(shard, record)
if problem then return nil, problem end
return record
end`,
  'include/stream': `local ENTRY_BYTES, MOST_DROPPED = 64, 1000
local function offsetOf(entry)
local fields = entry[2]
return fields[#fields - 1] == 'offset' and tonumber(fields[#fields]) or 0
end
local function sizeOf(parts, count)
local size = ENTRY_BYTES
for at = 1, count do size = size + #parts[at] end
return size
end
local function dropOld(stream, maxAge)
local time = redis.call('TIME')
local instant = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('XTRIM', stream, 'MINID', string.format('%.0f', math.max(0, instant - maxAge)))
end
local function dropSurplus(stream, offset, maxBytes)
local dropped, look = 0, 1
while dropped < MOST_DROPPED do
local entries = redis.call('XRANGE', stream, '-', '+', 'COUNT', look)
local surplus = 0
while surplus < #entries and offset - offsetOf(entries[surplus + 1]) > maxBytes do surplus = surplus + 1 end
if surplus == 0 then break end
local left = redis.call('XLEN', stream) - surplus
dropped = dropped + redis.call('XTRIM', stream, 'MAXLEN', left)
if surplus < #entries then break end
look = 50
end
return dropped
end
local function append(stream, offsetKey, entries, maxBytes, maxAge, add)
local sizes, all = {}, 0
for at, entry in ipairs(entries) do
sizes[at] = sizeOf(entry, #entry)
all = all + sizes[at]
end
local offset = add('INCRBY', offsetKey, all) - all
if offset == 0 then
local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
if last then offset = redis.call('INCRBY', offsetKey, string.format('%.0f', offsetOf(last))) - all end
end
for at, entry in ipairs(entries) do
entry[#entry + 1] = 'offset'
entry[#entry + 1] = string.format('%.0f', offset)
redis.call('XADD', stream, '*', unpack(entry))
offset = offset + sizes[at]
end
return dropOld(stream, maxAge) + dropSurplus(stream, offset, maxBytes)
end`,
  'include/write': `local function writeFirst(command, key, ...)
local reply = redis.pcall(command, key, ...)
if type(reply) ~= 'table' or not reply.err then return reply end
call('PERSIST', key)
return call(command, key, ...)
end`,
  layout: `local probe = redis.pcall('ZMSCORE', KEYS[1], '')
if type(probe) == 'table' and probe.err and string.find(probe.err, 'Unknown', 1, true) then return 'old' end
local function isSame(found)
local length = math.min(#found, #ARGV[1])
return string.sub(found, 1, length) == string.sub(ARGV[1], 1, length) and string.find(found, '^%d+ %d+ ') ~= nil
end
for _, key in ipairs(KEYS) do
local found = redis.call('GET', key)
if found and not isSame(found) then return found end
end
for _, key in ipairs(KEYS) do
local found = redis.call('GET', key)
if not found or #found < #ARGV[1] then redis.call('SET', key, ARGV[1]) end
end
return ARGV[1]`,
  'leave-events': `-- @include layout event-call event-consumers
local function isUs(name)
return name == consumer
end
local left = 0
for at = 1, #KEYS do
local shard = shardAt(at)
if redis.call('EXISTS', shard.events) == 1 and ofGroup('XPENDING', shard.events, group) then
left = left + removeNames(shard, isUs)
end
end
return left`,
  'list-user': `-- @include layout call write lifetime record deadlines session indexes stream events quarantine misplaced counts
local PRUNE_AFTER = 24 * 3600000
local MOST_PRUNED = 100
local most, looks, bytes, user = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[9]), ARGV[10]
local shard = KEYS[tonumber(ARGV[7])]
local index = shard .. 'user:' .. user
local sessions, corrupted = {}, quarantineMisplaced(shard, index)
local function forget(id)
call('ZREM', index, id, '@' .. id)
end
local function prune()
local past = asString(math.max(now - PRUNE_AFTER, 0))
for _, id in ipairs(call('ZRANGEBYSCORE', index, 0, past, 'LIMIT', 0, MOST_PRUNED)) do forget(id) end
end
local function walk(from)
while true do
local chunk = math.min(looks, most - #sessions) + 1
local listed = call('ZRANGEBYSCORE', index, from, '(0', 'WITHSCORES', 'LIMIT', 0, chunk)
for at = 1, #listed, 2 do
local id, number = string.sub(listed[at], 2), tonumber(listed[at + 1]) + POSITIONS_BELOW
local position = asString(number)
if looks == 0 then return position end
looks = looks - 1
local record, problem = readSession(shard, id)
if record and record.user ~= user then record, problem = nil, 'userId is not the one it is indexed by' end
if record and not isPosition(number) then problem = 'its position in the order of creation is not valid' end
if problem then
corrupted[#corrupted + 1] = quarantine(shard, id, problem)
forget(id)
elseif not record then
forget(id)
elseif now < record.expiresAt then
if #sessions == most or bytes <= 0 then return position end
sessions[#sessions + 1] = fieldsOf(record)
bytes = bytes - #record.attributes - #record.metadata
end
from = '(' .. listed[at + 1]
end
if #listed < 2 * chunk then return nil end
end
end
prune()
local nextPosition = walk(ARGV[8] == '0' and '-inf' or asString(tonumber(ARGV[8]) - POSITIONS_BELOW))
local total = call('ZCOUNT', index, '(' .. asString(now), '+inf')
return { asString(now), counts(), sessions, corrupted, nextPosition and { ARGV[7], nextPosition } or {}, total }`,
  list: `-- @include layout call write lifetime record deadlines session indexes stream events quarantine counts
local most, looks, bytes = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[9])
local sessions, corrupted, nextAt = {}, {}, {}
local function walk(shard, from)
while true do
local chunk = math.min(looks, most - #sessions) + 1
local listed = call('ZRANGEBYSCORE', shard .. 'by-creation', from, '+inf', 'WITHSCORES', 'LIMIT', 0, chunk)
for at = 1, #listed, 2 do
local id, position = listed[at], listed[at + 1]
if looks == 0 then return position end
looks = looks - 1
local record, problem = readSession(shard, id)
if record and not isPosition(tonumber(position)) then problem = 'its position in the order of creation is not valid' end
if problem then
corrupted[#corrupted + 1] = quarantine(shard, id, problem)
elseif not record then
removeSessions(shard, { { id = id } })
elseif now < record.expiresAt then
if #sessions == most or bytes <= 0 then return position end
sessions[#sessions + 1] = fieldsOf(record)
bytes = bytes - #record.attributes - #record.metadata
end
from = '(' .. position
end
if #listed < 2 * chunk then return nil end
end
end
local from = ARGV[8] == '0' and '-inf' or ARGV[8]
for at = tonumber(ARGV[7]), #KEYS do
local position = walk(KEYS[at], from)
if position then
nextAt = { at, position }
break
end
from = '-inf'
end
return { asString(now), counts(), sessions, corrupted, nextAt }`,
  'look-for-events': `local streams, last, at, found = {}, {}, {}, {}
for shard = 1, #KEYS - 1 do
streams[shard], last[shard] = KEYS[shard] .. 'events', ARGV[shard + 1]
at[streams[shard]] = shard
end
for _, id in ipairs(last) do streams[#streams + 1] = id end
for _, reply in ipairs(redis.call('XREAD', 'COUNT', 1, 'STREAMS', unpack(streams)) or {}) do
local stream = reply[1]
found[#found + 1] = { at[stream], redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1][1] }
end
return found`,
  'park-event': `-- @include layout event-call stream
local shard, place, id = shardAt(1), ARGV[4], ARGV[5]
local isThere = true
if place == 'events' then isThere = isOurs(shard, id) and redis.call('XACK', shard.events, group, id) == 1 end
if place == 'parked' then isThere = redis.call('XDEL', shard.parked, id) == 1 end
if not isThere then return { 0, 0 } end
local entry = { unpack(ARGV, 8) }
return { 1, append(shard.parked, shard.parkedOffset, { entry }, tonumber(ARGV[6]), ARGV[7], redis.call) }`,
  'parked-events': `-- @include layout event-call
local events = {}
for at = 1, #KEYS do
for _, entry in ipairs(redis.call('XRANGE', shardAt(at).parked, '-', '+', 'COUNT', ARGV[4])) do
events[#events + 1] = { at, entry[1], entry[2] }
end
end
return events`,
  'pending-events': `-- @include layout event-call
local count = 0
for at = 1, #KEYS do
local shard = shardAt(at)
local inHand = ofGroup('XPENDING', shard.events, group)
if inHand then
local dropped = tonumber(redis.call('GET', shard.dropped) or 0)
local passed = tonumber(redis.call('HGET', shard.passed, group) or dropped)
count = count + inHand[1] + dropped + redis.call('XLEN', shard.events) - math.max(dropped, passed)
end
end
return count`,
  ping: `-- @include layout
return 1`,
  quarantine: `-- @include layout call write lifetime record deadlines session indexes former endings stream events quarantine answer
local shard, problem, raw = KEYS[1], ARGV[6], ARGV[8]
if raw ~= '' then return { 'quarantined', asString(now), quarantine(shard, ARGV[5], problem, raw, ARGV[9]) } end
local record, other, id = find(shard, ARGV[5], readSession)
if not record and not other then record, other, id = find(shard, ARGV[7], readSession) end
return answerWithout(shard, id, record and problem or other)`,
  quarantined: `-- @include layout call
local entries = {}
for _, shard in ipairs(KEYS) do
local kept = call('ZRANGEBYSCORE', shard .. 'quarantine', '(' .. asString(now), '+inf', 'LIMIT', 0, ARGV[5])
for _, entry in ipairs(kept) do entries[#entries + 1] = entry end
end
return entries`,
  'read-events': `-- @include layout event-call event-group
local left, dropped, events = tonumber(ARGV[4]), 0, {}
local function take(shard)
return ofGroup('XREADGROUP', 'GROUP', group, consumer, 'COUNT', left, 'STREAMS', shard.events, '>')
end
for at = 1, #KEYS do
if left == 0 then break end
local shard = shardAt(at)
local reply = take(shard)
if reply == nil then
createGroup(shard, '0')
reply = take(shard)
end
if reply then
local entries = reply[1][2]
dropped = dropped + pass(shard, #entries)
left = left - #entries
for _, entry in ipairs(entries) do events[#events + 1] = { at, entry[1], entry[2], 1 } end
end
end
return { dropped, events }`,
  renew: `-- @include layout call write lifetime record deadlines change extend
local shard, id = KEYS[1], ARGV[5]
local reply = extend(shard, id, 'renew')
if reply then return reply end
-- @include session indexes former endings stream events quarantine answer extend-former
return extendFormer(shard, id, 'renew')`,
  'revoke-by-user': `-- @include layout call write lifetime record deadlines session indexes former json stream events quarantine misplaced endings end-oldest
local shard, spared = KEYS[1], ARGV[8]
if spared ~= '' and not call('ZSCORE', shard .. 'by-expiry', spared) then spared = currentOf(shard, spared) end
local ended, corrupted, nextPosition = endOldest(shard, ARGV[7], {
kind = 'deleted', reason = ARGV[10], by = ARGV[11], most = tonumber(ARGV[5]), looks = tonumber(ARGV[6]), bytes = 131072,
spared = spared, from = ARGV[9],
})
return { asString(now), ended, corrupted, nextPosition or '' }`,
  rotate: `-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine answer
local shard, new = KEYS[1], ARGV[6]
local record, problem, old = find(shard, ARGV[5], readClosely)
if not record then return answerWithout(shard, old, problem) end
if now >= record.expiresAt then return answer('expired', record) end
local function move(index, from, to)
local score = call('ZSCORE', index, from)
if not score then return end
call('ZREM', index, from)
call('ZADD', index, score, to)
end
call('RENAME', shard .. 'session:' .. old, shard .. 'session:' .. new)
for _, index in ipairs({ 'by-expiry', 'by-warning', 'expiring', 'by-creation', 'user:' .. record.user }) do
move(shard .. index, old, new)
end
move(shard .. 'user:' .. record.user, '@' .. old, '@' .. new)
keepFormer(shard, old, new, tonumber(ARGV[7]))
rememberReplaced(shard, old, new, tonumber(ARGV[7]))
record.id = new
return answer('active', record)`,
  sweep: `-- @include layout call write lifetime record deadlines session indexes json stream events endings quarantine
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
return { asString(now), left == 0 and anyDue() and 1 or 0, ended, expiring, corrupted }`,
  'take-back': `-- @include layout call write lifetime record indexes
local record = readRecord(KEYS[1], ARGV[5])
if not record then return 0 end
removeSessions(KEYS[1], { record })
return 1`,
  'take-over-events': `-- @include layout event-call event-consumers stream
local MOST_LOOKS = 100
local idle, left, dropped, events, settled = ARGV[4], tonumber(ARGV[5]), 0, {}, {}
local function takeOver(at, shard, id, deliveries)
local entry = redis.call('XRANGE', shard.events, id, id)[1]
if not entry then
redis.call('XACK', shard.events, group, id)
dropped = dropped + 1
elseif left > 0 then
redis.call('XCLAIM', shard.events, group, consumer, 0, id, 'RETRYCOUNT', deliveries + 1, 'JUSTID')
events[#events + 1] = { at, id, entry[2], deliveries + 1 }
left = left - 1
end
end
local function isGone(name, seen)
return name ~= consumer and seen >= tonumber(idle)
end
for at = 1, #KEYS do
local shard = shardAt(at)
dropped = dropped + dropOld(shard.parked, ARGV[6])
local pending = redis.call('EXISTS', shard.events) == 1
and ofGroup('XPENDING', shard.events, group, 'IDLE', idle, '-', '+', MOST_LOOKS)
if pending then
for _, each in ipairs(pending) do takeOver(at, shard, each[1], each[4]) end
removeNames(shard, isGone)
end
if not pending or redis.call('XPENDING', shard.events, group)[1] == 0 then settled[#settled + 1] = at end
end
return { dropped, events, settled }`,
  touch: `-- @include layout call write lifetime record deadlines change extend
local shard, id, precision = KEYS[1], ARGV[5], tonumber(ARGV[6])
local reply = extend(shard, id, 'touch', precision)
if reply then return reply end
-- @include session indexes former endings stream events quarantine answer extend-former
return extendFormer(shard, id, 'touch', precision)`,
  'update-metadata': `-- @include layout call write lifetime record deadlines session indexes former endings stream events quarantine answer
local shard, seen, metadata = KEYS[1], ARGV[6], ARGV[7]
local record, problem, id = find(shard, ARGV[5], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.metadata ~= seen then return answer('refused', record) end
record.metadata = metadata
call('HSET', shard .. 'session:' .. id, 'metadata', metadata)
return answer('active', record)`,
  'update-timeouts': `-- @include layout call write lifetime record deadlines session change indexes former endings stream events quarantine answer
local idle, absolute, warning, autoRenew = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if idle ~= '' then record.idle = tonumber(idle) end
if absolute ~= '' then record.absolute = tonumber(absolute) end
if warning ~= '' then record.warning = tonumber(warning) end
if autoRenew ~= '' then record.autoRenew = autoRenew == '1' end
if record.idle > record.absolute or record.warning > record.idle then return answer('refused', record) end
change(shard, record, 'update-timeouts')
record.timeouts = asString(record.idle) .. ' ' .. asString(record.absolute) .. ' ' .. asString(record.warning) .. ' '
.. (record.autoRenew and '1' or '0')
call('HSET', shard .. 'session:' .. id, 'timeouts', record.timeouts)
return answer(now >= record.expiresAt and 'expired' or 'active', record)`,
} as const;
