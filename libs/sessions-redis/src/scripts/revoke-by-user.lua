-- Ends the oldest active sessions of a user.
-- KEYS      the keys of the user's shard
-- ARGV[5]   how many sessions it may end; it stops earlier when they are large
-- ARGV[6]   how many sessions it may look at
-- ARGV[7]   the user, as in a record
-- ARGV[8]   the id, which may be a former one, of a session to leave alone; empty for none
-- ARGV[9]   the score in the user's index to begin at, or -inf
-- ARGV[10]  why they end, [11] who ends them, or empty; both escaped as in JSON
-- Result    { now, ended sessions, entries of corrupted records, score to continue at (empty at the end) }
-- @include layout call write lifetime record deadlines session indexes former json stream events quarantine misplaced endings end-oldest
local shard, spared = KEYS[1], ARGV[8]
if spared ~= '' and not call('ZSCORE', shard .. 'by-expiry', spared) then spared = currentOf(shard, spared) end
local ended, corrupted, nextPosition = endOldest(shard, ARGV[7], {
  kind = 'deleted', reason = ARGV[10], by = ARGV[11], most = tonumber(ARGV[5]), looks = tonumber(ARGV[6]), bytes = 131072,
  spared = spared, from = ARGV[9],
})
return { asString(now), ended, corrupted, nextPosition or '' }
