-- Whether a string is JSON, for steps that can't be undone after the store has read the record. Redis' own decoder refuses deep
-- nesting and halves of surrogate pairs, although both are valid.
local function isJson(json)
  local ok, problem = pcall(cjson.decode, json)
  if ok then return true end
  problem = tostring(problem)
  return string.find(problem, 'nested', 1, true) ~= nil or string.find(problem, 'unicode escape', 1, true) ~= nil
end

local function isObject(json)
  return json == '{}' or string.find(json, '^{') and isJson(json)
end

local function problemInStrings(record)
  if string.find(record.user, '[%c"\\]') and not isJson('["' .. record.user .. '"]') then return 'userId is not a string' end
  if not isObject(record.attributes) then return 'attributes is not an object' end
  if not isObject(record.metadata) then return 'metadata is not an object' end
end

-- Reads a session that is about to be removed: like readSession(), and checks its JSON too.
local function readClosely(shard, id)
  local record, problem = readSession(shard, id)
  if not record then return nil, problem end
  problem = problemInStrings(record)
  if problem then return nil, problem end
  return record
end
