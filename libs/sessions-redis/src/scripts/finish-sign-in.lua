-- Ends the session that a user has signed in with, unless it has expired or another sign-in with it has begun since.
-- KEYS      the keys of its shard
-- ARGV[5]   its id
-- ARGV[6]   the id that begin-sign-in.lua noted
-- Result    1 if it has ended, else 0
-- @include layout call write lifetime record deadlines session indexes former endings
local shard, id = KEYS[1], ARGV[5]
local record = readRecord(shard, id)
if not record or now >= record.expiresAt then return 0 end
if redis.pcall('HGET', shard .. 'session:' .. id, 'successor') ~= ARGV[6] then return 0 end
removeSessions(shard, { record })
remember(shard, { record }, function() return 'signed-in', now, '' end)
return 1
