#!/usr/bin/env python3
"""import.py [--rows N] [--rounds N] - import of a large sheet against the bare scan, and against the scan with
a bare prepared INSERT of the same rows, in one run, interleaved.

Ours is the whole command `coloa systems import` on a folder that no server holds: start, the sealed reader,
checks, levels, report, and for the second figure the commit. Processor time of all its processes.
"""
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from serving import COLOA, ROOT, Server, row

BARE = ROOT / "build/bench/bare_import"


def option(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def spent(command):
    """Processor and wall milliseconds of a command with its children, and what it printed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu * 1000, wall * 1000, done.stdout


def bare(*words):
    cpu, wall, _ = (int(w) for w in spent([BARE, *words])[2].split())
    return cpu / 1000, wall / 1000


def checked(out, rows, committed):
    report = json.loads(out)
    if report["refused"] or report["rows"] != rows or bool(report["committed"]) != committed:
        raise SystemExit(f"the import did not go as meant: {out[:600]}")


def fold(data):
    """All that the program wrote, in the one file."""
    for ending in ("-wal", "-shm"):
        if pathlib.Path(f"{data}/coloa.db{ending}").exists():
            import sqlite3
            db = sqlite3.connect(f"{data}/coloa.db")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()


def main():
    rows, rounds = option("--rows", 10000), option("--rounds", 5)
    figures = {name: [] for name in ("scan", "dry", "insert", "import")}
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as scratch:
        sheet, empty = pathlib.Path(scratch, "rows.xlsx"), pathlib.Path(scratch, "empty")
        subprocess.run([sys.executable, ROOT / "bench/many_rows.py", sheet, str(rows)], check=True)
        with Server("--data", empty):
            pass
        fold(empty)
        command = [COLOA, "systems", "import", sheet, "--owner", "BKHCN", "--json", "--data"]
        for _ in range(rounds):
            ours, copy = pathlib.Path(scratch, "ours"), pathlib.Path(scratch, "copy")
            for folder in (ours, copy):
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(empty, folder)
            figures["scan"].append(bare("scan", sheet))
            cpu, wall, out = spent([*command, ours, "--dry-run"])
            checked(out, rows, False)
            figures["dry"].append((cpu, wall))
            cpu, wall, out = spent([*command, ours])
            checked(out, rows, True)
            figures["import"].append((cpu, wall))
            fold(ours)
            figures["insert"].append(bare("insert", sheet, empty / "coloa.db", ours / "coloa.db", copy / "coloa.db"))
    middle = {name: [statistics.median(column) for column in zip(*values)] for name, values in figures.items()}
    for what, name, limit, bound in (("dry run", "dry", "scan", 3), ("committed", "import", "insert", 2)):
        for kind, place in (("CPU", 0), ("wall", 1)):
            mine, theirs = middle[name][place], middle[limit][place]
            label = f"import of {rows:,} rows, {what}: {kind}"
            row(label, f"{mine:.0f} ms", f"{theirs:.0f} ms bare", f"{mine / theirs:.2f}", f"≤ {bound}", mine / theirs <= bound)


main()
