-- Notes that the user of an active session has authenticated.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- Result    as of get.lua; { 'refused', now, session } for the session of a guest
-- @include layout call write lifetime record deadlines session indexes former endings stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readSession)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.user == '' then return answer('refused', record) end
record.authenticated = asString(now)
call('HSET', shard .. 'session:' .. id, 'authenticated', record.authenticated)
return answer('active', record)
