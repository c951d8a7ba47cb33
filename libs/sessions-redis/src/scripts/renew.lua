-- Extends a session, whatever its autoRenew says.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    as of touch.lua
-- @include call write lifetime record standing change extend
local shard, id = KEYS[1], ARGV[4]
local reply = extend(shard, id, 'renew')
if reply then return reply end
-- @include session indexes former events quarantine answer extend-former
return extendFormer(shard, id, 'renew')
