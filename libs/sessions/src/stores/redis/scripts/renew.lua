-- Extends a session, whatever its autoRenew says.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    as of touch.lua
-- @include call write lifetime record standing change move answer extend
local shard, id = KEYS[1], ARGV[4]
local reply = extend(shard, id, 'renew')
if reply then return reply end
-- @include indexes former events quarantine look-up extend-former
return extendFormer(shard, id, 'renew')
