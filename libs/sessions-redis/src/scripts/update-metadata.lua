-- Changes the metadata of an active session, unless somebody has changed it since it was read.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   the metadata as it was read
-- ARGV[7]   the metadata to write
-- Result    as of get.lua, with the session after the change; { 'refused', now, session } with the session as it is,
--           when its metadata has changed meanwhile
-- @include layout call write lifetime record deadlines session indexes former endings stream events quarantine answer
local shard, seen, metadata = KEYS[1], ARGV[6], ARGV[7]
local record, problem, id = find(shard, ARGV[5], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.metadata ~= seen then return answer('refused', record) end
record.metadata = metadata
call('HSET', shard .. 'session:' .. id, 'metadata', metadata)
return answer('active', record)
