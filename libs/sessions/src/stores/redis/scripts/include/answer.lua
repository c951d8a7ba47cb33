-- Answers about one session: { code, now, then the session, or for 'corrupted' its entry in the quarantine }.

local function answer(code, record, ...)
  return { code, text(now), fieldsOf(record), ... }
end
