#!/usr/bin/env python3
"""kill_writer.py COLOA DATA KILLS - kills a writing server with SIGKILL again and again, and counts what was lost.

Four writers send systems over the API, each under an Idempotency-Key, and note what was acknowledged. After
every kill the server is started again; everything acknowledged must be there, and what was sent without an
answer is sent again under its key: it must be there once. Prints one JSON object.
"""
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

coloa, data, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
random.seed(11)
lock = threading.Lock()
acknowledged = {}  # name: id
open_keys = {}     # name: key, sent and not answered
numbers = iter(range(1, 10_000_000))


def start():
    server = subprocess.Popen([coloa, "serve", "--data", data, "--listen", "127.0.0.1:0", "--json"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    line = server.stdout.readline()
    if not line:
        sys.exit(f"the server does not start again: {server.wait()}")
    return server, json.loads(line)["url"]


def run(*words):
    out = subprocess.run([coloa, *words, "--data", data, "--json"], capture_output=True, text=True)
    return json.loads(out.stdout)


def ask(url, token, method, path, body=None, key=None):
    request = urllib.request.Request(url + path, method=method, data=body and json.dumps(body).encode())
    request.add_header("Authorization", "Bearer " + token)
    if body:
        request.add_header("Content-Type", "application/json")
    if key:
        request.add_header("Idempotency-Key", key)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


def find(url, token, name):
    """A key that was done while its answer was lost is told by 409: the object itself must be there."""
    page = ask(url, token, "GET", "/api/v1/systems?" + urllib.parse.urlencode({"q": name}))
    return next(s for s in page["items"] if s["name"] == name)


def send(url, token, name, key):
    try:
        answer = ask(url, token, "POST", "/api/v1/systems", {"name": name, "owner": "BYT"}, key)
    except urllib.error.HTTPError as told:
        if told.code != 409:
            raise
        answer = find(url, token, name)
    with lock:
        acknowledged[name] = answer["id"]
        open_keys.pop(name, None)


def write(url, token, end):
    while not end.is_set():
        with lock:
            n = next(numbers)
            name, key = f"Ghi {n}", f"kill-{n}"
            open_keys[name] = key
        try:
            send(url, token, name, key)
        except (OSError, ValueError, urllib.error.URLError):
            return  # the server is gone


run("user", "add", "ghi.thu", "--org", "BYT", "--role", "system_officer")
token = run("token", "add", "--user", "ghi.thu", "--scope", "write")["token"]
lost, doubled, starts, checked = [], 0, [], 0
fresh = []
for kill in range(kills):
    begun = time.monotonic()
    server, url = start()
    starts.append(time.monotonic() - begun)
    for name in fresh:  # everything acknowledged before the last kill
        checked += 1
        try:
            if ask(url, token, "GET", f"/api/v1/systems/{acknowledged[name]}")["name"] != name:
                lost.append(name)
        except urllib.error.HTTPError:
            lost.append(name)
    for name, key in list(open_keys.items()):
        send(url, token, name, key)
    before = set(acknowledged)
    end = threading.Event()
    writers = [threading.Thread(target=write, args=(url, token, end)) for _ in range(4)]
    for w in writers:
        w.start()
    time.sleep(random.uniform(0.02, 0.3))
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    end.set()
    for w in writers:
        w.join()
    fresh = [n for n in acknowledged if n not in before]
server, url = start()
for name, key in list(open_keys.items()):
    send(url, token, name, key)
cursor, seen = "", []
while True:
    page = ask(url, token, "GET", "/api/v1/systems" + (f"?cursor={cursor}" if cursor else ""))
    seen += [s["name"] for s in page["items"]]
    cursor = page["next"]
    if not cursor:
        break
server.send_signal(signal.SIGTERM)
server.wait()
lost += [n for n in acknowledged if n not in seen]
doubled = len(seen) - len(set(seen))
audit = subprocess.run([coloa, "audit", "verify", "--data", data], capture_output=True).returncode
print(json.dumps({"kills": kills, "acknowledged": len(acknowledged), "checked_after_each": checked, "lost": len(lost),
                  "doubled": doubled, "audit": audit, "slowest_start_s": round(max(starts), 2)}))
