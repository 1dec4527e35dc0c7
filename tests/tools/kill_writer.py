#!/usr/bin/env python3
"""kill_writer.py COLOA DATA KILLS - kills a writing server with SIGKILL again and again, and counts what was lost.

Four writers send systems over the API, each under an Idempotency-Key, and note what was acknowledged. After
every kill the server is started again; everything acknowledged must be there, and what was sent without an
answer is sent again under its key: it must be there once. Prints one JSON object.
"""
import json
import random
import sys
import threading
import urllib.error
import urllib.parse

from killing import GONE, House

house, kills = House(sys.argv[1], sys.argv[2]), int(sys.argv[3])
random.seed(11)
lock = threading.Lock()
acknowledged = {}  # name: id
open_keys = {}     # name: key, sent and not answered
numbers = iter(range(1, 10_000_000))


def find(name):
    """A key that was done while its answer was lost is told by 409: the object itself must be there."""
    page = house.ask(token, "GET", "/systems?" + urllib.parse.urlencode({"q": name}))
    return next(s for s in page["items"] if s["name"] == name)


def send(name, key):
    try:
        answer = house.ask(token, "POST", "/systems", {"name": name, "owner": "BYT"}, key)
    except urllib.error.HTTPError as told:
        if told.code != 409:
            raise
        answer = find(name)
    with lock:
        acknowledged[name] = answer["id"]
        open_keys.pop(name, None)


def write(end):
    while not end.is_set():
        with lock:
            n = next(numbers)
            name, key = f"Ghi {n}", f"kill-{n}"
            open_keys[name] = key
        try:
            send(name, key)
        except GONE:
            return


token = house.person("ghi.thu", "BYT", "system_officer")
lost, checked, fresh = [], 0, []
for kill in range(kills):
    house.start()
    for name in fresh:  # everything acknowledged before the last kill
        checked += 1
        try:
            if house.ask(token, "GET", f"/systems/{acknowledged[name]}")["name"] != name:
                lost.append(name)
        except urllib.error.HTTPError:
            lost.append(name)
    for name, key in list(open_keys.items()):
        send(name, key)
    before = set(acknowledged)
    house.kill_while([write] * 4, 0.02, 0.3)
    fresh = [n for n in acknowledged if n not in before]
house.start()
for name, key in list(open_keys.items()):
    send(name, key)
cursor, seen = "", []
while True:
    page = house.ask(token, "GET", "/systems" + (f"?cursor={cursor}" if cursor else ""))
    seen += [s["name"] for s in page["items"]]
    cursor = page["next"]
    if not cursor:
        break
house.stop()
lost += [n for n in acknowledged if n not in seen]
doubled = len(seen) - len(set(seen))
print(json.dumps({"kills": kills, "acknowledged": len(acknowledged), "checked_after_each": checked, "lost": len(lost),
                  "doubled": doubled, "audit": house.audit(), "slowest_start_s": round(max(house.starts), 2)}))
