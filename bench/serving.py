"""serving.py - what the benches of the running program share: a server, a signed-in session, load, CPU."""
import http.cookiejar
import json
import os
import pathlib
import re
import subprocess
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLOA = ROOT / "build/coloa"
TICK_US = 1_000_000 / os.sysconf("SC_CLK_TCK")
PASSWORD = "do-luong-tren-may-nay"


def cpu_us(pid):
    """User and system time of one process so far, microseconds."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_US


def pss_kib(pid):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss: +(\d+)", text, re.M)[1])


def children(pid):
    out = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                out.append(int(stat.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return out


class Server:
    def __init__(self, *options):
        self.process = subprocess.Popen([COLOA, "serve", "--json", "--listen", "127.0.0.1:0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the server did not start")
        self.ready = json.loads(line)
        self.url = self.ready["url"]
        self.pid = self.process.pid

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def coloa(*words, data=None, stdin=None):
    where = ["--data", data] if data else []
    done = subprocess.run([COLOA, *words, *where, "--json"], input=stdin, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"coloa {' '.join(map(str, words))}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def sign_in(url, login):
    """The session cookie of a signed-in person, as a header value."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{url}/dang-nhap").read().decode()
    fields = {"login": login, "password": PASSWORD}
    if token := re.search(r'name="csrf" value="([^"]*)"', page):
        fields["csrf"] = token[1]
    opener.open(f"{url}/dang-nhap", urllib.parse.urlencode(fields).encode())
    return "; ".join(f"{c.name}={c.value}" for c in jar)


def fetch(url, cookie):
    return urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})).read()


def load(url, cookie, seconds, connections=8):
    """Requests done by wrk in `seconds`, and the rate."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Cookie: {cookie}", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx.*: (\d+)", out)
    if bad:
        raise SystemExit(f"{url}: {bad[1]} answers were not 200")
    return int(re.search(r"(\d+) requests in", out)[1]), float(re.search(r"Requests/sec: +([\d.]+)", out)[1])


def row(name, ours, limit, ratio, bound, ok):
    print(f"| {name} | {ours} | {limit} | {ratio} | {bound} | {'yes' if ok else 'NO'} |", flush=True)
