#!/usr/bin/env python3
"""evtx.py - Windows event logs to JSON lines beside evtxexport (libevtx), in turns: processor time of all processes
together for each record, the middle of five turns; output goes nowhere. Both logs are made of the same chunks, in the
same order, of samples both read to the end; ours is longer, as it would else measure how a program is loaded."""
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

from evtx_log import SAMPLES, log, middle, spent
from serving import row

TURNS, PEER_CHUNKS, MANY_CHUNKS = 5, 120, 3000


def records(begins, *command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        return sum(line.startswith(begins) for line in run.stdout)


data = pathlib.Path(os.environ.get("COLOA_TEST_DATA", "../shared/data")) / "forensics/evtx-format-samples.tar.xz"
if not data.is_file():
    sys.exit("no samples (COLOA_TEST_DATA)")
with tempfile.TemporaryDirectory() as place:
    with tarfile.open(data) as tar:
        by_name = {os.path.basename(m.name): m for m in tar}
        samples = [tar.extractfile(by_name[name]).read() for name in SAMPLES]
    same, many = place + "/same.evtx", place + "/many.evtx"
    log(same, samples, PEER_CHUNKS)
    log(many, samples, MANY_CHUNKS)
    counts = records(b"Event number", "evtxexport", same), records(b'{"Event"', "build/coloa", "evtx", same)
    if counts[0] != counts[1]:
        sys.exit(f"they give different numbers of records: {counts}")
    long = records(b'{"Event"', "build/coloa", "evtx", many)
    ours, peer = [], []
    for _ in range(TURNS):
        peer.append(spent("evtxexport", same) / counts[0])
        ours.append(spent("build/coloa", "evtx", many) / long)
    mine, theirs = middle(ours), middle(peer)
    row(f"event log to JSON lines, CPU for a record ({long} records; evtxexport {counts[0]})", f"{mine * 1e6:.1f} µs ({1 / mine / 1e3:.0f} k/s·core)",
        f"evtxexport {theirs * 1e6:.1f} µs ({1 / theirs / 1e3:.1f} k/s·core)", f"{theirs / mine:.0f}×", "≥ 30×", theirs / mine >= 30)
    # The largest of all processes of one run of its own.
    probe = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, "
             "check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    for label, options in (("", []), (" --recover", ["--recover"])):
        peak = int(subprocess.run([sys.executable, "-c", probe, "build/coloa", "evtx", *options, many], capture_output=True, check=True).stdout)
        size = os.path.getsize(many) / 1e6
        row(f"event log of {size:.0f} MB{label}, largest process", f"{peak / 1024:.0f} MB", "", "", "≤ 64 MB", peak <= 64 * 1024)
