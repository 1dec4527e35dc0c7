#!/usr/bin/env python3
"""start.py - time from nothing to ready on an empty store, and memory when idle."""
import tempfile
import time

from serving import Server, children, pss_kib, row

times = []
for _ in range(5):
    with tempfile.TemporaryDirectory() as data:
        began = time.monotonic()
        with Server("--data", data) as server:
            times.append(time.monotonic() - began)
            time.sleep(2)
            own = pss_kib(server.pid) / 1024
            whole = own + sum(pss_kib(pid) for pid in children(server.pid)) / 1024
times.sort()
row("start on an empty store", f"{times[2]:.2f} s", "", "", "≤ 0.3 s", times[2] <= 0.3)
row("idle, `coloa`", f"{own:.1f} MB PSS", "", "", "≤ 15 MB", own <= 15)
row("idle, all processes", f"{whole:.1f} MB PSS", "", "", "≤ 30 MB", whole <= 30)
