-- Writes the layout of some shards, if they all have none or the same one.
-- KEYS      the keys of the layouts of those shards
-- ARGV[1]   the layout; it ends with a space when the caller does not know how ids are kept
-- Result    'old' on a server without the commands that the scripts need; else the layout that is there, if it is another
--           one; else the layout of ARGV[1]
local probe = redis.pcall('ZMSCORE', KEYS[1], '')
if type(probe) == 'table' and probe.err and string.find(probe.err, 'Unknown', 1, true) then return 'old' end

local function isSame(found)
  local length = math.min(#found, #ARGV[1])
  return string.sub(found, 1, length) == string.sub(ARGV[1], 1, length) and string.find(found, '^%d+ %d+ ') ~= nil
end

for _, key in ipairs(KEYS) do
  local found = redis.call('GET', key)
  if found and not isSame(found) then return found end
end
for _, key in ipairs(KEYS) do
  local found = redis.call('GET', key)
  if not found or #found < #ARGV[1] then redis.call('SET', key, ARGV[1]) end
end
return ARGV[1]
