#!/usr/bin/env python3
"""Compiles named SQL statements and migrations to typed C.

usage: gen_sql.py PREFIX OUT.h OUT.c [queries.sql] [schema/NNNN_name.sql ...]

Reads its inputs by name and writes exactly the two outputs. In a module's meson.build:

    systems_sql = custom_target('systems_queries',
      input: ['queries.sql', 'schema/0300_systems.sql'],
      output: ['systems_queries.gen.h', 'systems_queries.gen.c'],
      command: [python, gen_sql, 'systems', '@OUTPUT0@', '@OUTPUT1@', '@INPUT@'])
    systems = declare_dependency(
      link_with: static_library('systems', 'system.c', systems_sql, include_directories: inc,
                                dependencies: [store]),
      sources: systems_sql[0], include_directories: inc, dependencies: [store])

A statement of queries.sql:

    -- What a clerk sees first.                      (comment above the name: goes to the header)
    -- name: system_by_code :one                     (:one :many :each :exec)
    -- in: code text, body_id int, note text?        (int text bytes; ? may be NULL)
    -- out: id int, name text, level int?
    SELECT id, name, level FROM systems WHERE code = :code AND body_id = :body_id ...

Where the engines differ, the body is written twice, each a full statement, under a line `-- sqlite:`
and a line `-- postgres:`. Values are only ever bound: by name, with :name.

A migration is written once, in capitals BIGINT, TEXT, BYTES and ID (a primary key that counts
itself); tables are STRICT on SQLite; `) CLUSTERED;` stores a table in the order of its primary key
there. What differs stands under `-- sqlite:` or `-- postgres:` until `-- both:`.
"""
import re
import sys

C_TYPES = {"int": "int64_t", "int?": "opt_int", "text": "str", "text?": "str",
           "bytes": "str", "bytes?": "str"}
SQL_TYPES = {"int": "SQL_INT", "text": "SQL_TEXT", "bytes": "SQL_BYTES"}
KEYWORDS = set("""auto break case char const continue default do double else enum extern float for
    goto if inline int long register restrict return short signed sizeof static struct switch
    typedef union unsigned void volatile while""".split())
COLUMNS_MAX = 64
LITERAL_MAX = 4000  # C promises 4095 characters in one literal


class Fault(Exception):
    pass


TOKEN = re.compile(r"""
      (?P<space>\s+)
    | (?P<comment>--[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^']|'')*'|"(?:[^"]|"")*"|(?P<tag>\$[A-Za-z_]*\$).*?(?P=tag))
    | (?P<cast>::)
    | (?P<param>:[A-Za-z_][A-Za-z0-9_]*)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<number>[0-9][0-9.A-Za-z]*)
    | (?P<other>.)
""", re.X | re.S)


def tokens(sql):
    """(kind, text) of each token; comments are dropped and blanks become one space."""
    for m in TOKEN.finditer(sql):
        kind, text = m.lastgroup, m.group()
        if kind == "tag":
            kind = "string"
        if kind in ("space", "comment"):
            kind, text = "space", " "
        yield kind, text


def squeeze(parts):
    out = []
    for text in parts:
        if text == " " and (not out or out[-1] == " "):
            continue
        out.append(text)
    return "".join(out).strip()


def bind(sql, names, mark, where):
    """The statement with :name replaced by mark + number, and the names it used."""
    out, used = [], set()
    for kind, text in tokens(sql):
        if kind == "param":
            name = text[1:]
            if name not in names:
                raise Fault(f"{where}: :{name} is not in its `-- in:` line")
            used.add(name)
            text = f"{mark}{names.index(name) + 1}"
        elif kind == "other" and text == "?":
            raise Fault(f"{where}: bind by name, not with ?")
        out.append(text)
    text = squeeze(out).rstrip("; ")
    if any(k == "other" and t == ";" for k, t in tokens(text)):
        raise Fault(f"{where}: more than one statement")
    if not text:
        raise Fault(f"{where}: no statement")
    return text, used


