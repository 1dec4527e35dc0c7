// postgres_run.c - one PostgreSQL connection: its settings, prepared statements, values in and out.
#include "kit/os/os.h"
#include "kit/store/postgres_inside.h"

#include <assert.h>
#include <endian.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>

// Types as PostgreSQL numbers them (catalog pg_type); fixed for ever.
enum {
    OID_BYTEA   = 17,
    OID_NAME    = 19,
    OID_INT8    = 20,
    OID_INT2    = 21,
    OID_INT4    = 23,
    OID_TEXT    = 25,
    OID_VARCHAR = 1043
};

enum { BINARY = 1 };

static const char *const bracket_names[] = {
    [NO_BRACKET] = "",   [BEGIN_ACT] = "begin_act", [BEGIN_LOOK] = "begin_look",
    [COMMIT] = "commit", [ROLLBACK] = "rollback",
};
static const char *const bracket_texts[] = {
    [NO_BRACKET] = "",
    [BEGIN_ACT]  = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
    [BEGIN_LOOK] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    [COMMIT]     = "COMMIT",
    [ROLLBACK]   = "ROLLBACK",
};

// ---- failures ----------------------------------------------------------------------------------

bool postgres_lost(const postgres_db *c)
{
    return !c->conn || PQstatus(c->conn) != CONNECTION_OK;
}

static bool state_is(const char *state, const char *code)
{
    return strncmp(state, code, strlen(code)) == 0;
}

// The server's detail lines quote rows, so only the first line reaches the log.
static void log_failure(const postgres_db *c, const PGresult *r, const char *state,
                        const char *what)
{
    const char *said = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!said) said = PQerrorMessage(c->conn);
    os_log(state_is(state, "23") ? OS_WARN : OS_ERROR, "store.postgres", "%s: %s %s", what, state,
           said);
}

// What a failed result means. Collisions and lost connections ask for the act to be run again.
static status failed(postgres_db *c, const PGresult *r, const char *what)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    if (!state) state = "";
    if (state_is(state, "40001") || state_is(state, "40P01") || state_is(state, "55P03")) {
        c->head.rerun = true;
        return ST_CONFLICT;
    }
    log_failure(c, r, state, what);
    if (postgres_lost(c)) {
        c->head.rerun = true;
        return ST_BROKEN;
    }
    if (state_is(state, "23505")) return ST_CONFLICT;
    if (state_is(state, "23") || state_is(state, "22")) return ST_INVALID;
    if (state_is(state, "54")) return ST_LIMIT;
    return ST_BROKEN;
}

// ---- answers, in the order of what was sent ------------------------------------------------------

// Reads one command's answer that gives no rows.
static status read_done(postgres_db *c, const char *what)
{
    status    st = ST_OK;
    PGresult *r  = PQgetResult(c->conn);
    if (!r) return failed(c, NULL, what);
    ExecStatusType got = PQresultStatus(r);
    if (got == PGRES_PIPELINE_ABORTED)
        st = ST_BROKEN; // an earlier command told why
    else if (got != PGRES_COMMAND_OK)
        st = failed(c, r, what);
    PQclear(r);
    while ((r = PQgetResult(c->conn))) PQclear(r);
    return st;
}

static status read_sync(postgres_db *c)
{
    PGresult *r  = PQgetResult(c->conn);
    status    st = r && PQresultStatus(r) == PGRES_PIPELINE_SYNC ? ST_OK : failed(c, r, "sync");
    PQclear(r);
    return st;
}

status postgres_drain(postgres_db *c)
{
    for (; c->unread > 0; c->unread--) {
        status st = read_done(c, "late answer");
        if (postgres_lost(c)) break;
        TRY(read_sync(c));
        if (st != ST_OK) return st;
    }
    c->unread = 0;
    return postgres_lost(c) ? ST_BROKEN : ST_OK;
}

// ---- connecting --------------------------------------------------------------------------------

static void on_notice(void *ctx, const char *message)
{
    (void)ctx;
    os_log(OS_DEBUG, "store.postgres", "%s", message);
}

