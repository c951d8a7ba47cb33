-- Whether a text is JSON, for steps that can't be taken back once the store has read the record. What is nested too
-- deeply for this decoder may still be sound, and so may half of a surrogate pair, which it does not take.
local function isJson(json)
  local ok, problem = pcall(cjson.decode, json)
  if ok then return true end
  problem = tostring(problem)
  return string.find(problem, 'nested', 1, true) ~= nil or string.find(problem, 'unicode escape', 1, true) ~= nil
end

local function isObject(json)
  return json == '{}' or string.find(json, '^{') and isJson(json)
end

local function problemInTexts(record)
  if string.find(record.user, '[%c"\\]') and not isJson('["' .. record.user .. '"]') then return 'userId is not a text' end
  if not isObject(record.attributes) then return 'attributes is not an object' end
  if not isObject(record.metadata) then return 'metadata is not an object' end
end

-- Reads a session that is about to be handed out for good: like readSession(), and its texts are looked at too.
local function readClosely(shard, id)
  local record, problem = readSession(shard, id)
  if not record then return nil, problem end
  problem = problemInTexts(record)
  if problem then return nil, problem end
  return record
end
