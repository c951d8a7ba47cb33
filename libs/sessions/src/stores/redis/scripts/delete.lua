-- Ends an active session.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    as of get.lua; an active one is the session as it was
-- @include call lifetime record json indexes events quarantine answer
local shard = shardAt(1)
local record, fault = readClosely(shard, ARGV[4])
if not record then return answerWithout(shard, ARGV[4], fault) end
if now >= record.expiresAt then return answer('expired', record) end
removeSession(shard, record.id, record.user)
announceEnd(shard, 'deleted', 'deleted', record)
return answer('active', record)
