-- Begins to give an active session to a user: notes the id that it is about to have.
-- KEYS      the keys of its shard
-- ARGV[5]   its id, or one that it had before
-- ARGV[6]   the user, as in a record
-- ARGV[7]   the new id
-- Result    as of get.lua, with 'refused' for an active session of another user. After an active session comes the id that an
--           earlier attempt noted, or an empty string
-- @include layout call write lifetime record deadlines session indexes former endings json stream events quarantine answer
local shard = KEYS[1]
local record, problem, id = find(shard, ARGV[5], readClosely)
if not record then return answerWithout(shard, id, problem) end
if now >= record.expiresAt then return answer('expired', record) end
if record.user ~= '' and record.user ~= ARGV[6] then return answer('refused', record) end
local key = shard .. 'session:' .. id
local earlier = call('HGET', key, 'successor') or ''
call('HSET', key, 'successor', ARGV[7])
return answer('active', record, earlier)
