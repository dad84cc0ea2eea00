-- Begins every script on the meta key.
-- KEYS[1] the meta key; ARGV[1] the highest clock value that the caller had seen before it sent this.
local meta, seen = KEYS[1], tonumber(ARGV[1])
local restored = 0

-- Lua itself would write a big number as 1.79e+15.
local function text(number)
  return string.format('%.0f', number)
end

-- Tells all who listen. Who may not publish invalidates as well: the others notice that a value is missing.
local function announce(value, changes)
  redis.pcall('PUBLISH', string.sub(meta, 1, -5) .. 'bus', value .. changes)
end

local kind = redis.call('TYPE', meta).ok
if kind ~= 'zset' and kind ~= 'none' then
  redis.call('UNLINK', meta)
end
-- What the clock can never have shown, from 2^53 on or infinite, counts as lost: one cannot be added to it.
local function shown(score)
  local number = tonumber(score)
  return number and number >= 0 and number < 9007199254740992 and number or nil
end
local marks = redis.call('ZMSCORE', meta, 'clock', 'floor', 'last')
local clock, floor, last = shown(marks[1]), shown(marks[2]), shown(marks[3])

-- The highest of the server's microseconds, what the caller has seen, and what lies here.
local function above()
  local now = redis.call('TIME')
  return math.max(tonumber(now[1]) * 1000000 + tonumber(now[2]), seen, clock or 0, floor or 0, last or 0)
end

-- Sets marks, or returns what the caller is to be told. A server that is full cannot move its clock:
-- then the clock is lost, so that everything older is refused, and that is told as -1.
local function set(...)
  local reply = redis.pcall('ZADD', meta, ...)
  if type(reply) ~= 'table' then
    return nil
  elseif string.find(reply.err, 'OOM', 1, true) then
    redis.call('UNLINK', meta)
    return { -1, -1, -1, -1 }
  end
  return reply
end

-- A clock that is lost, or was seen further on, is set above all that was seen, and so is the floor.
if not clock or not floor or not last or clock < seen then
  clock = above() + 1
  floor, last, restored = clock, clock, 1
  local failed = set(text(clock), 'clock', text(clock), 'floor', text(clock), 'last')
  if failed then
    return failed
  end
  announce(text(clock), ' a')
end
