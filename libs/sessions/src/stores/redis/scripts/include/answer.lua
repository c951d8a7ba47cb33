-- Answers about one session: { code, now, then the session, or for 'corrupted' its entry in the quarantine }.

local function answer(code, record, ...)
  local reply = fieldsOf(record)
  return { code, text(now), reply, ... }
end

-- The answer for an id whose record is no sound one.
local function answerWithout(shard, id, fault)
  if fault then return { 'corrupted', text(now), setAside(shard, id, fault) } end
  return { 'unknown', text(now) }
end
