-- Ends the oldest active sessions of a user.
-- KEYS      the keys of the user's shard
-- ARGV[4]   how many sessions it may end; it stops earlier when they are large
-- ARGV[5]   how many sessions it may look at
-- ARGV[6]   the user, as in a record
-- ARGV[7]   the id, which may be a former one, of a session to leave alone; empty for none
-- ARGV[8]   from which place on, as in the index of the user
-- Result    { now, ended sessions, entries of corrupted records, place to go on from (empty at the end) }
-- @include call write lifetime record standing session indexes former json events quarantine end-oldest
local shard, spared = KEYS[1], ARGV[7]
if spared ~= '' and not call('ZSCORE', shard .. 'by-expiry', spared) then spared = currentOf(shard, spared) end
local ended, corrupted, nextPlace = endOldest(shard, ARGV[6], {
  kind = 'deleted', reason = 'revoked', most = tonumber(ARGV[4]), looks = tonumber(ARGV[5]), bytes = 131072,
  spared = spared, from = ARGV[8],
})
return { text(now), ended, corrupted, nextPlace or '' }
