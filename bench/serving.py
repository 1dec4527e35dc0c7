"""serving.py - what the benches of the running program share: a server, a signed-in session, load, CPU.

The machine may be busy with other work, so a figure is never taken once: what is compared runs in turns of a
second each, and the middle of the turns counts. Processor time first; a ratio is taken within one turn. A rate
says nothing when others take the processors: see Busy.
"""
import http.cookiejar
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLOA = ROOT / "build/coloa"
TICK_US = 1_000_000 / os.sysconf("SC_CLK_TCK")
PASSWORD = "do-luong-tren-may-nay"
CALM = 0.25  # of the processors taken by other work: beyond that a low rate, a long time is not ours


def cpu_us(pid):
    """Processor time of all threads of one process so far, microseconds. Its threads must live on."""
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1000


def family_cpu_us(pid):
    """User and system time so far of a process, its children, and of those which have ended."""
    while True:
        own = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        try:
            return sum(map(int, own[11:15])) * TICK_US + sum(cpu_us(child) for child in children(pid))
        except (FileNotFoundError, ProcessLookupError):
            pass  # one ended meanwhile: it is among the ended the next time


class Busy:
    """How much of all processors other work took since this was made: 0 to 1."""

    def __init__(self):
        self.busy, self.all = self.read()
        self.loaders = self.ended_cpu_us()

    @staticmethod
    def read():
        ticks = [int(word) for word in pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        return sum(ticks) - ticks[3] - ticks[4], sum(ticks)  # idle, waiting for a disk

    @staticmethod
    def ended_cpu_us():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (usage.ru_utime + usage.ru_stime) * 1e6

    def others(self, measured_us):
        """Beside what was measured and the programs run for it, which have ended."""
        busy, whole = self.read()
        ours = measured_us + self.ended_cpu_us() - self.loaders
        return max(0, (busy - self.busy) * TICK_US - ours) / max(1, (whole - self.all) * TICK_US)


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
        self.ready = json.loads(line or "{}")
        if not self.ready.get("ready"):
            raise SystemExit(f"the server did not start: {line}")
        self.url = self.ready["url"]
        self.pid = self.process.pid

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def people(bodies, *where):
    """One account for each body, who may look at all its systems; those of an earlier run stay as they are."""
    for body in bodies:
        add = [COLOA, "user", "add", login_of(body), "--org", body.code, "--role", "auditor", "--password-stdin", *where]
        subprocess.run(add, input=PASSWORD, text=True, capture_output=True, check=False)


def login_of(body):
    return f"do.{body.code.lower()}"


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


def load(url, cookie, seconds=1, connections=8):
    """Requests done by wrk in `seconds`, and the rate."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Cookie: {cookie}", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx.*: (\d+)", out)
    if bad:
        raise SystemExit(f"{url}: {bad[1]} answers were not 200")
    return int(re.search(r"(\d+) requests in", out)[1]), float(re.search(r"Requests/sec: +([\d.]+)", out)[1])


def middle(turns, figure=lambda turn: turn):
    return statistics.median(figure(turn) for turn in turns)


def row(name, ours, limit, ratio, bound, held):
    """held: None when it could not be told."""
    word = "NOT RUN" if held is None else "yes" if held else "NO"
    print(f"| {name} | {ours} | {limit} | {ratio} | {bound} | {word} |", flush=True)
