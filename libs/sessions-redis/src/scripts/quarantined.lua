-- The corrupted records of some shards, in each the oldest first.
-- KEYS      the keys of those shards
-- ARGV[5]   how many of each shard
-- Result    entries
-- @include layout call
local entries = {}
for _, shard in ipairs(KEYS) do
  local kept = call('ZRANGEBYSCORE', shard .. 'quarantine', '(' .. asString(now), '+inf', 'LIMIT', 0, ARGV[5])
  for _, entry in ipairs(kept) do entries[#entries + 1] = entry end
end
return entries
