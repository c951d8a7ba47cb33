-- Deletes the events of a user from a stream: that of the shard, or one of the parked events of a group.
-- KEYS      the keys of the user's shard
-- ARGV[5]   the user, as in a record
-- ARGV[6]   the same as JSON
-- ARGV[7]   the group whose parked events are meant; empty for the stream of the shard
-- ARGV[8]   the id of the event to continue after; '0-0' to begin
-- Result    { how many events, the id to continue after (empty at the end) }
-- @include layout call write stream events names-user
local LOOKS = 25
local shard, user, asJson, group = KEYS[1], ARGV[5], ARGV[6], ARGV[7]
local stream = shard .. 'events' .. (group ~= '' and '-parked:' .. group or '')

local function isOfUser(fields)
  for at = 1, #fields, 2 do
    if fields[at] == 'user' and fields[at + 1] == user then return true end
    if fields[at] == 'record' and namesUser(fields[at + 1], user, asJson) then return true end
  end
  return false
end

local entries, ids = call('XRANGE', stream, '(' .. ARGV[8], '+', 'COUNT', LOOKS), {}
for _, entry in ipairs(entries) do
  if isOfUser(entry[2]) then ids[#ids + 1] = entry[1] end
end
if #ids > 0 and group == '' then
  for _, name in ipairs(call('HKEYS', stream .. '-passed')) do redis.pcall('XACK', stream, name, unpack(ids)) end
  -- A group that has not read them counts them as dropped.
  countDropped(shard, #ids)
end
if #ids > 0 then call('XDEL', stream, unpack(ids)) end
return { #ids, #entries == LOOKS and entries[LOOKS][1] or '' }
