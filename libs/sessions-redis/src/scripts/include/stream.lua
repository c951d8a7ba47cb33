-- A stream that is bounded in bytes and by age. Each entry ends with its `offset`: how many bytes were written to the stream
-- before it. The next offset is in a key of its own. The difference of the two tells how many bytes the
-- stream has.
local ENTRY_BYTES, MOST_DROPPED = 64, 1000

local function offsetOf(entry)
  local fields = entry[2]
  return fields[#fields - 1] == 'offset' and tonumber(fields[#fields]) or 0
end

-- How many bytes an entry counts for, by its names and values without the offset.
local function sizeOf(parts, count)
  local size = ENTRY_BYTES
  for at = 1, count do size = size + #parts[at] end
  return size
end

-- Removes the entries that are older than `maxAge` milliseconds, by the server's clock. Gives how many.
local function dropOld(stream, maxAge)
  local time = redis.call('TIME')
  local instant = time[1] * 1000 + math.floor(time[2] / 1000)
  return redis.call('XTRIM', stream, 'MINID', string.format('%.0f', math.max(0, instant - maxAge)))
end

-- Removes the oldest entries until there are no more than `maxBytes`, or no more than it may remove in one step. Gives how
-- many.
local function dropSurplus(stream, offset, maxBytes)
  local dropped, look = 0, 1
  while dropped < MOST_DROPPED do
    local entries = redis.call('XRANGE', stream, '-', '+', 'COUNT', look)
    local surplus = 0
    while surplus < #entries and offset - offsetOf(entries[surplus + 1]) > maxBytes do surplus = surplus + 1 end
    if surplus == 0 then break end
    local left = redis.call('XLEN', stream) - surplus
    dropped = dropped + redis.call('XTRIM', stream, 'MAXLEN', left)
    if surplus < #entries then break end
    look = 50
  end
  return dropped
end

-- Appends entries, which are lists of names and values, and removes what is too much or too old. Returns how many entries it
-- removed. `add` makes the first write.
local function append(stream, offsetKey, entries, maxBytes, maxAge, add)
  local sizes, all = {}, 0
  for at, entry in ipairs(entries) do
    sizes[at] = sizeOf(entry, #entry)
    all = all + sizes[at]
  end
  local offset = add('INCRBY', offsetKey, all) - all
  if offset == 0 then
    -- The offset is new, or was evicted.
    local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
    if last then offset = redis.call('INCRBY', offsetKey, string.format('%.0f', offsetOf(last))) - all end
  end
  for at, entry in ipairs(entries) do
    entry[#entry + 1] = 'offset'
    entry[#entry + 1] = string.format('%.0f', offset)
    redis.call('XADD', stream, '*', unpack(entry))
    offset = offset + sizes[at]
  end
  return dropOld(stream, maxAge) + dropSurplus(stream, offset, maxBytes)
end
