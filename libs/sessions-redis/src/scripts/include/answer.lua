-- Answers about one session: { code, now, then the session; or for 'quarantined' its entry in the quarantine; or for 'ended'
-- its ending as JSON }.

local function answer(code, record, ...)
  return { code, asString(now), fieldsOf(record), ... }
end

-- The answer for an id whose record is corrupted or missing. A session that has ended may be remembered.
local function answerWithout(shard, id, problem)
  if problem then return { 'quarantined', asString(now), quarantine(shard, id, problem) } end
  local ending = endingFor(shard, id)
  return ending and { 'ended', asString(now), ending } or { 'unknown', asString(now) }
end

-- The answer for a session that is left as it is.
local function lookUp(shard, given)
  local record, problem, id = find(shard, given, readSession)
  if not record then return answerWithout(shard, id, problem) end
  return answer(now >= record.expiresAt and 'expired' or 'active', record)
end
