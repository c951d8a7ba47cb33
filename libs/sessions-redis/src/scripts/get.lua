-- Reads a session.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- Result    { 'active' or 'expired', now, session }, { 'quarantined', now, entry } or { 'unknown', now }
-- @include layout call lifetime record deadlines session
local shard, id = KEYS[1], ARGV[5]
local record = readSession(shard, id)
if record then return { now >= record.expiresAt and 'expired' or 'active', asString(now), fieldsOf(record) } end
-- @include write indexes former endings stream events quarantine answer
return lookUp(shard, id)
