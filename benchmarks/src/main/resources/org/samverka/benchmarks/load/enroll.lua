-- Enrolls one person after the other, each once. What to do comes by environment variables.
local path, group, run = os.getenv("BENCH_PATH"), os.getenv("BENCH_GROUP"), os.getenv("BENCH_RUN")
local headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"), ["Content-Type"] = "application/json" }
local number = tonumber(os.getenv("BENCH_FIRST"))

function request()
  local person = string.format("%08x-0000-4000-8000-%012x", number * 2654435761 % 4294967296, number)
  headers["Idempotency-Key"] = run .. "-" .. number
  number = number + 1
  return wrk.format("POST", path, headers,
    '{"personId":"' .. person .. '","targetGroup":"' .. group .. '","date":"2018-03-01"}')
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("answered %d microseconds %d failed %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
