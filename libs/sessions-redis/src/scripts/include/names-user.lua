-- Whether an entry of the quarantine shows that the record is one of the user. `asJson` is the user, as in a record, as JSON
-- writes it. Lua writes a slash in another way.
local function namesUser(entry, user, asJson)
  return string.find(entry, '"user":' .. asJson, 1, true) ~= nil
    or string.find(entry, '"user":' .. cjson.encode(user), 1, true) ~= nil
end
