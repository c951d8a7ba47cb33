-- Quarantines a record in which the store or the application found a problem.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   the problem
-- ARGV[7]   the id to look for when there is none by that
-- ARGV[8]   what was found, as JSON, when the record has been removed already; else empty
-- Result    { 'quarantined', now, entry }, or { 'unknown', now } when it is gone
-- @include layout call write lifetime record deadlines session indexes former endings stream events quarantine answer
local shard, problem, raw = KEYS[1], ARGV[6], ARGV[8]
if raw ~= '' then return { 'quarantined', asString(now), quarantine(shard, ARGV[5], problem, raw) } end
local record, other, id = find(shard, ARGV[5], readSession)
if not record and not other then record, other, id = find(shard, ARGV[7], readSession) end
return answerWithout(shard, id, record and problem or other)
