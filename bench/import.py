#!/usr/bin/env python3
"""import.py [--rows N] [--turns N] - import of a large sheet against the bare scan, and against the scan with
a bare prepared INSERT of the same rows, in one run, interleaved.

Ours is the import within an open store: the sealed reader and its start, checks, levels, comparison, report,
and for the second figure the writing. Processor time of all its processes.
"""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from serving import CALM, ROOT, Busy, Server, middle, row

BARE, OURS = ROOT / "build/bench/bare_import", ROOT / "build/bench/import_inside"
PARSE, OWNER = ROOT / "build/coloa-parse", "BKHCN"
SHORT = 3  # scans and dry runs in a turn: they are soon done, and the shorter the more others disturb


def option(name, default):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def spent(*command):
    """Processor and wall milliseconds of what a program measured within itself, the share of the processors that
    other work took; and how many rows it wrote."""
    busy = Busy()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    cpu, wall, rows = (int(word) for word in done.stdout.split())
    return (cpu / 1000, wall / 1000, busy.others(0)), rows


def taken(rows, sheet, data, what):
    figure, made = spent(OURS, PARSE, sheet, data, OWNER, what)
    if made != rows:
        raise SystemExit(f"{made} of {rows} rows were taken in")
    return figure


def fold(data):
    """All that the program wrote, in the one file."""
    for ending in ("-wal", "-shm"):
        if pathlib.Path(f"{data}/coloa.db{ending}").exists():
            db = sqlite3.connect(f"{data}/coloa.db")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()


def main():
    rows, turns = option("--rows", 10000), option("--turns", 7)
    figures = {name: [] for name in ("scan", "dry", "insert", "import")}
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as scratch:
        sheet, empty = pathlib.Path(scratch, "rows.xlsx"), pathlib.Path(scratch, "empty")
        subprocess.run([sys.executable, ROOT / "bench/many_rows.py", sheet, str(rows)], check=True)
        with Server("--data", empty):
            pass
        fold(empty)
        for _ in range(turns):
            ours, copy = pathlib.Path(scratch, "ours"), pathlib.Path(scratch, "copy")
            for folder in (ours, copy):
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(empty, folder)
            for _ in range(SHORT):
                figures["scan"].append(spent(BARE, "scan", sheet)[0])
                figures["dry"].append(taken(rows, sheet, ours, "dry"))
            figures["import"].append(taken(rows, sheet, ours, "commit"))
            fold(ours)
            words = (BARE, "insert", sheet, empty / "coloa.db", ours / "coloa.db", copy / "coloa.db")
            figures["insert"].append(spent(*words)[0])
    for what, name, limit, bound in (("dry run", "dry", "scan", 3), ("committed", "import", "insert", 2)):
        for kind, place in (("CPU", 0), ("wall", 1)):
            mine, theirs = ([turn[place] for turn in figures[which]] for which in (name, limit))
            ratio = middle(zip(mine, theirs), lambda turn: turn[0] / turn[1])
            others = middle(figures[name], lambda turn: turn[2])
            held = ratio <= bound or (None if kind == "wall" and others > CALM else False)
            row(f"import of {rows:,} rows, {what}: {kind}", f"{middle(mine):.0f} ms", f"{middle(theirs):.0f} ms bare",
                f"{ratio:.2f}", f"≤ {bound}", held)


main()
