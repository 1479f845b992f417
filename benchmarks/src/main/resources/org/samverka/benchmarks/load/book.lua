-- Books one person after the other, each once, in the sessions by turns. What to do comes by environment variables.
local path, run = os.getenv("BENCH_PATH"), os.getenv("BENCH_RUN")
local headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"), ["Content-Type"] = "application/json" }
local number = tonumber(os.getenv("BENCH_FIRST"))
local sessions = {}
for session in string.gmatch(os.getenv("BENCH_SESSIONS"), "[^,]+") do table.insert(sessions, session) end

function request()
  local person = string.format("%08x-0000-4000-8000-%012x", number * 2654435761 % 4294967296, number)
  headers["Idempotency-Key"] = run .. "-" .. number
  local session = sessions[number % #sessions + 1]
  number = number + 1
  return wrk.format("POST", path, headers, '{"sessionId":"' .. session .. '","personId":"' .. person .. '"}')
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("answered %d microseconds %d failed %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
