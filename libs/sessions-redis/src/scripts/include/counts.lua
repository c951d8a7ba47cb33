-- Counts the sessions of the shards of the call: { all, expired, come to their warning (the expired ones included), in
-- quarantine }. The cost does not depend on how many there are.
local function counts()
  local all, expired, expiring, quarantined = 0, 0, 0, 0
  local instant, later = asString(now), '(' .. asString(now)
  for _, shard in ipairs(KEYS) do
    all = all + call('ZCARD', shard .. 'by-expiry')
    expired = expired + call('ZCOUNT', shard .. 'by-expiry', '-inf', instant)
    expiring = expiring + call('ZCOUNT', shard .. 'by-warning', '-inf', instant)
      + call('ZCOUNT', shard .. 'expiring', '-inf', instant)
    quarantined = quarantined + call('ZCOUNT', shard .. 'quarantine', later, '+inf')
  end
  return { all, expired, expiring, quarantined }
end
