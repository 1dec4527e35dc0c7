#!/usr/bin/env python3
"""evtx.py - Windows event logs to JSON lines beside evtxexport (libevtx) on the same log, in turns: processor time of
all processes together, the middle of five turns. The log is made of chunks of samples both read to the end."""
import os
import pathlib
import resource
import struct
import subprocess
import sys
import tarfile
import tempfile
import zlib

from serving import row

SAMPLES = ["security.evtx", "Security_with_size_t.evtx", "system.evtx", "sysmon.evtx"]
TURNS, PEER_CHUNKS, MANY_CHUNKS, CHUNK, HEAD = 5, 160, 4000, 65536, 4096


def log(path, samples, count):
    head = bytearray(samples[0][:HEAD])
    chunks = [d[at:at + CHUNK] for d in samples for at in range(HEAD, len(d), CHUNK) if d[at:at + 8] == b"ElfChnk\0"]
    struct.pack_into("<QQ", head, 8, 0, count - 1)
    struct.pack_into("<H", head, 42, count)
    struct.pack_into("<II", head, 120, 0, zlib.crc32(bytes(head[:120])))
    with open(path, "wb") as f:
        f.write(head)
        for i in range(count):
            f.write(chunks[i % len(chunks)])


def spent(*command):
    """(seconds of processor time, lines that begin a record)"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        out.seek(0)
        records = sum(line.startswith((b'{"Event"', b"Event number")) for line in out)
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, records


def middle(values):
    return sorted(values)[len(values) // 2]


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
    ours, peer = [], []
    for _ in range(TURNS):
        peer.append(spent("evtxexport", same))
        ours.append(spent("build/coloa", "evtx", same))
    if len({n for _, n in ours + peer}) != 1:
        sys.exit(f"they give different numbers of records: {ours}, {peer}")
    records = ours[0][1]
    mine, theirs = middle([s for s, _ in ours]) / records, middle([s for s, _ in peer]) / records
    row(f"event log to JSON lines, {records} records, CPU each", f"{mine * 1e6:.1f} µs ({1 / mine / 1e3:.0f} k/s·core)",
        f"evtxexport {theirs * 1e6:.1f} µs ({1 / theirs / 1e3:.1f} k/s·core)", f"{theirs / mine:.0f}×", "≥ 30×", theirs / mine >= 30)
    # The largest of all processes of one run of its own.
    probe = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, "
             "check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    for label, options in (("", []), (" --recover", ["--recover"])):
        peak = int(subprocess.run([sys.executable, "-c", probe, "build/coloa", "evtx", *options, many], capture_output=True, check=True).stdout)
        size = os.path.getsize(many) / 1e6
        row(f"event log of {size:.0f} MB{label}, largest process", f"{peak / 1024:.0f} MB", "", "", "≤ 64 MB", peak <= 64 * 1024)
