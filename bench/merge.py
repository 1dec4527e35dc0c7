#!/usr/bin/env python3
"""merge.py [--rows N] [--rounds N] - two bodies of N systems each become one, in one act on a store of one
folder: processor and wall time of the whole command,
confirmed by a named person. Bound: 1 s for 2,000 each.
"""
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from serving import ROOT, row

COLOA = ROOT / "build/coloa"


def option(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def run(data, *words, given=None):
    done = subprocess.run([COLOA, "--data", data, *words], capture_output=True, text=True, input=given)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout[-1000:]}{done.stderr[-1000:]}")
    return done.stdout


def sheet(path, owner, rows):
    lines = ["Tên hệ thống,Chủ quản"] + [f"Hệ thống {owner} số {i},{owner}" for i in range(rows)]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def one(rows):
    with tempfile.TemporaryDirectory() as top:
        data = os.path.join(top, "data")
        for code, name in (("SA", "Sở Một"), ("SB", "Sở Hai")):
            run(data, "org", "add", code, "--name", name, "--parent", "T34-15")
            sheet(f"{top}/{code}.csv", code, rows)
            run(data, "systems", "import", f"{top}/{code}.csv")
        run(data, "user", "add", "nguyen.an", "--org", "T34-15", "--role", "administrator", "--json", "--name", "An",
            "--password-stdin", given="mot hai ba bon nam\n")
        made = json.loads(run(data, "org", "merge", "SA", "SB", "--code", "SAB", "--name", "Sở Một và Hai",
                              "--doc", "1/QĐ-UBND", "--on", "2026-01-01", "--json", "--as", "nguyen.an"))
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = json.loads(run(data, "org", "change", "confirm", made["id"], "--json", "--as", "nguyen.an"))
        spent, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        assert done["state"] == "done" and done["systems"] == 2 * rows, done
        return cpu, spent


rows = option("--rows", 2000)
times = [one(rows) for _ in range(option("--rounds", 3))]
cpu, wall = (statistics.median(t) for t in zip(*times))
name = f"two bodies of {rows:,} systems become one"
row(f"{name}, CPU", f"{cpu:.2f} s", "", "", "≤ 1 s", cpu <= 1)
row(f"{name}, wall", f"{wall:.2f} s", "", "", "≤ 1 s", wall <= 1)
