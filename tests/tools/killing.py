"""killing.py - a server that is killed again and again, for the tools that look what was lost."""
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request

GONE = (OSError, ValueError)  # what a client sees of a server that died; urllib's errors are OSErrors


class House:
    """The program and its data folder; the server runs between start and kill."""

    def __init__(self, coloa, data):
        self.coloa, self.data, self.starts = coloa, data, []
        self.server = self.url = None

    def run(self, *words):
        out = subprocess.run([self.coloa, *words, "--data", self.data, "--json"], capture_output=True, text=True)
        return json.loads(out.stdout)

    def person(self, login, org, role):
        self.run("user", "add", login, "--org", org, "--role", role)
        return self.run("token", "add", "--user", login, "--scope", "write")["token"]

    def start(self):
        begun = time.monotonic()
        self.server = subprocess.Popen([self.coloa, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--json"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.server.stdout.readline()
        if not line:
            sys.exit(f"the server does not start again: {self.server.wait()}")
        self.url = json.loads(line)["url"]
        self.starts.append(time.monotonic() - begun)

    def ask(self, token, method, path, body=None, key=None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + "/api/v1" + path, method=method, data=data)
        request.add_header("Authorization", "Bearer " + token)
        if data is not None:
            request.add_header("Content-Type", "application/octet-stream" if isinstance(body, bytes) else "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        with urllib.request.urlopen(request, timeout=20) as answer:
            raw = answer.read()
        return json.loads(raw) if answer.headers.get_content_type() == "application/json" else raw

    def kill_while(self, writers, least_s, most_s):
        """Runs each of `writers` in a thread, lets them write for a while, and kills the server under them."""
        end = threading.Event()
        threads = [threading.Thread(target=one, args=(end,)) for one in writers]
        for one in threads:
            one.start()
        time.sleep(random.uniform(least_s, most_s))
        os.kill(self.server.pid, signal.SIGKILL)
        self.server.wait()
        end.set()
        for one in threads:
            one.join()

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()

    def audit(self):
        return subprocess.run([self.coloa, "audit", "verify", "--data", self.data], capture_output=True).returncode
