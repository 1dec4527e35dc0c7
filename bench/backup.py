#!/usr/bin/env python3
"""backup.py [TURNS] - how long a write waits while 10,000 systems are backed up, beside the same writes without a backup.

A turn is tests/tools/pause.py: one write after the other for as long as five backups take, and for as long
without. Of the turns the middle one counts.
"""
import json
import subprocess
import sys
import tempfile

from serving import CALM, COLOA, ROOT, Busy, Server, family_cpu_us, middle, row

SYSTEMS, BOUND_MS = 10_000, 50
turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5

with tempfile.TemporaryDirectory() as top:
    data = f"{top}/data"
    with open(f"{top}/sheet.csv", "w", encoding="utf-8") as sheet:
        sheet.write("Tên hệ thống,Đơn vị chủ quản\n")
        sheet.writelines(f"Hệ thống thử nghiệm {i},Bộ Y tế\n" for i in range(SYSTEMS))

    def run(*words):
        return subprocess.run([COLOA, *words, "--data", data, "--json"], check=True, capture_output=True, text=True).stdout

    with Server("--data", data) as server:
        run("systems", "import", f"{top}/sheet.csv", "--owner", "BYT")
        run("user", "add", "nguoi.ghi", "--org", "BYT", "--role", "system_officer")
        token = json.loads(run("token", "add", "--user", "nguoi.ghi", "--scope", "write"))["token"]
        busy, before, seen = Busy(), family_cpu_us(server.pid), []
        for turn in range(turns):
            pause = [sys.executable, ROOT / "tests/tools/pause.py", server.url, token, COLOA, data, f"{top}/{turn}"]
            seen.append(json.loads(subprocess.run(pause, check=True, capture_output=True, text=True).stdout))
        others = busy.others(family_cpu_us(server.pid) - before)

if any(turn["failed"] for turn in seen):
    raise SystemExit(f"a write failed: {seen}")
note = "" if others <= CALM else f", while other work took {others:.0%} of the processors"
for what, key, bound in ((f"longest write while {SYSTEMS:,} systems are backed up", "longest", BOUND_MS), ("the median write", "median", None)):
    ours, limit = middle(seen, lambda t: t[f"{key}_with_ms"]), middle(seen, lambda t: t[f"{key}_without_ms"])
    held = True if bound is None or ours <= bound else None if others > CALM else False
    row(what + note, f"{ours:.1f} ms", f"{limit:.1f} ms (no backup)", f"{ours / limit:.2f}", f"≤ {bound} ms" if bound else "", held)
