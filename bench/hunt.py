#!/usr/bin/env python3
"""hunt.py - a long event log through all Windows Sigma rules to written findings: processor time of the process that reads and matches,
without loading the rules, which is told beside; the same into the store of a case; and words looked for in text, beside `grep -F -i`, whole processes, in turns, the
middle of five."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tarfile
import tempfile
import zipfile

from evtx_log import SAMPLES, log, middle, spent
from serving import row

TURNS, CHUNKS = 5, 3000
WORDS = ["mimikatz", "cobaltstrike", "psexesvc", "sekurlsa", "lsadump", "meterpreter", "wce_service", "procdump", "keylogger", "xmrig"]


def text_log(path, size):
    """Words of letters by chance, the same each time; the last line has one that is looked for."""
    chance = random.Random(5)
    known = ["".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(chance.randint(2, 9))) for _ in range(4000)]
    with open(path, "w", encoding="ascii") as f:
        while f.tell() < size:
            f.write("\n".join(" ".join(chance.choice(known) for _ in range(14)) for _ in range(20000)) * 10 + "\n")
        f.write("here is MimiKatz at last\n")


def hunt(*arguments):
    run = subprocess.run(["build/coloa", "hunt", "--json", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(run.stdout.splitlines()[-1])["summary"]


def stored(place, many):
    """Processor time of a command that runs the rules over one item of a case and keeps what they found."""
    folder, rules = place + "/data", place + "/rules.zip"
    with zipfile.ZipFile(rules, "w", zipfile.ZIP_DEFLATED) as z:
        for path in sorted(pathlib.Path(place).glob("sigma/rules*/**/*.yml")):
            z.write(path, path.relative_to(place))

    def run(*arguments):
        done = subprocess.run(["build/coloa", "evidence", *arguments, "--data", folder, "--json"], stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    case = run("add", "--ground", "measured", "--from", "bench", many)["case"]
    rule_set = run("rules", rules, "--name", "Sigma", "--version", "1")["id"]
    return spent("build/coloa", "evidence", "detect", case, "--rules", rule_set, "--data", folder, "--json")


data = pathlib.Path(os.environ.get("COLOA_TEST_DATA", "../shared/data")) / "forensics"
if not (data / "sigma.tar.xz").is_file():
    sys.exit("no samples (COLOA_TEST_DATA)")
with tempfile.TemporaryDirectory() as place:
    with tarfile.open(data / "sigma.tar.xz") as tar:
        tar.extractall(place, members=[m for m in tar if "/rules" in m.name and "/windows/" in m.name])
    with tarfile.open(data / "evtx-format-samples.tar.xz") as tar:
        by_name = {os.path.basename(m.name): m for m in tar}
        samples = [tar.extractfile(by_name[name]).read() for name in SAMPLES]
    many = place + "/many.evtx"
    log(many, samples, CHUNKS)
    figures = [hunt("--sigma", place, many) for _ in range(TURNS)]
    rate = middle([f["read"] / f["cpu_ms"] for f in figures])
    one = figures[0]
    row(f"event log through {one['rules_loaded'] - one['rules_not_run']} Windows Sigma rules to findings ({one['read']} events, {one['findings']} findings; rules "
        f"loaded in {middle([f['loading_ms'] for f in figures])} ms)", f"{1000 / rate:.1f} µs ({rate:.0f} k/s·core)", "", "", "≥ 100 k/s·core", rate >= 100)
    peak = max(f["memory_kib"] for f in figures)
    row(f"event log of {os.path.getsize(many) / 1e6:.0f} MB hunted, largest process", f"{peak / 1024:.0f} MB", "", "", "≤ 256 MB", peak <= 256 * 1024)
    kept = stored(place, many)
    loaded = middle([f["loading_ms"] for f in figures]) / 1000
    rate = one["read"] / (kept - loaded) / 1000
    row("the same as evidence of a case, findings in the store: processor time of all processes without loading the rules",
        f"{1000 / rate:.1f} µs ({rate:.0f} k/s·core)", "", "", "≥ 100 k/s·core", rate >= 100)
    words, text = place + "/words", place + "/text.log"
    pathlib.Path(words).write_text("\n".join(WORDS) + "\n", encoding="ascii")
    text_log(text, 200_000_000)
    if hunt("--ioc", words, text)["indicators_met"] != 1:
        sys.exit("the word that is there was not met once")
    ours, theirs = [], []
    for _ in range(TURNS):
        theirs.append(spent("env", "LC_ALL=C", "grep", "-F", "-i", "-c", "-f", words, text))
        ours.append(spent("build/coloa", "hunt", "--json", "--ioc", words, text))
    mine, peer, size = middle(ours), middle(theirs), os.path.getsize(text) / 1e6
    row(f"{len(WORDS)} words in {size:.0f} MB of text", f"{size / mine:.0f} MB/s", f"grep -F -i {size / peer:.0f} MB/s", f"{peer / mine:.1f}×", "≥ 0.8×", peer / mine >= 0.8)
