-- Corrupted records, set aside: a zset by the instant until which each is kept, of JSON texts.
local MOST_FIELDS, MOST_BYTES = 32, 16384

-- What is found of a session, as far as it can be shown, and the user that its record names.
local function findings(shard, id)
  local key = shard.sessions .. id
  local what = {
    type = redis.call('TYPE', key).ok,
    expiresAt = redis.call('ZSCORE', shard.byExpiry, id) or nil,
    warnAt = redis.call('ZSCORE', shard.toWarn, id) or redis.call('ZSCORE', shard.warned, id) or nil,
  }
  if what.type == 'string' then
    what.value = redis.call('GETRANGE', key, 0, MOST_BYTES - 1)
  elseif what.type == 'hash' then
    if redis.call('HLEN', key) > MOST_FIELDS then return what, redis.call('HGET', key, 'user') or nil end
    local pairs = redis.call('HGETALL', key)
    what.fields = {}
    for at = 1, #pairs, 2 do
      what.fields[string.sub(pairs[at], 1, MOST_BYTES)] = string.sub(pairs[at + 1], 1, MOST_BYTES)
    end
    return what, redis.call('HGET', key, 'user') or nil
  end
  return what, nil
end

-- Sets a record aside: out of all indexes, into the quarantine, and announced. Gives its entry. `raw` is what is shown of
-- it, as JSON, when it has been removed already.
local function setAside(shard, id, fault, raw)
  if not raw then
    local what, user = findings(shard, id)
    raw = cjson.encode(what)
    removeSession(shard, id, user)
  end
  local keptUntil = text(now + retention)
  local entry = '{"id":' .. cjson.encode(id) .. ',"fault":' .. cjson.encode(fault) .. ',"quarantinedAt":' .. text(now)
    .. ',"keptUntil":' .. keptUntil .. ',"raw":' .. raw .. '}'
  redis.call('ZREMRANGEBYSCORE', shard.quarantine, '-inf', text(now))
  redis.call('ZADD', shard.quarantine, keptUntil, entry)
  announce(shard, 'quarantined', 'corrupted', 'record', entry)
  return entry
end
