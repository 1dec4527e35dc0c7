// make_store FOLDER SYSTEMS - a data folder with many systems, for benches.
//
// The program itself makes the folder and its schema (coloa serve, stopped when it is ready); the rows
// go in through bare SQL, many at a time, as the program's own acts would leave them. Every body is
// invented: ministries and provinces (Mẫu) under the Government, departments under them, small bodies
// under those. Levels stand in the proportions published in June 2024 (3,309 : 2,914 : 955 : 23 : 5),
// ministries and localities as 1,500 : 5,700.
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/os/os.h"
#include "kit/text/fold.h"

enum {
    MINISTRIES  = 22,
    PROVINCES   = 34,
    DEPARTMENTS = 24, // of each
    UNITS       = 8,  // small bodies of each department
    HEADS       = MINISTRIES + PROVINCES,
    BODIES      = HEADS * (1 + DEPARTMENTS + DEPARTMENTS * UNITS),
    KEY_MAX     = 400, // bytes of a sort key in scope
    STATE_COUNT = 5,
};

static const int64_t made_ms = 1790000000000;

typedef struct node {
    int64_t id, parent; // parent: place in the table of nodes; -1 the Government
    char    code[24], name[160];
} node;

typedef struct maker {
    sqlite3 *db;
    int64_t  government;
    node    *nodes;
    uint64_t dice;
    arena    a;
} maker;

