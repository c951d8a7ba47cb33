-- Removes the session of a sign-in that did not finish. Nobody has received its id, so nothing is announced or remembered.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- Result    1 if there was one, else 0
-- @include layout call write lifetime record indexes
local record = readRecord(KEYS[1], ARGV[5])
if not record then return 0 end
removeSessions(KEYS[1], { record })
return 1
