-- Removes sessions of a user, expired ones included, and announces nothing.
-- KEYS      the keys of the user's shard
-- ARGV[5]   the user, as in a record
-- Result    { how many sessions, 1 if there may be more, else 0 }
-- @include layout call indexes
local MOST_MEMBERS = 100
local shard, user = KEYS[1], ARGV[5]
local index = shard .. 'user:' .. user
local members = call('ZRANGE', index, 0, MOST_MEMBERS - 1)
if #members == 0 then return { 0, 0 } end

local records, isKnown = {}, {}
for _, member in ipairs(members) do
  local id = string.match(member, '^@?(.*)$')
  if not isKnown[id] then
    isKnown[id] = true
    local owner = redis.pcall('HGET', shard .. 'session:' .. id, 'user')
    -- The record of another user is indexed by the wrong one.
    if type(owner) ~= 'string' or owner == user then records[#records + 1] = { id = id, user = user } end
  end
end
if #records > 0 then removeSessions(shard, records) end
call('ZREM', index, unpack(members))
return { #records, 1 }
