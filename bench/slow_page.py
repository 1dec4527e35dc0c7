#!/usr/bin/env python3
"""slow_page.py STORE-10K - the list as a person on a slow machine has it, and two hundred people at once."""
import json
import re
import subprocess
import sys

from list import Served
from serving import CALM, ROOT, Busy, row

import contextlib

PEOPLE = 200


def late(url, cookie):
    """Milliseconds within which 95 of 100 answers came, two hundred connections asking as fast as they can; the
    share of the processors that other work took."""
    busy = Busy()
    command = ["wrk", "-t1", f"-c{PEOPLE}", "-d5s", "-s", ROOT / "bench/p95.lua", "-H", f"Cookie: {cookie}", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"^p95 ([\d.]+)", out, re.M)[1]), busy.others(0)


def main():
    with contextlib.ExitStack() as stack:
        served = Served(stack, sys.argv[1])
        url, cookie = f"{served.server.url}/he-thong", served.cookies[0]
        busy = Busy()
        out = subprocess.run(["node", ROOT / "bench/slow_page.mjs", url, cookie], capture_output=True, text=True, check=True).stdout
        slow, others = json.loads(out), busy.others(0)
        wait, crowd = late(url, cookie)
    for what, key, bound in (("first view", "first_ms", 2000), ("next page", "next_ms", 1000)):
        held = slow[key] <= bound or (None if others > CALM else False)
        row(f"a quarter of a processor, 2 Mbit/s: {what}", f"{slow[key]} ms", "", "", f"≤ {bound} ms", held)
    row("– bytes of the first view, as sent", f"{slow['first_bytes'] / 1000:.0f} kB", "", "", "≤ 150 kB", slow["first_bytes"] <= 150_000)
    row(f"{PEOPLE} people at once, 95 of 100 answers within", f"{wait:.0f} ms", "", "", "≤ 300 ms",
        wait <= 300 or (None if crowd > CALM else False))


main()