static void fail(const char *what, sqlite3 *db)
{
    fprintf(stderr, "make_store: %s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
    exit(3);
}

static void run(maker *m, const char *sql)
{
    if (sqlite3_exec(m->db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sql, m->db);
}

static sqlite3_stmt *prepare(maker *m, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v3(m->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK) {
        fail(sql, m->db);
    }
    return s;
}

// Binds by letters: i a number, t a C text, s a str; then runs.
static void put(maker *m, sqlite3_stmt *s, const char *kinds, ...)
{
    va_list args;
    va_start(args, kinds);
    for (int i = 0; kinds[i]; i++) {
        if (kinds[i] == 'i') {
            sqlite3_bind_int64(s, i + 1, va_arg(args, int64_t));
        } else if (kinds[i] == 't') {
            sqlite3_bind_text(s, i + 1, va_arg(args, const char *), -1, SQLITE_TRANSIENT);
        } else {
            str v = va_arg(args, str);
            sqlite3_bind_text(s, i + 1, v.ptr, (int)v.len, SQLITE_TRANSIENT);
        }
    }
    va_end(args);
    if (sqlite3_step(s) != SQLITE_DONE) fail(sqlite3_sql(s), m->db);
    sqlite3_reset(s);
}

static int64_t ask(maker *m, const char *sql)
{
    sqlite3_stmt *s = prepare(m, sql);
    if (sqlite3_step(s) != SQLITE_ROW) fail(sql, m->db);
    int64_t v = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return v;
}

static uint64_t roll(maker *m, uint64_t sides) // xorshift: the same store every time
{
    m->dice ^= m->dice << 13;
    m->dice ^= m->dice >> 7;
    m->dice ^= m->dice << 17;
    return m->dice % sides;
}

// ---- the folder --------------------------------------------------------------------------------------

static void empty_folder(const char *folder)
{
    static char memory[64 * 1024], line[16 * 1024];
    arena       a   = arena_over(memory, sizeof memory);
    str         own = os_program(&a);
    int         ends[2], nowhere = -1;
    os_process  server;
    os_ended    ended;
    size_t      got = 0;
    while (own.len && own.ptr[own.len - 1] != '/') own.len--;
    str         coloa  = arena_printf(&a, STR_FMT "../coloa", STR_ARG(own));
    const char *argv[] = { coloa.ptr,     "serve",  "--json", "--listen",
                           "127.0.0.1:0", "--data", folder,   NULL };
    if (os_make_folders(OS_CWD, str_from(folder)) != ST_OK) fail(folder, NULL);
    if (os_pipe(ends) != ST_OK || os_temp_in_memory(&nowhere) != ST_OK) fail("pipe", NULL);
    const int              fds[] = { nowhere, ends[1], STDERR_FILENO };
    const os_spawn_options o     = { argv, NULL, fds, 3 };
    if (os_spawn(&o, &server) != ST_OK) fail(coloa.ptr, NULL);
    os_close(ends[1]);
    if (os_recv(ends[0], line, sizeof line, 60000, &got) != ST_OK || got == 0) {
        os_kill(&server);
        fail("the server did not become ready", NULL);
    }
    kill(server.pid, SIGTERM);
    if (os_wait(&server, 20000, &ended) != ST_OK || ended.code != 0) fail("the server's end", NULL);
    os_close(ends[0]);
    os_close(nowhere);
}

// ---- bodies ------------------------------------------------------------------------------------------

static void body_put(maker *m, sqlite3_stmt **s, int64_t place, const char *kind)
{
    node *n = &m->nodes[place];
    char  uid[48];
    arena a = m->a;
    snprintf(uid, sizeof uid, "00000000-0000-7000-9000-%012lld", (long long)n->id);
    put(m, s[0], "itttsst", n->id, uid, n->code, n->name, text_fold(&a, str_from(n->name)),
        text_sort_key(&a, str_from(n->name)), kind);
    put(m, s[1], "ii", n->id, n->parent < 0 ? m->government : m->nodes[n->parent].id);
    int64_t depth = 0;
    for (int64_t at = place; at >= 0; at = m->nodes[at].parent) {
        put(m, s[2], "iii", n->id, m->nodes[at].id, depth++);
    }
    put(m, s[2], "iii", n->id, m->government, depth);
}

static void node_set(node *n, int64_t id, int64_t parent, const char *code, const char *name)
{
    n->id     = id;
    n->parent = parent;
    snprintf(n->code, sizeof n->code, "%.*s", (int)sizeof n->code - 1, code);
    snprintf(n->name, sizeof n->name, "%.*s", (int)sizeof n->name - 1, name);
}

static void bodies_make(maker *m)
{
    sqlite3_stmt *s[3] = {
        prepare(
            m, "INSERT INTO bodies (id, uid, code, name_vi, name_en, fold, sort_key, symbol, kind, "
               "place, protocol, valid_from, valid_to, merged_into, note, origin, version, "
               "change_seq) VALUES (?1, ?2, ?3, ?4, '', ?5, ?6, '', ?7, '', 0, '0001-01-01', "
               "'9999-12-31', NULL, '', '', 1, ?1)"),
        prepare(m, "INSERT INTO supervision (body_id, valid_from, valid_to, parent_id) "
                   "VALUES (?1, '0001-01-01', '9999-12-31', ?2)"),
        prepare(m, "INSERT INTO body_lines (body_id, above_id, depth) VALUES (?1, ?2, ?3)"),
    };
    int64_t id = ask(m, "SELECT max(id) + 1 FROM bodies"), at = 0;
    char    code[48], name[160];
    for (int h = 0; h < HEADS; h++) {
        bool    ministry = h < MINISTRIES;
        int64_t head     = at;
        snprintf(code, sizeof code, "%s%02d", ministry ? "MAUB" : "MAUT", h + 1);
        snprintf(name, sizeof name, "%s Mẫu %02d", ministry ? "Bộ" : "Tỉnh", h + 1);
        node_set(&m->nodes[at], id++, -1, code, name);
        body_put(m, s, at++, ministry ? "ministry" : "province");
        for (int d = 0; d < DEPARTMENTS; d++) {
            int64_t department = at;
            snprintf(code, sizeof code, "%s-%02d", m->nodes[head].code, d + 1);
            snprintf(name, sizeof name, "%s Mẫu %02d.%02d", ministry ? "Cục" : "Sở", h + 1, d + 1);
            node_set(&m->nodes[at], id++, head, code, name);
            body_put(m, s, at++, "department");
            for (int u = 0; u < UNITS; u++) {
                snprintf(code, sizeof code, "%s-%d", m->nodes[department].code, u + 1);
                snprintf(name, sizeof name, "Trung tâm Mẫu %02d.%02d.%d", h + 1, d + 1, u + 1);
                node_set(&m->nodes[at], id++, department, code, name);
                body_put(m, s, at++, "department");
            }
        }
    }
    for (size_t i = 0; i < COUNT(s); i++) sqlite3_finalize(s[i]);
}

// ---- systems -----------------------------------------------------------------------------------------

static const char *const kinds_of[] = {
    "Hệ thống quản lý", "Cơ sở dữ liệu", "Cổng thông tin", "Phần mềm",        "Hệ thống theo dõi",
    "Kho dữ liệu",      "Nền tảng",      "Trục kết nối",   "Trang thông tin", "Hệ thống giám sát",
};
static const char *const subjects[] = {
    "văn bản và điều hành",
    "cán bộ, công chức, viên chức",
    "đất đai",
    "hộ tịch",
    "tài sản công",
    "dịch vụ công",
    "bảo hiểm",
    "đăng ký kinh doanh",
    "khám bệnh, chữa bệnh",
    "giáo dục",
    "giao thông",
    "môi trường",
    "ngân sách",
    "thuế",
    "hải quan",
    "nông nghiệp",
    "du lịch",
    "báo cáo thống kê",
    "thanh tra, kiểm tra",
    "khiếu nại, tố cáo",
    "hội nghị truyền hình",
    "thư điện tử",
    "camera an ninh",
    "quan trắc",
    "khoa học và công nghệ",
    "lao động, việc làm",
    "quy hoạch",
    "đấu thầu",
    "lưu trữ",
    "thi đua, khen thưởng",
};

static int level_roll(maker *m)
{
    static const uint64_t shares[] = { 3309, 2914, 955, 23, 5 };
    uint64_t              at       = roll(m, 7206);
    int                   level    = 1;
    for (size_t i = 0; i < COUNT(shares) && at >= shares[i]; i++) {
        at -= shares[i];
        level++;
    }
    return level;
}

// A body by the published shares of ministries and localities; small bodies have most of the systems.
static int64_t owner_roll(maker *m)
{
    bool    ministry = roll(m, 7200) < 1500;
    int64_t head     = ministry ? (int64_t)roll(m, MINISTRIES)
                                : MINISTRIES + (int64_t)roll(m, PROVINCES);
    int64_t at       = head * (1 + DEPARTMENTS + DEPARTMENTS * UNITS);
    if (roll(m, 20) == 0) return at;
    at += 1 + (int64_t)roll(m, DEPARTMENTS) * (1 + UNITS);
    return roll(m, 4) == 0 ? at : at + 1 + (int64_t)roll(m, UNITS);
}

typedef struct writers {
    sqlite3_stmt *system, *words, *found, *scope;
} writers;

static writers writers_open(maker *m)
{
    return (writers){
        .system = prepare(
            m,
            "INSERT INTO systems (id, uid, code, name, name_key, fold, sort_key, owner_id, "
            "operator_id,"
            " operator_text, purpose, scope, size, users_served, address, state, begun_on,"
            " running_since, sheet_level, decision_no, decision_on, decision_by, contact_name,"
            " contact_title, contact_phone, contact_email, note, source, source_url, facts, level,"
            " result, pack, determination_id, import_id, origin, version, change_seq, created_ms,"
            " updated_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, 0), '', ?10, '', '', "
            "'',"
            " '', ?11, ?12, ?13, ?14, '', '', '', '', '', '', '', '', '', '', ?15, ?14, 1, 'nd331',"
            " ?1, 0, '', 1, ?1, ?16, ?16)"),
        .words = prepare(m, "INSERT INTO systems_words (rowid, fold) VALUES (?1, ?2)"),
        .found = prepare(
            m,
            "INSERT INTO determinations (id, system_id, at_ms, person_id, person, act, pack,"
            " pack_version, pack_sha256, pack_row, on_day, result, level, facts, hits, questions,"
            " reason) VALUES (?1, ?1, ?2, -1, '', 1, 'nd331', '1', '', '', '2026-11-24', 1, ?3, ?4,"
            " '[]', '[]', '')"),
        .scope = prepare(
            m, "INSERT OR IGNORE INTO scope (kind, object_id, body_id, role, level, state,"
               " sort_key, since_ms) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
    };
}

static void scope_rows(maker *m, writers *w, int64_t id, int64_t owner, int64_t operator_id,
                       int64_t level, int64_t state, str key)
{
    put(m, w->scope, "iiiiisi", id, m->nodes[owner].id, (int64_t)1, level, state, key, made_ms);
    if (operator_id) {
        put(m, w->scope, "iiiiisi", id, operator_id, (int64_t)2, level, state, key, made_ms);
    }
    for (int64_t at = m->nodes[owner].parent; at >= 0; at = m->nodes[at].parent) {
        put(m, w->scope, "iiiiisi", id, m->nodes[at].id, (int64_t)3, level, state, key, made_ms);
    }
    put(m, w->scope, "iiiiisi", id, m->government, (int64_t)3, level, state, key, made_ms);
}

static void system_make(maker *m, writers *w, int64_t id)
{
    static const char facts[] =
        "{\"type\":[\"a\"],\"info\":[\"cong_cong\"],\"serves_defsec\":false,"
        "\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0}";
    arena       a     = m->a;
    int64_t     owner = owner_roll(m), level = level_roll(m);
    int64_t     state       = roll(m, 10) < 8 ? 3 : 1 + (int64_t)roll(m, STATE_COUNT);
    const node *o           = &m->nodes[owner];
    int64_t     operator_id = roll(m, 5) == 0 ? m->nodes[roll(m, BODIES)].id : 0;
    str         uid         = arena_printf(&a, "00000000-0000-7000-8000-%012lld", (long long)id);
    str         code        = arena_printf(&a, "HT-%06lld", (long long)id);
    str         name = arena_printf(&a, "%s %s số %lld", kinds_of[roll(m, COUNT(kinds_of))],
                                    subjects[roll(m, COUNT(subjects))], (long long)id);
    str all  = arena_printf(&a, STR_FMT " " STR_FMT " %s %s", STR_ARG(name), STR_ARG(code), o->code,
                            o->name);
    str fold = text_fold(&a, all), key = str_slice(text_sort_key(&a, name), 0, KEY_MAX);
    str since = arena_printf(&a, "20%02d-%02d-01", 10 + (int)roll(m, 16), 1 + (int)roll(m, 12));
    put(m, w->system, "issssssiitissiti", id, uid, code, name, text_fold(&a, name), fold, key,
        o->id, operator_id, "Phục vụ quản lý, điều hành", state, S(""), since, level, facts,
        made_ms);
    put(m, w->words, "is", id, fold);
    put(m, w->found, "iiit", id, made_ms, level, facts);
    scope_rows(m, w, id, owner, operator_id, level, state, key);
}

// Indexes are dropped first and made at the end, sorted: many times faster than row by row.
static void indexes(maker *m, char **out, size_t *count, size_t most)
{
    sqlite3_stmt *s = prepare(
        m, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT "
           "NULL AND tbl_name IN ('systems', 'scope', 'determinations')");
    char   drops[16][128];
    size_t n = 0;
    while (sqlite3_step(s) == SQLITE_ROW && n < most) {
        snprintf(drops[n], sizeof drops[n], "DROP INDEX %s",
                 (const char *)sqlite3_column_text(s, 0));
        out[n++] = sqlite3_mprintf("%s", sqlite3_column_text(s, 1));
    }
    sqlite3_finalize(s);
    for (size_t i = 0; i < n; i++) run(m, drops[i]);
    *count = n;
}

static void systems_make(maker *m, int64_t count)
{
    char  *later[16];
    size_t later_count = 0;
    indexes(m, later, &later_count, COUNT(later));
    writers w = writers_open(m);
    for (int64_t id = 1; id <= count; id++) system_make(m, &w, id);
    sqlite3_finalize(w.system);
    sqlite3_finalize(w.words);
    sqlite3_finalize(w.found);
    sqlite3_finalize(w.scope);
    for (size_t i = 0; i < later_count; i++) {
        run(m, later[i]);
        sqlite3_free(later[i]);
    }
    run(m, "INSERT INTO scope_counts (body_id, kind, level, state, n) "
           "SELECT body_id, kind, level, state, count(*) FROM scope GROUP BY body_id, kind, level, "
           "state");
    char sql[128];
    snprintf(sql, sizeof sql, "UPDATE system_numbers SET next = %lld", (long long)count + 1);
    run(m, sql);
}

int main(int argc, char **argv)
{
    static char memory[256 * 1024], path[4096];
    maker       m     = { .dice = 331, .a = arena_over(memory, sizeof memory) };
    int64_t     count = 0;
    if (argc != 3 || !str_int(str_from(argv[2]), &count) || count < 1) {
        fprintf(stderr, "usage: make_store FOLDER SYSTEMS\n");
        return 2;
    }
    empty_folder(argv[1]);
    snprintf(path, sizeof path, "%s/coloa.db", argv[1]);
    if (sqlite3_open_v2(path, &m.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) fail(path, m.db);
    run(&m, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;"
            "PRAGMA temp_store = MEMORY; BEGIN");
    m.government = ask(&m, "SELECT id FROM bodies WHERE kind = 'government' ORDER BY id LIMIT 1");
    m.nodes      = calloc(BODIES, sizeof *m.nodes);
    if (!m.nodes) fail("memory", NULL);
    bodies_make(&m);
    systems_make(&m, count);
    run(&m, "COMMIT; PRAGMA journal_mode = WAL; ANALYZE");
    free(m.nodes);
    sqlite3_close(m.db);
    return 0;
}
