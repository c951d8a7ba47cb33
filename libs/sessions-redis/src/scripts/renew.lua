-- Extends a session, whatever its autoRenew says.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- Result    as of touch.lua
-- @include layout call write lifetime record deadlines change extend
local shard, id = KEYS[1], ARGV[5]
local reply = extend(shard, id, 'renew')
if reply then return reply end
-- @include session indexes former endings stream events quarantine answer extend-former
return extendFormer(shard, id, 'renew')
