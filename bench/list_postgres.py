#!/usr/bin/env python3
"""list_postgres.py [--seconds N] STORE - the list page on PostgreSQL: CPU of client and server together.

Run under tests/with_postgres. Copies the rows of a SQLite store into an own database, then measures.
"""
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from list import FILTERS, bodies
from serving import COLOA, PASSWORD, Server, children, cpu_us, load, row, sign_in

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def psql(database, *args, **options):
    return subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", database, *args], text=True, check=True, **options)


def field(value):
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value).translate(ESCAPES)


def copy(store, database):
    """Every table of the store, by name; the schema is the program's own."""
    db = sqlite3.connect(f"file:{store}/coloa.db?mode=ro", uri=True)
    there = psql(database, "-c", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", capture_output=True).stdout.split()
    tables = [t for t, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if t in there and "migration" not in t]
    psql(database, "-c", "TRUNCATE " + ", ".join(tables) + " CASCADE")
    for table in tables:
        columns = [c[1] for c in db.execute(f"PRAGMA table_info({table})")]
        command = f"SET session_replication_role = replica; COPY {table} ({', '.join(columns)}) FROM STDIN"
        with subprocess.Popen(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", database, "-c", "SET session_replication_role = replica",
                               "-c", command.split("; ")[1]], stdin=subprocess.PIPE, text=True) as target:
            for values in db.execute(f"SELECT {', '.join(columns)} FROM {table}"):
                target.stdin.write("\t".join(map(field, values)) + "\n")
            target.stdin.close()
        if target.returncode:
            raise SystemExit(f"{table} could not be copied")
    psql(database, "-c", "ANALYZE")


def server_cpu(postmaster):
    return sum(cpu_us(pid) for pid in children(postmaster))


def main():
    seconds = int(sys.argv[sys.argv.index("--seconds") + 1]) if "--seconds" in sys.argv else 3
    store = next(w for w in sys.argv[1:] if not w.startswith("--") and not w.isdigit())
    database = os.environ["COLOA_TEST_DATABASE"]
    postmaster = int(psql(database, "-c", "SELECT pg_read_file('postmaster.pid')", capture_output=True).stdout.split()[0])
    with tempfile.TemporaryDirectory() as data:
        where = ["--data", data, "--database", database]
        subprocess.run([COLOA, "org", "list", "--json", *where], check=True, capture_output=True)
        copy(store, database)
        for _, _, code, _, _ in bodies(store):
            subprocess.run([COLOA, "user", "add", f"do.{code.lower()}", "--org", code, "--role", "auditor", "--password-stdin", *where],
                           input=PASSWORD, text=True, capture_output=True, check=False)
        with Server(*where) as server:
            for label, _, code, _, seen in bodies(store):
                cookie = sign_in(server.url, f"do.{code.lower()}")
                for what, query, _ in FILTERS:
                    url = f"{server.url}/he-thong{query}"
                    load(url, cookie, 1)
                    before = cpu_us(server.pid), server_cpu(postmaster)
                    done, _ = load(url, cookie, seconds)
                    ours, theirs = (cpu_us(server.pid) - before[0]) / done, (server_cpu(postmaster) - before[1]) / done
                    row(f"PostgreSQL: list page, {label} ({seen:,}), {what}", f"{(ours + theirs) / 1000:.2f} ms",
                        f"of it server {theirs / 1000:.2f} ms", "", "≤ 3 ms", ours + theirs <= 3000)


main()
