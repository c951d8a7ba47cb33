-- Reads a session.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    { 'active' or 'expired', now, session }, { 'quarantined', now, entry } or { 'unknown', now }
-- @include call lifetime record standing session
local shard, id = KEYS[1], ARGV[4]
local record = readSession(shard, id)
if record then return { now >= record.expiresAt and 'expired' or 'active', text(now), fieldsOf(record) } end
-- @include write indexes former events quarantine answer
return lookUp(shard, id)
