-- Forgets the remembered endings of a user.
-- KEYS      the keys of the user's shard
-- ARGV[5]   the user, as in a record
-- ARGV[6]   where to continue; '0' to begin
-- Result    { how many endings, where to continue ('0' at the end) }
-- @include layout call
local LOOKS = '100'
local shard, needle = KEYS[1], ',"userId":"' .. ARGV[5] .. '"'
local found = call('HSCAN', shard .. 'endings', ARGV[6], 'COUNT', LOOKS)
local ids = {}
for at = 1, #found[2], 2 do
  -- Quotes within the other strings are escaped, so that only the user's name is found.
  if string.find(found[2][at + 1], needle, 1, true) then ids[#ids + 1] = found[2][at] end
end
for _, id in ipairs(ids) do
  call('HDEL', shard .. 'endings', id)
  call('ZREM', shard .. 'endings-until', id)
end
return { #ids, found[1] }
