-- Records activity, and extends the session if it has autoRenew.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- ARGV[5]   for how many milliseconds after the activity on record none is written; empty to write each
-- Result    as of get.lua; an active one is followed by 1 if its deadline moved, else 0 or nothing
-- @include call write lifetime indexes record former events quarantine answer extend
return extend(ARGV[4], 'touch', tonumber(ARGV[5]))
