-- Forgets the corrupted records of some shards.
-- KEYS      the keys of those shards
-- Result    how many there were
-- @include layout call
local cleared = 0
for _, shard in ipairs(KEYS) do
  local quarantine = shard .. 'quarantine'
  cleared = cleared + call('ZCOUNT', quarantine, '(' .. asString(now), '+inf')
  call('UNLINK', quarantine)
end
return cleared
