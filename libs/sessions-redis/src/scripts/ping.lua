-- Checks the layout, and nothing else.
-- KEYS      the keys of a shard
-- Result    1
-- @include layout
return 1
