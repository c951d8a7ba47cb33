-- Sets aside a record in which the store found a fault that the other scripts don't look for.
-- KEYS      the keys of its shard
-- ARGV[4]   its id
-- ARGV[5]   the fault
-- ARGV[6]   what was found, as JSON, when the record has been removed already; else empty
-- Result    { 'corrupted', now, entry }, or { 'unknown', now } when it is gone
-- @include call write lifetime indexes record events quarantine answer
local shard, id, fault, raw = KEYS[1], ARGV[4], ARGV[5], ARGV[6]
if raw ~= '' then return { 'corrupted', text(now), setAside(shard, id, fault, raw) } end
local record, other = readSession(shard, id)
return answerWithout(shard, id, record and fault or other)
