-- Counts the sessions of some shards, and tells whether Redis takes changes.
-- KEYS      the keys of those shards
-- Result    { now, { all, expired, come to their warning, in quarantine }, the error with which Redis refuses changes (or
--           empty), bytes of memory in use, bytes of memory allowed (0 for no limit) }
-- @include layout call counts

local NOTHING, LAYOUT = KEYS[1] .. 'nothing', KEYS[1] .. 'layout'

-- Every command of the scripts, in a form that changes nothing: on a key that is not there, from a key to itself, or with
-- arguments that Redis refuses after it has looked at the user's rights (HSET, INCRBY).
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

-- Attempts commands. Gives the first error that is not about their arguments, or else the one that memory is full.
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

-- The error with which Redis refuses what the store does, or an empty string.
local function refusal()
  local problem, full = attempt(COMMANDS)
  if not problem and ARGV[4] ~= '' then problem, full = attempt(EVENT_COMMANDS, full) end
  return problem or full or ''
end

-- The memory in use and its limit; 0 and 0 for a user without the right to INFO.
local function memory()
  local info = redis.pcall('INFO', 'memory')
  if type(info) ~= 'string' then return '0', '0' end
  return string.match(info, 'used_memory:(%d+)') or '0', string.match(info, 'maxmemory:(%d+)') or '0'
end

return { asString(now), counts(), refusal(), memory() }
