#!/usr/bin/env python3
"""list.py [--seconds N] STORE-10K STORE-1M - the list page of 50 systems, signed in, against a bare
libmicrohttpd program that runs the same SELECT and writes the same bytes, in one run, interleaved.

The stores are made by bench/make_store. Prints rows of the table of script/bench.
"""
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from serving import COLOA, PASSWORD, ROOT, Server, coloa, cpu_us, fetch, load, row, sign_in

BARE = ROOT / "build/bench/bare_list"
# The page's two statements (systems/queries.sql: system_page_*, system_lines) as one SELECT.
LINES = """SELECT s.id, s.code, s.name, o.code, o.name_vi, coalesce(p.name_vi, s.operator_text), s.state, s.level, s.sheet_level,
       s.result, s.pack, s.decision_no
  FROM (SELECT object_id AS id FROM scope WHERE body_id = :body AND kind = 1 {filter} AND (sort_key, object_id) > ('', 0)
         ORDER BY sort_key, object_id LIMIT 51) i
  JOIN systems s ON s.id = i.id JOIN bodies o ON o.id = s.owner_id LEFT JOIN bodies p ON p.id = s.operator_id"""
FILTERS = [("no filter", "", ""), ("level + state", "?level=2&state=running&result=decided", "AND level = 2 AND state = 3")]


def bodies(data):
    """The whole country, a ministry's branch, one small body: (label, id, code, how many it sees)."""
    db = sqlite3.connect(f"file:{data}/coloa.db?mode=ro", uri=True)
    rows = db.execute("""SELECT b.id, b.code, b.kind, sum(n) FROM bodies b JOIN (
            SELECT body_id, n FROM scope_counts UNION ALL SELECT body_id, n FROM scope_count_deltas) c ON c.body_id = b.id
            GROUP BY b.id, b.code, b.kind""").fetchall()
    country = next(r for r in rows if r[2] == "government")
    ministry = max((r for r in rows if r[2] == "ministry"), key=lambda r: r[3])
    small = min((r for r in rows if r[3] >= 50), key=lambda r: r[3])
    return [("whole country", *country), ("a ministry's branch", *ministry), ("one small body", *small)]


def measure(url, pid, cookie, seconds):
    load(url, cookie, 1)
    before = cpu_us(pid)
    done, rate = load(url, cookie, seconds)
    return (cpu_us(pid) - before) / done, rate


def main():
    seconds = int(sys.argv[sys.argv.index("--seconds") + 1]) if "--seconds" in sys.argv else 3
    stores = [w for w in sys.argv[1:] if not w.startswith("--") and not w.isdigit()]
    figures = {}
    for data in stores:
        places = bodies(data)
        for _, _, code, _, _ in places:
            subprocess.run([COLOA, "user", "add", f"do.{code.lower()}", "--org", code, "--role", "auditor", "--data", data,
                            "--password-stdin"], input=PASSWORD, text=True, capture_output=True, check=False)
        total = places[0][4]
        with Server("--data", data) as server, tempfile.TemporaryDirectory() as scratch:
            for label, body_id, code, _, seen in places:
                cookie = sign_in(server.url, f"do.{code.lower()}")
                for what, query, narrowed in FILTERS:
                    url = f"{server.url}/he-thong{query}"
                    page = fetch(url, cookie)
                    sql, body = pathlib.Path(scratch, "sql"), pathlib.Path(scratch, "page")
                    sql.write_text(LINES.format(filter=narrowed))
                    body.write_bytes(page)
                    bare = subprocess.Popen([BARE, f"{data}/coloa.db", sql, body, f"body={body_id}"], stdout=subprocess.PIPE, text=True)
                    bare_url = f"http://127.0.0.1:{bare.stdout.readline().strip()}/"
                    ours = measure(url, server.pid, cookie, seconds)
                    limit = measure(bare_url, bare.pid, cookie, seconds)
                    bare.terminate()
                    bare.wait()
                    figures[total, label, what] = ours[0]
                    row(f"list page, {total:,} systems, {label} ({seen:,}), {what}: CPU", f"{ours[0]:.0f} µs", f"{limit[0]:.0f} µs bare",
                        f"{ours[0] / limit[0]:.2f}", "≤ 400 µs", ours[0] <= 400)
                    row("— rate", f"{ours[1]:,.0f}/s", f"{limit[1]:,.0f}/s bare", f"{ours[1] / limit[1]:.2f}", "≥ 0.5",
                        ours[1] / limit[1] >= 0.5)
    totals = sorted({key[0] for key in figures})
    if len(totals) == 2:
        for (total, label, what), ours in figures.items():
            if total == totals[1]:
                small = figures[totals[0], label, what]
                bound = 1.3 if label == "whole country" else 4
                row(f"1 M against 10 k, {label}, {what}", f"{ours:.0f} µs", f"{small:.0f} µs", f"{ours / small:.2f}", f"≤ {bound}",
                    ours / small <= bound)


if __name__ == "__main__":
    main()
