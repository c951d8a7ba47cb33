-- Extends a session, whatever its autoRenew says.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    as of touch.lua
-- @include call write lifetime indexes record former events quarantine answer extend
return extend(ARGV[4], 'renew')
