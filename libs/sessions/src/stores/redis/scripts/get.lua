-- Reads a session.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    { 'active' or 'expired', now, session }, { 'corrupted', now, entry } or { 'unknown', now }
-- @include call lifetime record standing answer
local shard, id = KEYS[1], ARGV[4]
local record = readSession(shard, id)
if record then return answer(now >= record.expiresAt and 'expired' or 'active', record) end
-- @include write indexes former events quarantine look-up
return lookUp(shard, id)
