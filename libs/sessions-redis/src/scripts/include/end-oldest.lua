-- Ends the oldest active sessions of a user, in one step with the events that announce it. `how` has the type, the
-- reason and the actor of the events; the largest number of sessions to end, of entries to look at and (about) of bytes to read; the id of
-- a session to leave alone; and the score in the user's index to begin at. Gives the sessions; the entries of corrupted
-- records, which count as ended; and the score to continue at, or nil at the end.
local ENTRIES_AT_ONCE = 100

local function endOldest(shard, user, how)
  local index, from, looks, bytes = shard .. 'user:' .. user, how.from, how.looks, how.bytes
  local records, endings, fields = {}, {}, {}
  local corrupted = from == '-inf' and quarantineMisplaced(shard, index) or {}

  local function take(id)
    local record, problem = readClosely(shard, id)
    if record and record.user ~= user then record, problem = nil, 'userId is not the one it is indexed by' end
    if problem then corrupted[#corrupted + 1] = quarantine(shard, id, problem) end
    if not record then
      call('ZREM', index, id, '@' .. id)
    elseif now < record.expiresAt then
      local at = #records + 1
      records[at], endings[at], fields[at] = record, ending(how.kind, how.reason, record, how.by), fieldsOf(record)
      bytes = bytes - #record.attributes - #record.metadata
    end
  end

  local function walk()
    while true do
      local listed = call('ZRANGEBYSCORE', index, from, '(0', 'WITHSCORES', 'LIMIT', 0, ENTRIES_AT_ONCE)
      if #listed == 0 then return nil end
      local ids = {}
      for at = 1, #listed, 2 do ids[#ids + 1] = string.sub(listed[at], 2) end
      local deadlines = call('ZMSCORE', index, unpack(ids))
      for at, id in ipairs(ids) do
        local isActive = deadlines[at] and tonumber(deadlines[at]) > now and id ~= how.spared
        local isFull = #records + #corrupted >= how.most or bytes <= 0
        if looks == 0 or isActive and isFull then return listed[2 * at] end
        looks = looks - 1
        if isActive then take(id) end
      end
      from = '(' .. listed[#listed]
    end
  end

  local nextPosition = walk()
  if #records > 0 then
    announce(shard, endings)
    removeSessions(shard, records)
    remember(shard, records, function() return how.reason, now, how.by end)
  end
  return fields, corrupted, nextPosition
end
