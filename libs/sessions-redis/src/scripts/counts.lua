-- Counts the sessions of some shards.
-- KEYS      the keys of those shards
-- Result    { now, { all, expired, come to their warning, in quarantine } }
-- @include layout call counts
return { asString(now), counts() }
