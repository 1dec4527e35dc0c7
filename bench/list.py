#!/usr/bin/env python3
"""list.py [--turns N] STORE-10K STORE-1M - the list page of 50 systems, signed in, against a bare
libmicrohttpd program that runs the same prepared SELECT and writes the same bytes.

Both stores are served at once; each turn loads ours and the bare program on both, a second each. The stores
are made by bench/make_store. Prints rows of the table of script/bench.
"""
import collections
import contextlib
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from serving import CALM, ROOT, Busy, Server, cpu_us, fetch, load, login_of, middle, people, row, sign_in

BARE = ROOT / "build/bench/bare_list"
# The page's two statements (systems/queries.sql: system_page_*, system_lines) as one SELECT.
LINES = """SELECT s.id, s.code, s.name, o.code, o.name_vi, coalesce(p.name_vi, s.operator_text), s.state, s.level, s.sheet_level,
       s.result, s.pack, s.decision_no
  FROM (SELECT object_id AS id FROM scope WHERE body_id = :body AND kind = 1 {filter} AND (sort_key, object_id) > ('', 0)
         ORDER BY sort_key, object_id LIMIT 51) i
  JOIN systems s ON s.id = i.id JOIN bodies o ON o.id = s.owner_id LEFT JOIN bodies p ON p.id = s.operator_id"""
FILTERS = [("no filter", "", ""), ("level + state", "?level=2&state=running", "AND level = 2 AND state = 3")]

Body = collections.namedtuple("Body", "label id code seen")
Turn = collections.namedtuple("Turn", "cpu rate others")


def bodies(data):
    """The whole country, a ministry's branch, one small body: the smallest that fills a page, under both
    filters where the store has such a one."""
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    rows = db.execute("""SELECT b.id, b.code, b.kind, sum(n), sum(CASE WHEN level = 2 AND state = 3 THEN n ELSE 0 END)
        FROM bodies b JOIN (SELECT body_id, level, state, n FROM scope_counts
                            UNION ALL SELECT body_id, level, state, n FROM scope_count_deltas) c ON c.body_id = b.id
        GROUP BY b.id, b.code, b.kind""").fetchall()
    country = next(r for r in rows if r[2] == "government")
    ministry = max((r for r in rows if r[2] == "ministry"), key=lambda r: r[3])
    small = min((r for r in rows if r[3] >= 50), key=lambda r: (r[4] < 50, r[3]))
    found = zip(("whole country", "a ministry's branch", "one small body"), (country, ministry, small))
    return [Body(label, id, code, seen) for label, (id, code, _, seen, _) in found]


class Served:
    """One store, served by us, with a session for each body."""

    def __init__(self, stack, data):
        self.data, self.bodies = data, bodies(data)
        people(self.bodies, "--data", data)
        self.server = stack.enter_context(Server("--data", data))
        self.cookies = [sign_in(self.server.url, login_of(body)) for body in self.bodies]


class Page:
    """One page of a store: ours, and the bare program that answers with its bytes."""

    def __init__(self, served, place, query, narrowed, scratch):
        self.pid, self.url, self.cookie = served.server.pid, f"{served.server.url}/he-thong{query}", served.cookies[place]
        sql, body = pathlib.Path(scratch, "sql"), pathlib.Path(scratch, "page")
        sql.write_text(LINES.format(filter=narrowed))
        body.write_bytes(fetch(self.url, self.cookie))
        command = [BARE, f"{served.data}/coloa.db", sql, body, f"body={served.bodies[place].id}"]
        self.bare = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.bare_url = f"http://127.0.0.1:{self.bare.stdout.readline().strip()}/"
        self.ours, self.limit = [], []
        for url in (self.url, self.bare_url):
            load(url, self.cookie)

    def turn(self):
        self.ours.append(self.measure(self.url, self.pid))
        self.limit.append(self.measure(self.bare_url, self.bare.pid))

    def measure(self, url, pid):
        before, busy = cpu_us(pid), Busy()
        done, rate = load(url, self.cookie)
        spent = cpu_us(pid) - before
        return Turn(spent / done, rate, busy.others(spent))

    def stop(self):
        self.bare.terminate()
        self.bare.wait()


def cpu(turns):
    return middle(turns, lambda turn: turn.cpu)


def show(page, label):
    ours, limit = cpu(page.ours), cpu(page.limit)
    row(f"list page, {label}: CPU", f"{ours:.0f} µs", f"{limit:.0f} µs bare", f"{ours / limit:.2f}", "≤ 400 µs", ours <= 400)
    show_rate(page)


def calm(*measured):
    """The turns during which little else ran, of several that were taken side by side."""
    return [pair for pair in zip(*measured) if max(turn.others for turn in pair) <= CALM]


def show_rate(page):
    pairs, quiet = list(zip(page.ours, page.limit)), calm(page.ours, page.limit)
    ratio = middle(quiet or pairs, lambda pair: pair[0].rate / pair[1].rate)
    ours, limit = (middle(quiet or pairs, lambda pair, which=which: pair[which].rate) for which in (0, 1))
    label, held = "– rate", ratio >= 0.5
    if not quiet:
        taken = middle(pairs, lambda pair: max(turn.others for turn in pair))
        label, held = f"– rate, while other work took {taken:.0%} of the processors", held or None
    row(label, f"{ours:,.0f}/s", f"{limit:,.0f}/s bare", f"{ratio:.2f}", "≥ 0.5", held)


def compare(stores, place, what, turns, scratch):
    """One body's page on every store, in turns, the stores within a turn too."""
    query, narrowed = next((q, n) for label, q, n in FILTERS if label == what)
    pages = [Page(served, place, query, narrowed, scratch) for served in stores]
    for done in range(4 * turns):  # other work on the machine makes it longer, not another result
        if done >= turns and len(calm(*(page.ours for page in pages))) >= turns:
            break
        for page in pages:
            page.turn()
    for page, served in zip(pages, stores):
        page.stop()
        body = served.bodies[place]
        show(page, f"{served.bodies[0].seen:,} systems, {body.label} ({body.seen:,}), {what}")
    small, large = (page.ours for page in pages)
    pairs = calm(large, small) or list(zip(large, small))
    ratio = middle(pairs, lambda pair: pair[0].cpu / pair[1].cpu)
    small, large = (middle(pairs, lambda pair, which=which: pair[which].cpu) for which in (1, 0))
    bound = 1.3 if place == 0 else 4
    row(f"1 M against 10 k, {stores[0].bodies[place].label}, {what}: CPU", f"{large:.0f} µs", f"{small:.0f} µs",
        f"{ratio:.2f}", f"≤ {bound}", ratio <= bound)


def main():
    turns = int(sys.argv[sys.argv.index("--turns") + 1]) if "--turns" in sys.argv else 5
    folders = [word for word in sys.argv[1:] if not word.startswith("--") and not word.isdigit()]
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        stores = [Served(stack, data) for data in folders]
        for place in range(3):
            for what, _, _ in FILTERS:
                compare(stores, place, what, turns, scratch)


if __name__ == "__main__":
    main()
