-- How many sessions the shards of the call hold: { all, expired, come to their warning (the expired ones included), in
-- quarantine }. The cost does not depend on how many there are.
local function counts()
  local all, expired, warned, invalid = 0, 0, 0, 0
  local instant, later = text(now), '(' .. text(now)
  for _, shard in ipairs(KEYS) do
    all = all + call('ZCARD', shard .. 'by-expiry')
    expired = expired + call('ZCOUNT', shard .. 'by-expiry', '-inf', instant)
    warned = warned + call('ZCOUNT', shard .. 'to-warn', '-inf', instant)
      + call('ZCOUNT', shard .. 'warned', '-inf', instant)
    invalid = invalid + call('ZCOUNT', shard .. 'quarantine', later, '+inf')
  end
  return { all, expired, warned, invalid }
end
