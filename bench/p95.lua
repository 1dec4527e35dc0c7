-- p95.lua - for wrk: one line with the milliseconds within which 95 of 100 answers came.
done = function(summary, latency)
  io.write(string.format("p95 %.2f\n", latency:percentile(95) / 1000))
end
