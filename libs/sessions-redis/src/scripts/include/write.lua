-- Makes the first write of a script. A full server refuses it if it needs memory, and accepts all writes after the first.
-- So the first write is a PERSIST, which needs no memory and changes nothing here. In this way, sessions can be extended
-- and ended in a Redis that has no memory left for new ones.
local function writeFirst(command, key, ...)
  local reply = redis.pcall(command, key, ...)
  if type(reply) ~= 'table' or not reply.err then return reply end
  call('PERSIST', key)
  return call(command, key, ...)
end
