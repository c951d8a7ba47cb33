-- Ends an active session.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   why it ends, [7] who ends it, or empty; both escaped as in JSON
-- Result    as of get.lua; an active one is the session as it was
-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readClosely)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
local reason, by = ARGV[6], ARGV[7]
announce(shard, { ending('deleted', reason, record, by) })
removeSessions(shard, { record })
remember(shard, { record }, function() return reason, now, by end)
return answer('active', record)