class Query:
    def __init__(self, name, kind, about, where):
        self.name, self.kind, self.about, self.where = name, kind, about, where
        self.ins, self.outs = [], []
        self.bodies = {"both": [], "sqlite": [], "postgres": []}

    def columns(self, text, into):
        for item in filter(None, (p.strip() for p in text.split(","))):
            m = re.fullmatch(r"([a-z][a-z0-9_]*)\s+((?:int|text|bytes)\??)", item)
            if not m:
                raise Fault(f"{self.where}: cannot read column `{item}`")
            if m[1] in KEYWORDS or m[1] in [c[0] for c in into]:
                raise Fault(f"{self.where}: column name `{m[1]}` is a C word or given twice")
            into.append((m[1], m[2]))
        if len(into) > COLUMNS_MAX:
            raise Fault(f"{self.where}: more than {COLUMNS_MAX} columns")

    def finish(self):
        text = {k: "\n".join(v) for k, v in self.bodies.items()}
        differs = bool(text["sqlite"].strip() or text["postgres"].strip())
        if differs and text["both"].strip() and squeeze(t for _, t in tokens(text["both"])):
            raise Fault(f"{self.where}: either one body or two, not three")
        names = [c[0] for c in self.ins]
        self.sqlite, used = bind(text["sqlite" if differs else "both"], names, "?", self.where)
        self.postgres, also = bind(text["postgres" if differs else "both"], names, "$", self.where)
        unused = set(names) - used - also
        if unused:
            raise Fault(f"{self.where}: never used: {', '.join(sorted(unused))}")
        if self.kind == "exec" and self.outs:
            raise Fault(f"{self.where}: :exec gives no columns")
        if self.kind != "exec" and not self.outs:
            raise Fault(f"{self.where}: :{self.kind} needs an `-- out:` line")


def read_queries(path):
    queries, q, section, about = [], None, "both", []
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        m = re.fullmatch(r"--\s*(name|in|out|sqlite|postgres):\s*(.*?)\s*", line)
        if m and m[1] == "name":
            n = re.fullmatch(r"([a-z][a-z0-9_]*)\s+:(one|many|each|exec)", m[2])
            if not n:
                raise Fault(f"{where}: write `-- name: some_name :one|:many|:each|:exec`")
            if n[1] in [x.name for x in queries]:
                raise Fault(f"{where}: {n[1]} is there already")
            q, section = Query(n[1], n[2], about, f"{where}: {n[1]}"), "both"
            queries.append(q)
            about = []
        elif m and not q:
            raise Fault(f"{where}: `-- name:` comes first")
        elif m and m[1] in ("in", "out"):
            q.columns(m[2], q.ins if m[1] == "in" else q.outs)
        elif m:
            section, about = m[1], []
        else:
            about = about + [line[2:].strip()] if line.startswith("--") else []
            if q:
                q.bodies[section].append(line)
    for q in queries:
        q.finish()
    return queries


# ---- migrations --------------------------------------------------------------------------------

WORDS = {
    "sqlite": {"BIGINT": "INTEGER", "BYTES": "BLOB", "ID": "INTEGER PRIMARY KEY"},
    "postgres": {"BYTES": "BYTEA",
                 "ID": "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"},
}


def statements(sql):
    """Token lists of the statements; a trigger's inner semicolons do not end it."""
    out = []
    for kind, text in tokens(sql):
        if kind == "other" and text == ";":
            words = [t.upper() for k, t in out if k == "word"]
            if words[:2] == ["CREATE", "TRIGGER"] and "BEGIN" in words and words[-1] != "END":
                out.append((kind, text))
                continue
            yield out
            out = []
        else:
            out.append((kind, text))
    yield out


