-- The groups of consumers of a shard's events.
-- KEYS      the keys of the shard
-- Result    their names
-- @include layout call
return call('HKEYS', KEYS[1] .. 'events-passed')
