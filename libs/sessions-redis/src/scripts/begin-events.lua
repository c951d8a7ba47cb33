-- Creates the group in some shards, where there is none.
-- KEYS      the event keys of those shards
-- ARGV[3]   where it begins: 0 for the oldest event, $ for the next one
-- @include event-call event-group
for at = 1, shardCount do
  local shard = shardAt(at)
  if redis.call('EXISTS', shard.events) == 0 or ofGroup('XPENDING', shard.events, group) == nil then
    createGroup(shard, ARGV[3])
  end
end
return 1