static bool settings_made(PGconn *conn)
{
    // No query here is long enough for the just-in-time compiler to pay.
    static const char sql[] = "SET jit = off; SET lock_timeout = '60s'; "
                              "SET idle_in_transaction_session_timeout = '60s'";
    PGresult         *r     = PQexec(conn, sql);
    bool              ok    = PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    for (int i = BEGIN_ACT; i <= ROLLBACK && ok; i++) {
        r  = PQprepare(conn, bracket_names[i], bracket_texts[i], 0, NULL);
        ok = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
    }
    return ok && PQenterPipelineMode(conn);
}

status postgres_connect(store *s, postgres_db *c)
{
    const postgres_store *p        = s->inside;
    const char           *keys[]   = { "dbname", "client_encoding", "fallback_application_name",
                                       "connect_timeout", NULL };
    const char           *values[] = { p->address, "UTF8", "coloa", "10", NULL };
    bool                 *prepared = c->prepared;
    if (!prepared) prepared = NEW(&s->memory, bool, store_statements());
    if (!prepared) return ST_MEMORY;
    if (c->conn) PQfinish(c->conn);
    memset(prepared, 0, store_statements());
    *c        = (postgres_db){ .head = c->head, .prepared = prepared, .next_free = c->next_free };
    c->head.s = s;
    c->conn   = PQconnectdbParams(keys, values, 1);
    if (c->conn) PQsetNoticeProcessor(c->conn, on_notice, NULL);
    if (c->conn && PQstatus(c->conn) == CONNECTION_OK && settings_made(c->conn)) return ST_OK;
    os_log(OS_ERROR, "store.postgres", "connect: %s", c->conn ? PQerrorMessage(c->conn) : "memory");
    postgres_disconnect(c);
    return ST_BROKEN;
}

void postgres_disconnect(postgres_db *c)
{
    if (c->conn) PQfinish(c->conn);
    c->conn = NULL;
}

// ---- brackets and scripts ----------------------------------------------------------------------

static bool send_bracket(postgres_db *c, bracket which)
{
    return PQsendQueryPrepared(c->conn, bracket_names[which], 0, NULL, NULL, NULL, BINARY);
}

status postgres_bracket(postgres_db *c, bracket which)
{
    if (!send_bracket(c, which) || !PQpipelineSync(c->conn))
        return failed(c, NULL, bracket_names[which]);
    status st = read_done(c, bracket_names[which]);
    if (postgres_lost(c)) return st == ST_OK ? ST_BROKEN : st;
    status sync = read_sync(c);
    return st == ST_OK ? sync : st;
}

void postgres_bracket_later(postgres_db *c, bracket which)
{
    if (send_bracket(c, which) && PQpipelineSync(c->conn))
        c->unread++;
    else
        os_log(OS_WARN, "store.postgres", "%s: %s", bracket_names[which], PQerrorMessage(c->conn));
}

status postgres_script(db *d, const char *sql)
{
    postgres_db *c = (postgres_db *)d;
    if (!PQexitPipelineMode(c->conn)) return failed(c, NULL, "script");
    PGresult      *r   = PQexec(c->conn, sql);
    ExecStatusType got = PQresultStatus(r);
    status st = got == PGRES_COMMAND_OK || got == PGRES_TUPLES_OK ? ST_OK : failed(c, r, "script");
    PQclear(r);
    if (!PQenterPipelineMode(c->conn)) return failed(c, NULL, "script");
    return st;
}

status postgres_ask(postgres_db *c, const char *sql, arena *a, str *out)
{
    if (!PQexitPipelineMode(c->conn)) return failed(c, NULL, "ask");
    PGresult *r  = PQexec(c->conn, sql);
    bool      ok = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;
    status    st = ok ? arena_copy(a, str_from(PQgetvalue(r, 0, 0)), out) : failed(c, r, "ask");
    PQclear(r);
    return PQenterPipelineMode(c->conn) ? st : ST_BROKEN;
}

// ---- values ------------------------------------------------------------------------------------

typedef struct parameters {
    const char *values[SQL_COLUMNS_MAX];
    int         lengths[SQL_COLUMNS_MAX];
    int         formats[SQL_COLUMNS_MAX];
    uint64_t    numbers[SQL_COLUMNS_MAX]; // in network order
    Oid         types[SQL_COLUMNS_MAX];
} parameters;

