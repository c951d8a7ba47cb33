-- Records activity, and extends the session if it has autoRenew.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   the precision in milliseconds: activity is not written if the recorded one is younger; empty to write each
-- Result    as of get.lua; an active one is followed by 1 if its deadline moved, else 0 or nothing
-- @include layout call write lifetime record deadlines change extend
local shard, id, precision = KEYS[1], ARGV[5], tonumber(ARGV[6])
local reply = extend(shard, id, 'touch', precision)
if reply then return reply end
-- @include session indexes former endings stream events quarantine answer extend-former
return extendFormer(shard, id, 'touch', precision)
