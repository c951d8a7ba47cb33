-- Whether a text is JSON, for steps that can't be taken back once the store has read the record. What is nested too
-- deeply for this decoder may still be sound, and so may half of a surrogate pair, which it does not take.
local function isJson(json)
  local ok, fault = pcall(cjson.decode, json)
  if ok then return true end
  fault = tostring(fault)
  return string.find(fault, 'nested', 1, true) ~= nil or string.find(fault, 'unicode escape', 1, true) ~= nil
end

local function isObject(json)
  return json == '{}' or string.find(json, '^{') and isJson(json)
end

local function faultInTexts(record)
  if string.find(record.user, '[%c"\\]') and not isJson('["' .. record.user .. '"]') then return 'userId is not a text' end
  if not isObject(record.attributes) then return 'attributes is not an object' end
  if not isObject(record.metadata) then return 'metadata is not an object' end
end

-- Reads a session that is about to be handed out for good: like readSession(), and its texts are looked at too.
local function readClosely(shard, id)
  local record, fault = readSession(shard, id)
  if not record then return nil, fault end
  fault = faultInTexts(record)
  if fault then return nil, fault end
  return record
end
