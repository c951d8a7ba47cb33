-- Records activity, and extends the session if it has autoRenew.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- Result    as of get.lua; an active one is followed by 1 if its deadline moved, else 0
-- @include call write lifetime indexes record events quarantine answer extend
return extend(ARGV[4], 'touch')
