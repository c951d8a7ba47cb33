-- Counts the sessions of some shards, and tells whether Redis takes changes.
-- KEYS      the keys of those shards
-- Result    { now, { all, expired, come to their warning, in quarantine }, the error with which Redis refuses changes (or
--           empty), bytes of memory in use, bytes of memory allowed (0 for no limit) }
-- @include layout call counts

-- Attempts the commands that a create and an ending begin with, on a key that is not there, so that they change nothing.
-- Gives the error, or an empty string.
local function refusal()
  local nothing = KEYS[1] .. 'nothing'
  local reply = redis.pcall('ZADD', nothing, 'XX', 0, '')
  if type(reply) == 'table' and reply.err then return reply.err end
  if ARGV[4] == '' then return '' end
  reply = redis.pcall('XADD', nothing, 'NOMKSTREAM', '*', 'type', '')
  return type(reply) == 'table' and reply.err or ''
end

-- The memory in use and its limit; 0 and 0 for a user without the right to INFO.
local function memory()
  local info = redis.pcall('INFO', 'memory')
  if type(info) ~= 'string' then return '0', '0' end
  return string.match(info, 'used_memory:(%d+)') or '0', string.match(info, 'maxmemory:(%d+)') or '0'
end

return { asString(now), counts(), refusal(), memory() }
