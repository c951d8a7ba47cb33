-- Makes the first write of a script, in a full server too. That refuses it unless it takes no memory, as PERSIST, which
-- changes nothing here; what comes after passes then. So sessions can be extended, and ended, in a Redis that has no
-- memory left for new ones.
local function writeFirst(command, key, ...)
  local reply = redis.pcall(command, key, ...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  call('PERSIST', key)
  return call(command, key, ...)
end
