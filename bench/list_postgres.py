#!/usr/bin/env python3
"""list_postgres.py [--turns N] STORE - the list page on PostgreSQL: processor time of client and server
together, beside pgbench doing the same prepared SELECT.

Run under tests/with_postgres. Copies the rows of a store of bench/make_store into an own database, then measures.
"""
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile

from list import FILTERS, LINES, bodies
from serving import COLOA, Server, cpu_us, family_cpu_us, load, login_of, middle, people, row, sign_in

# What the SQLite store has of another make: the index of words, of which the list page without a search reads nothing.
LEFT_OUT = {"schema_versions", "systems_words", "incident_words"}

BARE_READS = 2000


def psql(database, *args, **options):
    return subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", database, *args], text=True, check=True, **options)


def ask(database, sql):
    return psql(database, "-c", sql, capture_output=True).stdout.split("\n")[:-1]


def field(name, kind):
    """One column as COPY wants it, made by SQLite."""
    if kind == "bytea":
        value = f"'\\\\x' || hex({name})"
    elif kind == "text":
        value = f"replace(replace(replace({name}, '\\', '\\\\'), char(10), '\\n'), char(9), '\\t')"
    else:
        value = name
    return f"coalesce({value}, '\\N')"


def copy_table(db, database, table):
    columns = [line.split("|") for line in ask(database, f"""SELECT column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position""")]
    names = ", ".join(name for name, _ in columns)
    lines = db.execute(f"SELECT {' || char(9) || '.join(field(*column) for column in columns)} || char(10) FROM {table}")
    command = ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", database, "-c", "SET session_replication_role = replica",
               "-c", f"COPY {table} ({names}) FROM STDIN"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as target:
        while some := lines.fetchmany(10000):
            target.stdin.write("".join(line for line, in some))
        target.stdin.close()
    if target.returncode:
        raise SystemExit(f"{table} could not be copied")


def copy(store, database):
    """Every table of the store, by name; the schema is the program's own. Large indexes are made at the end."""
    db = sqlite3.connect(f"file:{store}/coloa.db?mode=ro", uri=True)
    ours = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} - LEFT_OUT
    tables = [t for t in ask(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") if t in ours]
    later = ask(database, """SELECT i.indexname || '|' || i.indexdef FROM pg_indexes i
        WHERE i.tablename IN ('systems', 'scope', 'determinations')
          AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)""")
    psql(database, "-c", "TRUNCATE " + ", ".join(tables) + " CASCADE")
    for index in later:
        psql(database, "-c", f"DROP INDEX {index.split('|')[0]}")
    for table in tables:
        copy_table(db, database, table)
    for line in ask(database, """SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND is_identity = 'YES'"""):
        table, column = line.split("|")
        psql(database, "-c", f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column}) + 1) FROM {table}",
             capture_output=True)
    for index in later:
        psql(database, "-c", "SET maintenance_work_mem = '512MB'", "-c", index.split("|")[1])
    psql(database, "-c", "VACUUM ANALYZE")


def quiet(database):
    """No cleaning of the server's own while it is measured; its first process."""
    psql(database, "-c", "ALTER SYSTEM SET autovacuum = off", "-c", "SELECT pg_reload_conf()", capture_output=True)
    return int(ask(database, "SELECT pg_read_file('postmaster.pid')")[0])


def measure_ours(server, postmaster, url, cookie):
    """Microseconds a page: of the program, of the database's server."""
    before = cpu_us(server.pid), family_cpu_us(postmaster)
    done, _ = load(url, cookie)
    return (cpu_us(server.pid) - before[0]) / done, (family_cpu_us(postmaster) - before[1]) / done


def measure_bare(database, postmaster, script):
    """The same by pgbench, over connections as the program keeps them."""
    pgbench = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"))[-1]
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    server = family_cpu_us(postmaster)
    subprocess.run([pgbench, "-n", "-M", "prepared", "-c", "2", "-t", str(BARE_READS // 2), "-f", script, database],
                   capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    client = after.ru_utime + after.ru_stime - usage.ru_utime - usage.ru_stime
    return (client * 1e6 + family_cpu_us(postmaster) - server) / BARE_READS


def main():
    turns = int(sys.argv[sys.argv.index("--turns") + 1]) if "--turns" in sys.argv else 5
    store = next(word for word in sys.argv[1:] if not word.startswith("--") and not word.isdigit())
    database = os.environ["COLOA_TEST_DATABASE"]
    with tempfile.TemporaryDirectory() as data:
        where = ["--data", data, "--database", database]
        subprocess.run([COLOA, "org", "list", "--json", *where], check=True, capture_output=True)
        copy(store, database)
        people(bodies(store), *where)
        postmaster = quiet(database)
        with Server(*where) as server:
            for body in bodies(store):
                cookie = sign_in(server.url, login_of(body))
                for what, query, narrowed in FILTERS:
                    url, script = f"{server.url}/he-thong{query}", pathlib.Path(data, "page.sql")
                    script.write_text(LINES.format(filter=narrowed).replace(":body", str(body.id)) + ";\n")
                    load(url, cookie)
                    both = [(measure_ours(server, postmaster, url, cookie), measure_bare(database, postmaster, script))
                            for _ in range(turns)]
                    ours, limit = middle(both, lambda turn: sum(turn[0])), middle(both, lambda turn: turn[1])
                    row(f"PostgreSQL: list page, {body.label} ({body.seen:,}), {what}: CPU, client and server",
                        f"{ours / 1000:.2f} ms", f"{limit / 1000:.2f} ms pgbench, the SELECT alone",
                        f"{ours / limit:.2f}", "≤ 3 ms", ours <= 3000)


main()
