-- Ends an active session.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- Result    as of get.lua; an active one is the session as it was
-- @include layout call write lifetime record deadlines session indexes former json stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readClosely)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
announce(shard, { ending('deleted', 'deleted', record) })
removeSessions(shard, { record })
return answer('active', record)