static Oid oid_of(sql_type type)
{
    return type == SQL_INT ? OID_INT8 : type == SQL_TEXT ? OID_TEXT : OID_BYTEA;
}

static void fill_number(parameters *p, int i, const sql_column *c, const void *in)
{
    const opt_int *maybe = c->nullable ? column_in(in, c) : NULL;
    if (maybe && !maybe->set) return;
    int64_t v     = maybe ? maybe->value : *(const int64_t *)column_in(in, c);
    p->numbers[i] = htobe64((uint64_t)v);
    p->values[i]  = (const char *)&p->numbers[i];
    p->lengths[i] = sizeof(uint64_t);
}

// Everything travels binary: numbers in network order, text and bytes as they are, uncopied.
static void fill(parameters *p, const sql_query *q, const void *in)
{
    for (int i = 0; i < q->in_count; i++) {
        const sql_column *c = &q->in[i];
        p->types[i]         = oid_of(c->type);
        p->formats[i]       = BINARY;
        p->values[i]        = NULL;
        p->lengths[i]       = 0;
        if (c->type == SQL_INT) {
            fill_number(p, i, c, in);
            continue;
        }
        str v         = *(const str *)column_in(in, c);
        p->values[i]  = v.ptr || c->nullable ? v.ptr : "";
        p->lengths[i] = (int)v.len;
    }
}

static bool type_fits(Oid got, sql_type type)
{
    switch (type) {
    case SQL_INT: return got == OID_INT8 || got == OID_INT4 || got == OID_INT2;
    case SQL_TEXT: return got == OID_TEXT || got == OID_VARCHAR || got == OID_NAME;
    case SQL_BYTES: return got == OID_BYTEA;
    }
    return false;
}

// The first column that is not what the query declares, or -1.
static int misfit(const PGresult *r, const sql_query *q)
{
    if (PQnfields(r) != q->out_count) return 0;
    for (int i = 0; i < q->out_count; i++) {
        if (!type_fits(PQftype(r, i), q->out[i].type)) return i;
    }
    return -1;
}

static int64_t read_number(const PGresult *r, int row, int at)
{
    const char *p = PQgetvalue(r, row, at);
    uint64_t    v8;
    uint32_t    v4;
    uint16_t    v2;
    switch (PQgetlength(r, row, at)) {
    case 8: memcpy(&v8, p, 8); return (int64_t)be64toh(v8);
    case 4: memcpy(&v4, p, 4); return (int32_t)be32toh(v4);
    default: memcpy(&v2, p, 2); return (int16_t)be16toh(v2);
    }
}

static bool read_column(const PGresult *r, int row, int at, const sql_column *c, void *out)
{
    bool null = PQgetisnull(r, row, at);
    if (c->type == SQL_INT) {
        int64_t v = null ? 0 : read_number(r, row, at);
        if (c->nullable)
            *(opt_int *)column_out(out, c) = (opt_int){ !null, v };
        else
            *(int64_t *)column_out(out, c) = v;
    } else {
        str v                      = { PQgetvalue(r, row, at), PQgetlength(r, row, at) };
        *(str *)column_out(out, c) = null ? (str){ 0 } : v;
    }
    return !null || c->nullable;
}

static status take_rows(const PGresult *r, const sql_query *q, row_sink *sink)
{
    alignas(max_align_t) char out[SQL_ROW_BYTES_MAX];
    int                       bad = misfit(r, q);
    assert(q->row_size <= sizeof(out));
    int rows = PQntuples(r);
    if (q->kind == SQL_ONE && rows > 1) rows = 1;
    for (int row = 0; row < rows && sink->stopped == ST_OK; row++) {
        for (int i = 0; i < q->out_count && bad < 0; i++) {
            if (!read_column(r, row, i, &q->out[i], out)) bad = i;
        }
        if (bad >= 0) {
            os_log(OS_ERROR, "store.column", "%s: %s is not of its declared type", q->name,
                   q->out[bad].name);
            return ST_BROKEN;
        }
        sink->stopped = sink->take(sink->ctx, out);
    }
    return ST_OK;
}

// ---- statements --------------------------------------------------------------------------------