def translate(statement, engine, where):
    words = [t.upper() for k, t in statement if k == "word"]
    if not words:
        return None
    is_table = words[:2] == ["CREATE", "TABLE"] and "AS" not in words[:6]
    out = []
    for kind, text in statement:
        if kind == "word":
            text = WORDS[engine].get(text, text)
            if text == "CLUSTERED":
                text = "WITHOUT ROWID" if engine == "sqlite" else ""
        elif kind == "param":
            raise Fault(f"{where}: a migration has no parameters")
        out.append(text)
    text = squeeze(out)
    if is_table and engine == "sqlite":
        text += ", STRICT" if text.endswith("WITHOUT ROWID") else " STRICT"
    return text + ";"


def read_migration(path):
    m = re.search(r"([0-9]{4}_[a-z0-9_]+)\.sql$", path)
    if not m:
        raise Fault(f"{path}: a migration is named NNNN_name.sql")
    sections, section = {"sqlite": [], "postgres": []}, "both"
    with open(path, encoding="utf-8") as f:
        for line in f.read().split("\n"):
            mark = re.fullmatch(r"--\s*(sqlite|postgres|both):\s*", line)
            if mark:
                section = mark[1]
                continue
            for engine in sections:
                if section in (engine, "both"):
                    sections[engine].append(line)
    out = {}
    for engine, lines in sections.items():
        done = (translate(s, engine, path) for s in statements("\n".join(lines)))
        out[engine] = "\n".join(filter(None, done))
    return m[1], out["sqlite"], out["postgres"]


# ---- C -----------------------------------------------------------------------------------------

