-- Deletes the quarantined records of a user.
-- KEYS      the keys of the user's shard
-- ARGV[5]   the user, as in a record
-- ARGV[6]   the same as JSON
-- ARGV[7]   where to continue; '0' to begin
-- Result    { how many records, where to continue ('0' at the end) }
-- @include layout call names-user
local LOOKS = '10'
local quarantine, count = KEYS[1] .. 'quarantine', 0
local found = call('ZSCAN', quarantine, ARGV[7], 'COUNT', LOOKS)
for at = 1, #found[2], 2 do
  if namesUser(found[2][at], ARGV[5], ARGV[6]) then count = count + call('ZREM', quarantine, found[2][at]) end
end
return { count, found[1] }
