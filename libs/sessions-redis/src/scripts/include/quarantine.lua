-- Corrupted records, set aside: a zset by the instant until which each is kept, of JSON texts.
local MOST_FIELDS, MOST_BYTES = 32, 16384

-- What is found of a session, as far as it can be shown, and the user that its record names.
local function findings(shard, id)
  local key = shard .. 'session:' .. id
  local what = {
    type = call('TYPE', key).ok,
    expiresAt = call('ZSCORE', shard .. 'by-expiry', id) or nil,
    warnAt = call('ZSCORE', shard .. 'to-warn', id) or call('ZSCORE', shard .. 'warned', id) or nil,
  }
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

-- Sets a record aside: out of all indexes, into the quarantine, and announced. Gives its entry. `raw` is what is shown of
-- it, as JSON, when it has been removed already.
local function quarantine(shard, id, problem, raw)
  local quarantine, keptUntil, what, user = shard .. 'quarantine', text(now + ARGV[2]), nil, nil
  if not raw then what, user = findings(shard, id) end
  local entry = '{"id":' .. cjson.encode(id) .. ',"problem":' .. cjson.encode(problem) .. ',"quarantinedAt":' .. text(now)
    .. ',"keptUntil":' .. keptUntil .. ',"raw":' .. (raw or cjson.encode(what)) .. '}'
  announce(shard, { { 'type', 'quarantined', 'at', text(now), 'reason', 'quarantined', 'record', entry } })
  if what then removeSessions(shard, { { id = id, user = user } }) end
  call('ZREMRANGEBYSCORE', quarantine, '-inf', text(now))
  call('ZADD', quarantine, keptUntil, entry)
  return entry
end
