-- Creates the group in some shards, where there is none.
-- KEYS      the keys of those shards
-- ARGV[4]   where it begins: 0 for the oldest event, $ for the next one
-- @include layout event-call event-group
for at = 1, #KEYS do
  local shard = shardAt(at)
  if redis.call('EXISTS', shard.events) == 0 or ofGroup('XPENDING', shard.events, group) == nil then
    createGroup(shard, ARGV[4])
  end
end
return 1
