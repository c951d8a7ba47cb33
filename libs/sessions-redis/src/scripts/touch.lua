-- Records activity, and extends the session if it has autoRenew.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- ARGV[5]   for how many milliseconds after the activity on record none is written; empty to write each
-- Result    as of get.lua; an active one is followed by 1 if its deadline moved, else 0 or nothing
-- @include call write lifetime record standing change extend
local shard, id, precision = KEYS[1], ARGV[4], tonumber(ARGV[5])
local reply = extend(shard, id, 'touch', precision)
if reply then return reply end
-- @include session indexes former events quarantine answer extend-former
return extendFormer(shard, id, 'touch', precision)
