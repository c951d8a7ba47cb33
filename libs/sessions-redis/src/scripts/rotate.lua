-- Gives an active session a new id. Everything else stays, its places in the indexes too.
-- KEYS      the keys of its shard
-- ARGV[4]   its id, or one that it had before
-- ARGV[5]   the new id
-- ARGV[6]   for how long the id that it has now still finds it, in milliseconds
-- Result    as of get.lua, with the session under its new id
-- @include call write lifetime record standing session indexes former json events quarantine answer
local shard, new = KEYS[1], ARGV[5]
local record, problem, old = find(shard, ARGV[4], readClosely)
if not record then return answerWithout(shard, old, problem) end
if now >= record.expiresAt then return answer('expired', record) end

local function move(index, from, to)
  local score = call('ZSCORE', index, from)
  if not score then return end
  call('ZREM', index, from)
  call('ZADD', index, score, to)
end

-- A full server takes this, and all that follows it.
call('RENAME', shard .. 'session:' .. old, shard .. 'session:' .. new)
for _, index in ipairs({ 'by-expiry', 'to-warn', 'warned', 'by-creation', 'user:' .. record.user }) do
  move(shard .. index, old, new)
end
move(shard .. 'user:' .. record.user, '@' .. old, '@' .. new)
keepFormer(shard, old, new, tonumber(ARGV[6]))
record.id = new
return answer('active', record)