def c_string(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if len(text.encode()) <= LITERAL_MAX:
        lines = escaped.split("\n")
        return "\n    ".join(f'"{line}{end}"' for line, end in
                             zip(lines, ["\\n"] * (len(lines) - 1) + [""]))
    return None


def c_text(name, text, out):
    """An expression for the text; a long one becomes an array of its bytes, written first."""
    literal = c_string(text)
    if literal:
        return literal
    signed = [b - 256 if b > 127 else b for b in text.encode()] + [0]
    rows = [", ".join(map(str, signed[i:i + 24])) for i in range(0, len(signed), 24)]
    out.append(f"static const char {name}[] = {{\n    " + ",\n    ".join(rows) + ",\n};\n")
    return name


def signature(q):
    head = f"status {q.name}(db *d" + (f", const {q.name}_in *in" if q.ins else "")
    tail = {
        "one": f", arena *a, {q.name}_row *out)",
        "many": f", arena *a, {q.name}_row **rows, size_t *count)",
        "each": f",\n    status (*each)(void *ctx, const {q.name}_row *row), void *ctx)",
        "exec": ", int64_t *changed)",
    }[q.kind]
    return head + tail


def struct(name, columns):
    fields = "".join(f"    {C_TYPES[t]} {n};\n" for n, t in columns)
    return f"typedef struct {name} {{\n{fields}}} {name};\n"


def header(prefix, queries):
    guard = f"COLOA_{prefix.upper()}_QUERIES_GEN_H"
    out = [f"// Made from queries.sql by tools/gen_sql.py; not to be edited.\n#ifndef {guard}\n"
           f"#define {guard}\n\n#include \"kit/store/store.h\"\n\n"
           f"extern const sql_module {prefix}_sql;\n"]
    for q in queries:
        out.append("\n" + "".join(f"// {a}\n" for a in q.about))
        if q.ins:
            out.append(struct(q.name + "_in", q.ins))
        if q.outs:
            out.append(struct(q.name + "_row", q.outs))
        out.append(signature(q) + " MUST_CHECK;\n")
    out.append("\n#endif\n")
    return "".join(out)


def column_table(name, struct_name, columns):
    rows = "".join(
        f'    {{ "{n}", {SQL_TYPES[t.rstrip("?")]}, {"true" if t.endswith("?") else "false"}, '
        f"offsetof({struct_name}, {n}) }},\n" for n, t in columns)
    return f"static const sql_column {name}[] = {{\n{rows}}};\n"


def body(q, index):
    query, given = f"&queries[{index}]", "in" if q.ins else "NULL"
    if q.kind == "each":
        return (f"struct {q.name}_each {{\n"
                f"    status (*each)(void *ctx, const {q.name}_row *row);\n    void *ctx;\n}};\n\n"
                f"static status {q.name}_row_of(void *ctx, const void *row)\n{{\n"
                f"    const struct {q.name}_each *to = ctx;\n"
                f"    return to->each(to->ctx, row);\n}}\n\n{signature(q)}\n{{\n"
                f"    struct {q.name}_each to = {{ each, ctx }};\n"
                f"    return sql_each(d, {query}, {given}, {q.name}_row_of, &to);\n}}\n")
    if q.kind == "many":
        return (f"{signature(q)}\n{{\n    void *got = NULL;\n"
                f"    status st = sql_many(d, {query}, {given}, a, &got, count);\n"
                f"    *rows = got;\n    return st;\n}}\n")
    rest = {"one": "a, out", "exec": "changed"}[q.kind]
    return f"{signature(q)}\n{{\n    return sql_{q.kind}(d, {query}, {given}, {rest});\n}}\n"


def source(prefix, header_name, queries, migrations):
    out = ["// Made from queries.sql and schema/ by tools/gen_sql.py; not to be edited.\n"
           f'#include "{header_name}"\n\n#include <stddef.h>\n\n']
    rows = []
    for i, q in enumerate(queries):
        for kind, columns in (("in", q.ins), ("row", q.outs)):
            if columns:
                out.append(column_table(f"{q.name}_{kind}_columns", f"{q.name}_{kind}", columns))
        sqlite = c_text(f"{q.name}_sqlite", q.sqlite, out)
        postgres = c_text(f"{q.name}_postgres", q.postgres, out)
        parts = [f'.name = "{q.name}"', f".kind = SQL_{q.kind.upper()}",
                 f".sqlite = {sqlite}", f".postgres = {postgres}", f".id = &ids[{i}]"]
        if q.ins:
            parts += [f".in = {q.name}_in_columns", f".in_count = {len(q.ins)}"]
        if q.outs:
            parts += [f".out = {q.name}_row_columns", f".out_count = {len(q.outs)}",
                      f".row_size = sizeof({q.name}_row)"]
        rows.append("    {\n        " + ",\n        ".join(parts) + ",\n    },\n")
    if queries:
        out.append(f"\n// Numbers given by store_register.\nstatic int ids[{len(queries)}];\n\n")
        out.append("static const sql_query queries[] = {\n" + "".join(rows) + "};\n\n")
    if migrations:
        rows = []
        for name, sqlite, postgres in migrations:
            s = c_text(f"m{name}_sqlite", sqlite, out)
            p = c_text(f"m{name}_postgres", postgres, out)
            rows.append(f'    {{ "{name}",\n    {s},\n    {p} }},\n')
        out.append("static const sql_migration migrations[] = {\n" + "".join(rows) + "};\n\n")
    out.append(f'const sql_module {prefix}_sql = {{\n    .name = "{prefix}",\n')
    if queries:
        out.append(f"    .queries = queries,\n    .query_count = {len(queries)},\n")
    if migrations:
        out.append(f"    .migrations = migrations,\n    .migration_count = {len(migrations)},\n")
    out.append("};\n")
    out += ["\n" + body(q, i) for i, q in enumerate(queries)]
    return "".join(out)


def main(argv):
    if len(argv) < 4:
        raise Fault(__doc__.split("\n\n")[1])
    prefix, header_path, source_path, inputs = argv[0], argv[1], argv[2], argv[3:]
    queries, migrations = [], []
    for path in inputs:
        if re.search(r"[0-9]{4}_[a-z0-9_]+\.sql$", path):
            migrations.append(read_migration(path))
        else:
            queries += read_queries(path)
    migrations.sort()
    header_name = header_path.rsplit("/", 1)[-1]
    with open(header_path, "w", encoding="utf-8") as f:
        f.write(header(prefix, queries))
    with open(source_path, "w", encoding="utf-8") as f:
        f.write(source(prefix, header_name, queries, migrations))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Fault as fault:
        sys.exit(f"gen_sql: {fault}")
