#!/usr/bin/env python3
"""incidents.py [--turns N] STORE - incidents through the real server, signed in: the list of 50 of 100,000, one told, the
page of one; then an hour of notices by anybody in one go, with the limits as shipped.

The list and the page stand beside a bare libmicrohttpd program that runs their main SELECT and writes the same
bytes, telling one beside bare inserts of the rows it left. STORE is made by bench/make_store with 100,000
incidents; everything runs on copies.
"""
import collections
import concurrent.futures
import contextlib
import html
import http.client
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from serving import COLOA, PASSWORD, ROOT, Busy, CALM, Server, cpu_us, fetch, load, login_of, middle, people, row, sign_in

BARE = ROOT / "build/bench/bare_list"
TOLD_A_TURN = 100
LOG_LINES = 40
COORDINATOR = "BCA"
ADDRESSES, OF_ADDRESS, OF_HOUR = 400, 30, 10_000
# The list's statements (incidents/queries.sql: incident_page_scope or incident_page_all, incident_rows) as one, and
# what the page of one incident shows most of.
LISTED = """SELECT i.id, i.code, i.title, i.system_code, i.system_name, i.level, i.type, i.state, i.detected_ms, i.emergency,
       i.proposed, i.verified, i.decided, i.holder, i.due_ms, i.due_rule, o.name_vi
  FROM (SELECT object_id FROM scope v WHERE v.body_id = :body AND v.kind = 2 ORDER BY v.sort_key, v.object_id LIMIT 51) v
  JOIN incidents i ON i.id = v.object_id JOIN bodies o ON o.id = i.owner_id ORDER BY i.id DESC"""
SHOWN = """SELECT key, value, '', '', '' FROM incident_facts WHERE incident_id = :id UNION ALL
SELECT kind, at_ms, person, body, words FROM incident_events WHERE incident_id = :id"""
FILTERS = [("no filter", ""), ("open", "?open=1"), ("level + state", "?level=2&state=closed"),
           ("level 5 + a type + open", "?level=5&type=ESPIONAGE&open=1"), ("two words", "?q=ma+doc+thue")]
FACTS = {"title": "Cổng thông tin bị mã hóa", "description": "Máy chủ bị mã hóa, dịch vụ ngừng.", "present_state": "unhandled",
         "type": "ENCRYPT", "contact_name": "Lê Thị Mẫu", "contact_phone": "0123 456 789", "detected_how": "log",
         "domains": "cong.mau.vn", "service_down": "true", "personal_data": "true", "open": "1"}
NOTICE = {"open": "1", "reporter_name": "Dân", "description": "Trang bị thay giao diện từ sáng nay.", "domains": "cong.mau.vn"}

Body = collections.namedtuple("Body", "label id code")


def bodies(data):
    """The whole country, a ministry's branch, one body that fills a page, by their place; the coordinator, who sees all
    by its seat."""
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    rows = db.execute("""SELECT b.id, b.code, b.kind, sum(n) FROM bodies b JOIN scope_counts c ON c.body_id = b.id
        WHERE c.kind = 2 GROUP BY b.id, b.code, b.kind""").fetchall()
    country = next(r for r in rows if r[2] == "government")
    ministry = max((r for r in rows if r[2] == "ministry"), key=lambda r: r[3])
    small = min((r for r in rows if r[3] >= 60), key=lambda r: r[3])
    of_seat = db.execute("SELECT id, code FROM bodies WHERE code = ?", [COORDINATOR]).fetchone()
    placed = zip(("whole country", "a ministry's branch", "one body"), (country, ministry, small))
    return [Body(f"{label} ({r[3]:,})", r[0], r[1]) for label, r in placed] + [Body("the coordinator", *of_seat)]


def run(data, *words, given=None):
    done = subprocess.run([COLOA, *words, "--data", data, "--json"], capture_output=True, text=True, input=given)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return json.loads(done.stdout)


# ---- looked at ------------------------------------------------------------------------------------------

def looked(server, data, page, sql, turns, scratch):
    """Microseconds of one page: ours, and of the bare program that answers with its bytes."""
    url, cookie, given = page
    pathlib.Path(scratch, "sql").write_text(sql)
    pathlib.Path(scratch, "page").write_bytes(fetch(url, cookie))
    bare = subprocess.Popen([BARE, f"{data}/coloa.db", f"{scratch}/sql", f"{scratch}/page", given], stdout=subprocess.PIPE, text=True)
    bare_url = f"http://127.0.0.1:{bare.stdout.readline().strip()}/"

    def measure(at, pid):
        before = cpu_us(pid)
        done, _ = load(at, cookie)
        return (cpu_us(pid) - before) / done

    for at in (url, bare_url):
        load(at, cookie)
    both = [(measure(url, server.pid), measure(bare_url, bare.pid)) for _ in range(turns)]
    bare.terminate()
    bare.wait()
    return middle(both, lambda turn: turn[0]), middle(both, lambda turn: turn[1])


