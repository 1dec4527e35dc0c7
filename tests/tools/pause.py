#!/usr/bin/env python3
"""pause.py URL TOKEN COLOA DATA FILE - one writer after the other for as long as five backups take, and as long without.

Prints the longest, the 99th hundredth and the median of a write in both, in ms.
"""
import http.client
import json
import pathlib
import subprocess
import sys
import threading
import time

url, token, coloa, data, file = sys.argv[1:]
host = url.split("//")[1]


def writes(tag, end):
    link, took, failed = http.client.HTTPConnection(host, timeout=30), [], 0
    n = 0
    while not end.is_set():
        n += 1
        body = json.dumps({"name": f"{tag} {pathlib.Path(file).name} {n}", "owner": "BYT"})
        begun = time.monotonic()
        link.request("POST", "/api/v1/systems", body, {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
        answer = link.getresponse()
        answer.read()
        took.append((time.monotonic() - begun) * 1000)
        failed += answer.status >= 300
    return sorted(took), failed


def while_doing(tag, work):
    end, got = threading.Event(), []
    writer = threading.Thread(target=lambda: got.append(writes(tag, end)))
    writer.start()
    begun = time.monotonic()
    work()
    spent = time.monotonic() - begun
    end.set()
    writer.join()
    return got[0][0], got[0][1], spent


def backups():
    for i in range(5):
        subprocess.run([coloa, "backup", "--data", data, "--out", f"{file}.{i}", "--json"], check=True, stdout=subprocess.DEVNULL)


took, failed, spent = while_doing("Có", backups)
rest, also, _ = while_doing("Không", lambda: time.sleep(spent))
at = lambda xs, share: round(xs[min(len(xs) - 1, int(len(xs) * share))], 1)
print(json.dumps({"failed": failed + also, "writes": len(took), "backup_s": round(spent / 5, 2),
                  "longest_with_ms": at(took, 1), "p99_with_ms": at(took, 0.99), "median_with_ms": at(took, 0.5),
                  "longest_without_ms": at(rest, 1), "p99_without_ms": at(rest, 0.99), "median_without_ms": at(rest, 0.5)}))
