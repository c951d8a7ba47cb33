-- Reads a session.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    { 'active' or 'expired', now, session }, { 'corrupted', now, entry } or { 'unknown', now }
-- @include call lifetime record indexes events quarantine answer
local shard = shardAt(1)
local record, fault = readSession(shard, ARGV[4])
if not record then return answerWithout(shard, ARGV[4], fault) end
return answer(now >= record.expiresAt and 'expired' or 'active', record)
