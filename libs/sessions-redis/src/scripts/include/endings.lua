-- What is remembered of sessions that have ended, so that their ids tell why:
--   endings        a hash: by id, the instant at which the ending is forgotten and the ending as JSON
--   endings-until  a sorted set: these ids by that instant
-- The oldest are forgotten first, at that instant or when there are too many. An ending of a user with a very long id is not
-- remembered, so that all of them take a bounded number of bytes.
local LONGEST_USER = 1024
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

-- Remembers how sessions ended. `how` gives for a record the reason, the instant, and who ended it, or an empty string. All
-- strings are escaped as in JSON.
local function remember(shard, records, how)
  if rememberMs == 0 then return end
  local forgetAt, entries, scores = asString(now + rememberMs), {}, {}
  for _, record in ipairs(records) do
    if #record.user <= LONGEST_USER then
      local reason, endedAt, by = how(record)
      entries[#entries + 1] = record.id
      entries[#entries + 1] = forgetAt .. ' {"reason":"' .. reason .. '","endedAt":' .. asString(endedAt)
        .. ',"userId":"' .. record.user .. '"' .. (by ~= '' and ',"by":"' .. by .. '"' or '') .. '}'
      scores[#scores + 1] = forgetAt
      scores[#scores + 1] = record.id
    end
  end
  if #entries == 0 then return end
  call('HSET', shard .. 'endings', unpack(entries))
  call('ZADD', shard .. 'endings-until', unpack(scores))
  forgetEndings(shard, #entries)
end

-- The ending of a session as JSON, or nil.
local function endingFor(shard, id)
  local entry = redis.pcall('HGET', shard .. 'endings', id)
  if type(entry) ~= 'string' then return nil end
  local forgetAt, ending = string.match(entry, '^(%d+) (.*)$')
  if forgetAt and now < tonumber(forgetAt) then return ending end
end
