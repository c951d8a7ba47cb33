-- Sets aside a record in which a problem was found that the other scripts don't look for.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- ARGV[5]   the id to look for when there is none by that
-- ARGV[6]   the problem
-- ARGV[7]   what was found, as JSON, when the record has been removed already; else empty
-- Result    { 'quarantined', now, entry }, or { 'unknown', now } when it is gone
-- @include call write lifetime record standing session indexes former events quarantine answer
local shard, problem, raw = KEYS[1], ARGV[6], ARGV[7]
if raw ~= '' then return { 'quarantined', text(now), quarantine(shard, ARGV[4], problem, raw) } end
local record, other, id = find(shard, ARGV[4], readSession)
if not record and not other then record, other, id = find(shard, ARGV[5], readSession) end
return answerWithout(shard, id, record and problem or other)
