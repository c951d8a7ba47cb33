-- What is remembered of sessions that have ended, so that their ids tell why:
--   endings        a hash: by id, the instant at which the ending is forgotten, and the ending as JSON; or for an id that a
--                  rotation has replaced, `rotated`, the next id and the end of the grace
--   endings-until  a sorted set: these ids by that instant
-- The oldest are forgotten first, at that instant or when there are too many. An ending of a user with a very long id is not
-- remembered, so that all of them take a bounded number of bytes.
local LONGEST_USER, MOST_ROTATIONS = 1024, 20
local rememberMs, mostEndings = string.match(ARGV[3], '^%d+ (%d+) (%d+)$')
rememberMs, mostEndings = tonumber(rememberMs), tonumber(mostEndings)

-- Forgets endings whose time is over, or surplus ones; at most `most`.
local function forgetEndings(shard, most)
  local endings, byInstant = shard .. 'endings', shard .. 'endings-until'
  local count = call('ZCARD', byInstant)
  if count ~= call('HLEN', endings) then
    -- Redis has evicted one of the two keys.
    call('UNLINK', endings, byInstant)
    return
  end
  if count == 0 then return end
  local ids = call('ZRANGEBYSCORE', byInstant, '-inf', asString(now), 'LIMIT', 0, most)
  local surplus = math.min(count - mostEndings, most)
  if surplus > #ids then ids = call('ZRANGEBYSCORE', byInstant, '-inf', '+inf', 'LIMIT', 0, surplus) end
  if #ids == 0 then return end
  call('HDEL', endings, unpack(ids))
  call('ZREM', byInstant, unpack(ids))
end

-- An ending as JSON. All strings are escaped already; `by` may be empty, and `handle` nil.
local function endingJson(record, reason, endedAt, by, handle)
  return '{"reason":"' .. reason .. '","endedAt":' .. asString(endedAt) .. ',"userId":"' .. record.user .. '"'
    .. (by ~= '' and ',"by":"' .. by .. '"' or '') .. (handle and ',"handle":"' .. handle .. '"' or '') .. '}'
end

-- Writes entries: each is an id and what is remembered of it.
local function writeEndings(shard, entries)
  if #entries == 0 then return end
  local forgetAt, fields, scores = asString(now + rememberMs), {}, {}
  for _, entry in ipairs(entries) do
    fields[#fields + 1], fields[#fields + 2] = entry[1], forgetAt .. ' ' .. entry[2]
    scores[#scores + 1], scores[#scores + 2] = forgetAt, entry[1]
  end
  call('HSET', shard .. 'endings', unpack(fields))
  call('ZADD', shard .. 'endings-until', unpack(scores))
  forgetEndings(shard, 2 * #entries)
end

-- Remembers that a rotation has replaced an id, which finds the session until the end of a grace.
local function rememberReplaced(shard, id, nextId, graceMs)
  if rememberMs > 0 then writeEndings(shard, { { id, 'rotated ' .. nextId .. ' ' .. asString(now + graceMs) } }) end
end

-- Remembers how sessions ended. `how` gives for a record the reason, the instant, and who ended it, or an empty string. All
-- strings are escaped as in JSON.
local function remember(shard, records, how)
  if rememberMs == 0 then return end
  local entries = {}
  for _, record in ipairs(records) do
    if #record.user <= LONGEST_USER then
      local reason, endedAt, by = how(record)
      entries[#entries + 1] = { record.id, endingJson(record, reason, endedAt, by) }
    end
  end
  writeEndings(shard, entries)
end

local function rememberedAt(shard, id)
  local entry = redis.pcall('HGET', shard .. 'endings', id)
  if type(entry) ~= 'string' then return nil end
  local forgetAt, remembered = string.match(entry, '^(%d+) (.*)$')
  if forgetAt and now < tonumber(forgetAt) then return remembered end
end

-- Follows an id that finds no session. Gives the record of the session that it had before rotations, and the end of its grace;
-- or nil, nil and its ending as JSON, if that is remembered.
local function follow(shard, id)
  local remembered, endedAt = rememberedAt(shard, id), nil
  for _ = 1, MOST_ROTATIONS + 1 do
    local nextId, graceEnd = string.match(remembered or '', '^rotated (%S+) (%d+)$')
    if not nextId then return nil, nil, remembered end
    endedAt = endedAt or tonumber(graceEnd)
    local record = readRecord(shard, nextId)
    if record then return record, endedAt end
    remembered = rememberedAt(shard, nextId)
  end
end

-- What is remembered of an id that finds no session: its ending as JSON, or a session that has expired. Each is nil if there is
-- none. An id that a rotation has replaced answers how its session ended, or that it was rotated.
local function endingFor(shard, id)
  local record, endedAt, ending = follow(shard, id)
  if not record then return ending, nil end
  if now >= record.expiresAt then return nil, record end
  -- Before the end of the grace, the keys of former.lua find the session, unless Redis has evicted them.
  return now >= endedAt and endingJson(record, 'rotated', endedAt, '', record.handle) or nil, nil
end