def show(name, ours, limit, bound_ms, peer):
    row(f"{name}: CPU", f"{ours:.0f} µs", f"{limit:.0f} µs {peer}", f"{ours / limit:.2f}", f"≤ {bound_ms} ms", ours <= bound_ms * 1000)


def lists(server, data, turns, scratch):
    all_of = bodies(data)
    for body in all_of:
        cookie = sign_in(server.url, login_of(body))
        given = f"body={(all_of[0] if body is all_of[-1] else body).id}"
        for what, query in FILTERS:
            page = f"{server.url}/su-co{query}", cookie, given
            show(f"incidents, 50 of 100,000, {body.label}, {what}", *looked(server, data, page, LISTED, turns, scratch), 1, "bare")


# ---- told -----------------------------------------------------------------------------------------------

class Teller:
    """Someone at the form, over one connection."""

    def __init__(self, server, login):
        self.place = urllib.parse.urlsplit(server.url).netloc
        self.connection = http.client.HTTPConnection(self.place)
        self.headers = {"Cookie": sign_in(server.url, login), "Content-Type": "application/x-www-form-urlencoded"}
        form = fetch(f"{server.url}/su-co/moi", self.headers["Cookie"]).decode()
        self.token = re.search(r'name="csrf" value="([^"]*)"', form)[1]

    def post(self, path, fields):
        self.connection.request("POST", path, urllib.parse.urlencode({"csrf": self.token, **fields}), self.headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status != 303:
            raise SystemExit(f"{path}: {answer.status} {re.sub(r'<[^>]+>', ' ', body)[:500]}")
        return answer.headers["Location"].split("?")[0]

    def tell(self, system):
        at = time.strftime("%H:%M %d/%m/%Y", time.gmtime(time.time() + 6 * 3600)) # an hour ago, in Viet Nam
        return self.post("/su-co/moi", {**FACTS, "detected": at, "system": system})


def tables_of(db):
    """Every plain table, by the column its new rows are told by."""
    out = {}
    for name, sql in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall():
        columns = [line[1] for line in db.execute(f"PRAGMA table_info({name})")]
        by = next((c for c in ("id", "incident_id", "object_id") if c in columns), None)
        if by and "VIRTUAL" not in sql and "_words" not in name:
            out[name] = by
    return out


def state_of(data):
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    return {name: db.execute(f"SELECT coalesce(max({by}), 0) FROM {name}{' WHERE kind = 2' if name == 'scope' else ''}").fetchone()[0]
            for name, by in tables_of(db).items()}


def left_since(data, before):
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    left = {}
    for name, by in tables_of(db).items():
        rows = db.execute(f"SELECT * FROM {name} WHERE {by} > ?{' AND kind = 2' if name == 'scope' else ''}", [before[name]]).fetchall()
        if rows:
            left[name] = rows
    return left


def inserted(pristine, left, times):
    """Microseconds of the bare inserts, one durable transaction for each that was told."""
    db = sqlite3.connect(f"{pristine}/coloa.db", isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA cache_size = -65536")
    parts = {name: (f"INSERT OR REPLACE INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows) for name, rows in left.items()}
    begun = time.process_time()
    for at in range(times):
        db.execute("BEGIN IMMEDIATE")
        for sql, rows in parts.values():
            db.executemany(sql, rows[at * len(rows) // times:(at + 1) * len(rows) // times])
        db.execute("COMMIT")
    return (time.process_time() - begun) * 1e6 / times


def told(server, data, pristine, turns):
    body = bodies(data)[2]
    login = f"su-co.{body.code.lower()}"
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    system, = db.execute("SELECT code FROM systems WHERE owner_id = ? ORDER BY id LIMIT 1", [body.id]).fetchone()
    db.close()
    teller, both, rows = Teller(server, login), [], 0
    for turn in range(turns + 1):
        before, spent = state_of(data), cpu_us(server.pid)
        for _ in range(TOLD_A_TURN):
            path = teller.tell(system)
        spent = cpu_us(server.pid) - spent
        left = left_since(data, before)
        rows = sum(map(len, left.values())) / TOLD_A_TURN
        both.append((spent / TOLD_A_TURN, inserted(pristine, left, TOLD_A_TURN)))
    both = both[1:] # the first warms up
    ours, limit = middle(both, lambda turn: turn[0]), middle(both, lambda turn: turn[1])
    show("an incident told by the form, beside 100,000", ours, limit, 2, f"bare inserts of its {rows:.0f} rows")
    return teller, path


def page(server, data, teller, path, turns, scratch):
    for n in range(LOG_LINES):
        teller.post(f"{path}/ghi", {"words": f"Bước {n}: kiểm tra máy chủ, thu thập nhật ký, báo người trực."})
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    id, = db.execute("SELECT id FROM incidents WHERE code = ?", [path.rsplit("/", 1)[1]]).fetchone()
    one = server.url + path, teller.headers["Cookie"], f"id={id}"
    show(f"the page of one incident, clocks that run, {LOG_LINES} lines", *looked(server, data, one, SHOWN, turns, scratch), 3, "bare")


# ---- by anybody -----------------------------------------------------------------------------------------

class Crowd:
    """Many people who tell of something, each from an address of its own; what each was answered."""

    def __init__(self, server):
        self.place = urllib.parse.urlsplit(server.url).netloc
        self.codes, self.refused, self.other, self.lock = set(), 0, [], threading.Lock()
        self.impolite = 0

    def person(self, number, tries=OF_ADDRESS):
        host, port = self.place.split(":")
        connection = http.client.HTTPConnection(host, int(port), source_address=(f"127.1.{number // 250}.{number % 250 + 1}", 0), timeout=60)
        for _ in range(tries):
            connection.request("POST", "/bao-su-co", urllib.parse.urlencode(NOTICE), {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            self.answered(answer, html.unescape(answer.read().decode()))
        connection.close()

    def answered(self, answer, body):
        code = re.search(r"TB-\d{4}-\d{6,}", body)
        with self.lock:
            if answer.status == 201 and code:
                self.codes.add(code[0])
            elif answer.status == 429:
                self.refused += 1
                self.impolite += NOTICE["description"] not in body or not answer.headers["Retry-After"]
            else:
                self.other.append(answer.status)


def watch(url, cookie, until):
    """How long others wait meanwhile for a page, seconds each."""
    waited = []
    while not until.is_set():
        for path, jar in (("/bao-su-co", ""), ("/su-co", cookie)):
            begun = time.monotonic()
            fetch(url + path, jar)
            waited.append(time.monotonic() - begun)
        time.sleep(0.05)
    return sorted(waited)


def notices(server, data):
    if time.time() % 3600 > 3600 - 90: # the hour must not turn meanwhile
        time.sleep(3600 - time.time() % 3600 + 1)
    crowd, until = Crowd(server), threading.Event()
    cookie = sign_in(server.url, login_of(bodies(data)[0]))
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        watching = pool.submit(watch, server.url, cookie, until)
        begun, before, busy = time.monotonic(), cpu_us(server.pid), Busy()
        crowd.person(0, OF_ADDRESS + 10)
        of_one = len(crowd.codes)
        for done in [pool.submit(crowd.person, n) for n in range(1, ADDRESSES)]:
            done.result()
        spent, took = cpu_us(server.pid) - before, time.monotonic() - begun
        others = busy.others(spent)
        until.set()
        waited = watching.result()
    tries = len(crowd.codes) + crowd.refused + len(crowd.other)
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    kept = {code for code, in db.execute("SELECT code FROM incident_notices")}
    row(f"{tries:,} notices by anybody in {took:.0f} s: CPU of one, the pages looked at meanwhile in it", f"{spent / tries:.0f} µs", "", "", "≤ 2 ms", spent / tries <= 2000)
    exact = len(crowd.codes) == OF_HOUR and of_one == OF_ADDRESS and not crowd.other and not crowd.impolite
    row("– taken, the rest refused by a page that keeps what was typed and says when", f"{len(crowd.codes):,} + {crowd.refused:,}", "", "",
        f"= {OF_HOUR:,}, {OF_ADDRESS} of one address", exact)
    row("– of those taken, lost", f"{len(crowd.codes - kept):,}", "", "", "0", crowd.codes == kept)
    slow = waited[int(len(waited) * 0.95)]
    held = slow <= 0.2 or (None if others > CALM else False)
    row("– another's page meanwhile, the slowest but 5 %, wall", f"{slow * 1000:.0f} ms", "", "", "≤ 200 ms", held)


def main():
    turns = int(sys.argv[sys.argv.index("--turns") + 1]) if "--turns" in sys.argv else 5
    store = next(word for word in sys.argv[1:] if not word.startswith("--") and not word.isdigit())
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        data, pristine = f"{scratch}/data", f"{scratch}/pristine"
        shutil.copytree(store, data)
        small = bodies(data)[2]
        people(bodies(data), "--data", data)
        run(data, "user", "add", f"su-co.{small.code.lower()}", "--org", small.code, "--role", "operator", "--password-stdin", given=PASSWORD)
        run(data, "incidents", "seats", "--add", "coordinator", "--body", COORDINATOR, "--basis", "Quyết định Mẫu", "--from", "2020-01-01")
        shutil.copytree(data, pristine)
        server = stack.enter_context(Server("--data", data))
        lists(server, data, turns, scratch)
        page(server, data, *told(server, data, pristine, turns), turns, scratch)
        notices(server, data)


if __name__ == "__main__":
    main()
