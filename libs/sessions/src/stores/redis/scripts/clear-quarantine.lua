-- Forgets the corrupted records of some shards.
-- KEYS      the keys of those shards
-- Result    how many there were
-- @include call
local cleared = 0
for at = 1, shardCount do
  local quarantine = shardAt(at).quarantine
  cleared = cleared + redis.call('ZCOUNT', quarantine, '(' .. text(now), '+inf')
  redis.call('UNLINK', quarantine)
end
return cleared
