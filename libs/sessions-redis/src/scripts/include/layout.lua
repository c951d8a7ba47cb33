-- Checks the layout before a script does anything, at no round trip of its own.
-- KEYS      the last one: the key of the layout of the first shard of the call. It is removed from KEYS here. While a cluster
--           moves a slot, it redirects a call whose only key is missing; a call of several keys gets TRYAGAIN
-- ARGV[1]   how the expected layout begins: see layout.ts
-- Result    { 'layout' } when there is another layout or none: the script has done nothing
local layout = redis.call('GET', table.remove(KEYS))
if layout ~= ARGV[1] and (not layout or string.sub(layout, 1, #ARGV[1]) ~= ARGV[1]) then return { 'layout' } end