static status read_rows(postgres_db *c, const sql_query *q, row_sink *sink)
{
    status st = ST_OK;
    if (q->kind == SQL_EACH) PQsetSingleRowMode(c->conn);
    for (PGresult *r; (r = PQgetResult(c->conn));) {
        ExecStatusType got = PQresultStatus(r);
        if (got == PGRES_TUPLES_OK || got == PGRES_SINGLE_TUPLE) {
            if (st == ST_OK && sink->take) st = take_rows(r, q, sink);
        } else if (got == PGRES_COMMAND_OK) {
            int64_t changed = 0;
            if (str_int(str_from(PQcmdTuples(r)), &changed)) sink->changed = changed;
        } else if (st == ST_OK) {
            st = got == PGRES_PIPELINE_ABORTED ? ST_BROKEN : failed(c, r, q->name);
        }
        PQclear(r);
        if (postgres_lost(c)) break;
    }
    return st;
}

static bool send_all(postgres_db *c, const sql_query *q, const void *in, bool prepare)
{
    char       name[16];
    parameters p;
    snprintf(name, sizeof(name), "q%d", *q->id);
    fill(&p, q, in);
    if (c->to_begin && !send_bracket(c, c->to_begin)) return false;
    if (prepare && !PQsendPrepare(c->conn, name, q->postgres, q->in_count, p.types)) return false;
    return PQsendQueryPrepared(c->conn, name, q->in_count, p.values, p.lengths, p.formats,
                               BINARY) &&
           PQpipelineSync(c->conn);
}

static status attempt(postgres_db *c, const sql_query *q, const void *in, row_sink *sink)
{
    bracket opening = c->to_begin;
    bool    prepare = !c->prepared[*q->id], begin = opening != NO_BRACKET;
    if (!send_all(c, q, in, prepare)) return failed(c, NULL, q->name);
    c->to_begin = NO_BRACKET;
    status st   = begin ? read_done(c, "begin") : ST_OK;
    if (begin && st == ST_OK) c->begun = true;
    if (begin && st != ST_OK) c->to_begin = opening;
    if (prepare && !postgres_lost(c)) {
        status made         = read_done(c, q->name);
        c->prepared[*q->id] = made == ST_OK;
        if (st == ST_OK) st = made;
    }
    status ran = postgres_lost(c) ? ST_BROKEN : read_rows(c, q, sink);
    if (st == ST_OK) st = ran;
    if (postgres_lost(c)) return st == ST_OK ? ST_BROKEN : st;
    status sync = read_sync(c);
    return st == ST_OK ? sync : st;
}

status postgres_run(db *d, const sql_query *q, const void *in, row_sink *sink)
{
    postgres_db *c       = (postgres_db *)d;
    bracket      opening = c->to_begin;
    status       st      = attempt(c, q, in, sink);
    // A look that had seen nothing yet may begin again on a new connection; an act is run again
    // as a whole by its bracket.
    if (st == ST_OK || opening != BEGIN_LOOK || !postgres_lost(c)) return st;
    TRY(postgres_connect(d->s, c));
    c->to_begin = opening;
    return attempt(c, q, in, sink);
}

status postgres_prepare(db *d, const sql_query *q, problem *why, arena *a)
{
    postgres_db *c = (postgres_db *)d;
    parameters   p;
    for (int i = 0; i < q->in_count; i++) p.types[i] = oid_of(q->in[i].type);
    if (!PQexitPipelineMode(c->conn)) return ST_BROKEN;
    status    st   = ST_OK;
    str       said = { 0 };
    PGresult *r    = PQprepare(c->conn, "", q->postgres, q->in_count, p.types);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) {
        said = arena_printf(a, "%s: %s", q->name, PQresultErrorMessage(r));
        st   = problem_detail(why, ST_INVALID, str_from(q->name), S("not-prepared"), said);
    } else {
        PQclear(r);
        r       = PQdescribePrepared(c->conn, "");
        int bad = misfit(r, q);
        if (q->out_count && bad >= 0) {
            said = arena_printf(a, "%s: column %s is of type %u", q->name, q->out[bad].name,
                                PQftype(r, bad));
            st   = problem_detail(why, ST_INVALID, str_from(q->name), S("columns-differ"), said);
        }
    }
    PQclear(r);
    return PQenterPipelineMode(c->conn) ? st : ST_BROKEN;
}
