#!/usr/bin/env python3
"""start.py - time from nothing to ready on an empty store (other work only adds: the quickest of five), and
memory when idle (the most of five)."""
import tempfile
import time

from serving import CALM, Busy, Server, children, cpu_us, pss_kib, row

starts, own, whole = [], [], []
for _ in range(5):
    with tempfile.TemporaryDirectory() as data:
        busy, began = Busy(), time.monotonic()
        with Server("--data", data) as server:
            took, spent = time.monotonic() - began, cpu_us(server.pid)
            starts.append((took, spent, busy.others(spent)))
            time.sleep(2)
            own.append(pss_kib(server.pid) / 1024)
            whole.append(own[-1] + sum(pss_kib(pid) for pid in children(server.pid)) / 1024)
took, spent, others = min(starts)
label = "start on an empty store" if others <= CALM else f"start on an empty store, while other work took {others:.0%} of the processors"
row(label, f"{took:.2f} s, {spent / 1e6:.2f} s CPU", "", "", "≤ 0.3 s", took <= 0.3 or (None if others > CALM else False))
row("idle, `coloa`", f"{max(own):.1f} MB PSS", "", "", "≤ 15 MB", max(own) <= 15)
row("idle, all processes", f"{max(whole):.1f} MB PSS", "", "", "≤ 30 MB", max(whole) <= 30)
