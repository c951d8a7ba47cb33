-- The law of expiry, the same as in domain/lifetime.ts.

-- When a life ends. It expires soon from its warning before that on.
local function expiryOf(createdAt, lastRenewedAt, idle, absolute)
  return math.min(lastRenewedAt + idle, createdAt + absolute)
end
