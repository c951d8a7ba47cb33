-- Changes the metadata of an active session, if it is still what it was when it was read.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- ARGV[5]   the metadata as it was read
-- ARGV[6]   the metadata to write
-- Result    as of get.lua, with the session after the change; { 'stale', now, session } with the session as it is, when
--           other metadata stands there
-- @include call write lifetime record standing session indexes former events quarantine answer
local shard, seen, metadata = KEYS[1], ARGV[5], ARGV[6]
local record, problem, id = find(shard, ARGV[4], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.metadata ~= seen then return answer('stale', record) end
record.metadata = metadata
call('HSET', shard .. 'session:' .. id, 'metadata', metadata)
return answer('active', record)
