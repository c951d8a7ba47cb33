-- Changes timeouts of a session.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   idleTimeoutMs, [7] absoluteTimeoutMs, [8] warningThresholdMs, [9] autoRenew (1 or 0); empty for those that stay
-- Result    as of get.lua, with the session after the change; { 'refused', now, session } with the session as it is,
--           when the timeouts would contradict each other
-- @include layout call write lifetime record deadlines session change indexes former endings stream events quarantine answer
local idle, absolute, warning, autoRenew = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if idle ~= '' then record.idle = tonumber(idle) end
if absolute ~= '' then record.absolute = tonumber(absolute) end
if warning ~= '' then record.warning = tonumber(warning) end
if autoRenew ~= '' then record.autoRenew = autoRenew == '1' end
if record.idle > record.absolute or record.warning > record.idle then return answer('refused', record) end
change(shard, record, 'update-timeouts')
record.timeouts = asString(record.idle) .. ' ' .. asString(record.absolute) .. ' ' .. asString(record.warning) .. ' '
  .. (record.autoRenew and '1' or '0')
call('HSET', shard .. 'session:' .. id, 'timeouts', record.timeouts)
return answer(now >= record.expiresAt and 'expired' or 'active', record)
