-- The quarantine: a sorted set of JSON strings, by the instant until which each is kept.
local MOST_FIELDS, MOST_BYTES = 32, 16384

-- What is found of a session, as far as it can be shown, and the user that its record names.
local function findings(shard, id)
  local key = shard .. 'session:' .. id
  local what = {
    type = call('TYPE', key).ok,
    expiresAt = call('ZSCORE', shard .. 'by-expiry', id) or nil,
    warnAt = call('ZSCORE', shard .. 'by-warning', id) or call('ZSCORE', shard .. 'expiring', id) or nil,
  }
  local bytes = call('MEMORY', 'USAGE', key) or 0
  if what.type == 'hash' and bytes > MOST_RECORD_BYTES then
    what.bytes = bytes
    return what, nil
  end
  if what.type == 'string' then
    what.value = call('GETRANGE', key, 0, MOST_BYTES - 1)
  elseif what.type == 'hash' then
    if call('HLEN', key) > MOST_FIELDS then return what, call('HGET', key, 'user') or nil end
    local pairs = call('HGETALL', key)
    what.fields = {}
    for at = 1, #pairs, 2 do
      what.fields[string.sub(pairs[at], 1, MOST_BYTES)] = string.sub(pairs[at + 1], 1, MOST_BYTES)
    end
    return what, call('HGET', key, 'user') or nil
  end
  return what, nil
end

-- Moves a record from all indexes to the quarantine, and announces it, with what was found only where events have metadata.
-- Gives its entry. `raw` is what to show of a record that has been removed already, as JSON.
local function quarantine(shard, id, problem, raw)
  local quarantine, keptUntil, what, user = shard .. 'quarantine', asString(now + string.match(ARGV[3], '^%d+')), nil, nil
  if not raw then what, user = findings(shard, id) end
  local about = '{"id":' .. cjson.encode(id) .. ',"problem":' .. cjson.encode(problem) .. ',"quarantinedAt":' .. asString(now)
    .. ',"keptUntil":' .. keptUntil .. ',"raw":'
  local entry = about .. (raw or cjson.encode(what)) .. '}'
  local announced = withMetadata == '1' and entry or about .. 'null}'
  announce(shard, { { 'type', 'quarantined', 'at', asString(now), 'reason', 'quarantined', 'record', announced } })
  if what then removeSessions(shard, { { id = id, user = user } }) end
  call('ZREMRANGEBYSCORE', quarantine, '-inf', asString(now))
  call('ZADD', quarantine, keptUntil, entry)
  return entry
end
