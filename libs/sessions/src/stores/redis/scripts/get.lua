-- Reads a session.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    { 'active' or 'expired', now, session }, { 'corrupted', now, entry } or { 'unknown', now }
-- @include call write lifetime indexes record former events quarantine answer
return lookUp(KEYS[1], ARGV[4])
