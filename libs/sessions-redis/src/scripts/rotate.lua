-- Gives an active session a new id. Nothing else changes, nor do its positions in the indexes.
-- KEYS      the keys of its shard
-- ARGV[5]   its id, or one that it had before
-- ARGV[6]   the new id
-- ARGV[7]   for how long the id that it has now still finds it, in milliseconds
-- Result    as of get.lua, with the session under its new id
-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine answer
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

-- A full server accepts this write, and all that follow it.
call('RENAME', shard .. 'session:' .. old, shard .. 'session:' .. new)
for _, index in ipairs({ 'by-expiry', 'by-warning', 'expiring', 'by-creation', 'user:' .. record.user }) do
  move(shard .. index, old, new)
end
move(shard .. 'user:' .. record.user, '@' .. old, '@' .. new)
keepFormer(shard, old, new, tonumber(ARGV[7]))
rememberReplaced(shard, old, new, tonumber(ARGV[7]))
record.id = new
return answer('active', record)
