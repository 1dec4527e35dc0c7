// make_store FOLDER SYSTEMS [INCIDENTS] - a data folder with many systems, and incidents of them, for benches.
//
// The program itself makes the folder and its schema (coloa serve, stopped when it is ready); the rows
// go in through bare SQL, many at a time, as the program's own acts would leave them. Every body is
// invented: ministries and provinces (Mẫu) under the Government, departments under them, small bodies
// under those. Levels stand in the proportions published in June 2024 (3,309 : 2,914 : 955 : 23 : 5),
// ministries and localities as 1,500 : 5,700. Of ten incidents nine are over.
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/os/os.h"
#include "kit/text/text.h"

enum {
    MINISTRIES  = 22,
    PROVINCES   = 34,
    DEPARTMENTS = 24, // of each
    UNITS       = 8,  // small bodies of each department
    HEADS       = MINISTRIES + PROVINCES,
    BODIES      = HEADS * (1 + DEPARTMENTS + DEPARTMENTS * UNITS),
    KEY_MAX     = 400, // bytes of a sort key in scope
    STATE_COUNT = 5,
    LATER_MAX   = 48, // indexes that are made at the end
    MINUTE_MS   = 60 * 1000,
    LINES       = 8, // of the time line of an incident
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

typedef struct placed { // an object in scope
    int64_t kind, id, owner, operator_id, level, state;
    str     key;
} placed;

static void scope_row(maker *m, sqlite3_stmt *s, const placed *p, int64_t body, int64_t role)
{
    put(m, s, "iiiiiisi", p->kind, p->id, body, role, p->level, p->state, p->key, made_ms);
}

static void scope_rows(maker *m, sqlite3_stmt *s, const placed *p)
{
    scope_row(m, s, p, m->nodes[p->owner].id, 1);
    if (p->operator_id) scope_row(m, s, p, p->operator_id, 2);
    for (int64_t at = m->nodes[p->owner].parent; at >= 0; at = m->nodes[at].parent)
        scope_row(m, s, p, m->nodes[at].id, 3);
    scope_row(m, s, p, m->government, 3);
}

static sqlite3_stmt *scope_open(maker *m)
{
    return prepare(m, "INSERT OR IGNORE INTO scope (kind, object_id, body_id, role, level, state,"
                      " sort_key, since_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
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
        .scope = scope_open(m),
    };
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
    scope_rows(m, w->scope, &(placed){ 1, id, owner, operator_id, level, state, key });
}

// Indexes are dropped first and made at the end, sorted: many times faster than row by row.
static void indexes(maker *m, char **out, size_t *count, size_t most)
{
    sqlite3_stmt *s = prepare(
        m, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT "
           "NULL AND (tbl_name IN ('systems', 'scope', 'determinations', 'incidents') OR "
           "tbl_name LIKE 'incident!_%' ESCAPE '!')");
    char   drops[LATER_MAX][128];
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
    writers w = writers_open(m);
    for (int64_t id = 1; id <= count; id++) system_make(m, &w, id);
    sqlite3_finalize(w.system);
    sqlite3_finalize(w.words);
    sqlite3_finalize(w.found);
    sqlite3_finalize(w.scope);
    char sql[128];
    snprintf(sql, sizeof sql, "UPDATE system_numbers SET next = %lld", (long long)count + 1);
    run(m, sql);
}

// ---- incidents ---------------------------------------------------------------------------------------

static const char *const types_of[] = {
    "DOS",     "PHISH",    "MALWARE",   "INTRUSION", "DEFACE",
    "ENCRYPT", "SABOTAGE", "ESPIONAGE", "COMBINED",  "OTHER",
};
static const char *const befell[] = {
    "Từ chối dịch vụ",          "Giả mạo",        "Mã độc",           "Truy cập trái phép",
    "Thay đổi giao diện",       "Mã hóa dữ liệu", "Phá hoại dữ liệu", "Lấy cắp thông tin",
    "Tấn công nhiều hình thức", "Hình thức khác",
};

typedef struct incident_writers {
    sqlite3_stmt *of_system, *incident, *fact, *system, *event, *class, *paper, *clock, *scope;
} incident_writers;

static incident_writers incident_writers_open(maker *m)
{
    return (incident_writers){
        .of_system = prepare(m, "SELECT owner_id, operator_id, level, code, name FROM systems "
                                "WHERE id = ?1"),
        .incident  = prepare(
             m, "INSERT INTO incidents (id, uid, code, title, fold, owner_id, operator_id, "
                 "system_id, system_code, system_name, level, type, state, detected_ms, emergency, "
                 "proposed, verified, decided, plan, holder_id, holder, into_id, due_ms, due_rule, "
                 "by_body, version, created_ms, updated_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
                 "nullif(?7, 0), ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, 1, 1, 0, '', 0, '', 0, ?15, ?16,"
                 " ?6, 1, ?14, ?14)"),
        .fact   = prepare(m, "INSERT INTO incident_facts (incident_id, key, value) "
                               "VALUES (?1, ?2, ?3)"),
        .system = prepare(m, "INSERT INTO incident_systems (incident_id, system_id) "
                             "VALUES (?1, ?2)"),
        .event  = prepare(m, "INSERT INTO incident_events (incident_id, at_ms, kind, person_id, "
                              "person, body_id, body, field, before, after, words) VALUES (?1, ?2, "
                              "?3, 1, 'Lê Thị Mẫu', ?4, 'Trung tâm Mẫu', '', '', ?5, ?6)"),
        .class  = prepare(m, "INSERT INTO incident_classes (incident_id, stage, class, plan, "
                              "number, reason, person_id, person, body_id, body, at_ms) VALUES (?1, "
                              "?2, 1, '', '', 'Chủ quản tự xử lý được', 1, 'Lê Thị Mẫu', ?3, "
                              "'Trung tâm Mẫu', ?4)"),
        .paper  = prepare(m, "INSERT INTO incident_papers (incident_id, document, number, "
                              "recipients, sent_ms, late_reason, person, body_id, at_ms) VALUES (?1, "
                              "'THONG_BAO', ?2, 'Cơ quan điều phối', ?3, '', 'Lê Thị Mẫu', ?4, ?3)"),
        .clock  = prepare(m, "INSERT INTO incident_clocks (incident_id, rule, start_ms, due_ms, "
                              "running, done_ms, paper_id, exempt, exempt_by) VALUES (?1, ?2, ?3, "
                              "?4, ?5, ?6, 0, '', '')"),
        .scope  = scope_open(m),
    };
}

typedef struct made_incident {
    int64_t id, system_id, owner_id, operator_id, level, state, detected;
    size_t  type;
    str     system_code, system_name, code, title;
    bool    over;
} made_incident;

static void incident_facts_make(maker *m, const incident_writers *w, const made_incident *i)
{
    arena     a          = m->a;
    str       detected   = arena_printf(&a, "%lld", (long long)i->detected);
    str       handled    = arena_printf(&a, "%lld", (long long)i->detected + 600LL * MINUTE_MS);
    str       level      = arena_printf(&a, "%lld", (long long)i->level);
    const str facts[][2] = {
        { STR("title"), i->title },
        { STR("detected"), detected },
        { STR("description"), STR("Máy chủ không trả lời; nhật ký có nhiều lần đăng nhập lạ từ "
                                  "một địa chỉ bên ngoài, dịch vụ ngừng 40 phút.") },
        { STR("present_state"), i->over ? S("handled") : S("unhandled") },
        { STR("type"), str_from(types_of[i->type]) },
        { STR("detected_how"), STR("ids log") },
        { STR("contact_name"), STR("Lê Thị Mẫu") },
        { STR("contact_phone"), STR("0243 000 0000") },
        { STR("contact_email"), STR("ung.cuu@mau.vn") },
        { STR("bank"), STR("no") },
        { STR("personal_data"), STR("no") },
        { STR("owner_cannot"), STR("no") },
        { STR("system_name"), i->system_name },
        { STR("system_level"), level },
        { STR("domains"), STR("cong.mau.vn") },
        { STR("ips"), STR("192.0.2.10\n192.0.2.11") },
        { STR("services"), STR("web database") },
        { STR("done"), STR("Đã chặn địa chỉ tấn công, lưu nhật ký, khôi phục từ bản sao.") },
        { STR("reporter_name"), STR("Trung tâm Mẫu") },
        { STR("handled"), handled },
    };
    for (size_t n = 0; n + !i->over < COUNT(facts); n++)
        put(m, w->fact, "iss", i->id, facts[n][0], facts[n][1]);
}

static void incident_line_make(maker *m, const incident_writers *w, const made_incident *i)
{
    arena a = m->a;
    put(m, w->event, "iitiss", i->id, i->detected, "told", i->owner_id, i->code, S(""));
    for (int n = 1; n < LINES; n++)
        put(m, w->event, "iitiss", i->id, i->detected + n * 20LL * MINUTE_MS, "log", i->owner_id,
            S(""),
            arena_printf(&a, "Bước %d: kiểm tra máy chủ, thu thập nhật ký, báo người trực.", n));
    for (int64_t stage = 1; stage <= 2; stage++)
        put(m, w->class, "iiii", i->id, stage, i->owner_id, i->detected + stage * MINUTE_MS);
    put(m, w->paper, "isii", i->id, arena_printf(&a, "%lld/BC-MAU", (long long)i->id),
        i->detected + 60LL * MINUTE_MS, i->owner_id);
    put(m, w->clock, "itiiii", i->id, "T20-1", i->detected, i->detected + 5 * 1440LL * MINUTE_MS,
        (int64_t)0, i->detected + 60LL * MINUTE_MS);
}

static void incident_row_make(maker *m, const incident_writers *w, const made_incident *i)
{
    arena   a     = m->a;
    bool    waits = !i->over && i->id % 3 == 0;
    int64_t due   = waits ? i->detected + 5 * 1440LL * MINUTE_MS : 0;
    str     uid   = arena_printf(&a, "00000000-0000-7000-a000-%012lld", (long long)i->id);
    str     all   = arena_printf(&a, STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(i->code),
                                 STR_ARG(i->system_code), STR_ARG(i->title), STR_ARG(i->system_name));
    str     key   = arena_printf(&a, "%09lld", 999999999LL - (long long)i->id);
    put(m, w->incident, "issssiiissitiiit", i->id, uid, i->code, i->title, text_words(&a, &all, 1),
        i->owner_id, i->operator_id, i->system_id, i->system_code, i->system_name, i->level,
        types_of[i->type], i->state, i->detected, due, waits ? "T20-1" : "");
    put(m, w->system, "ii", i->id, i->system_id);
    scope_rows(m, w->scope,
               &(placed){ 2, i->id, i->owner_id - m->nodes[0].id, i->operator_id, i->level,
                          i->state, key });
}

// Of ten, nine are over; those that are not are the newest.
static int64_t incident_state_roll(maker *m, int64_t id, int64_t count)
{
    if (id <= count - count / 10) return 10 + (int64_t)(roll(m, 20) < 2 ? 1 + roll(m, 2) : 0);
    return 1 + (int64_t)roll(m, 9);
}

static str column(sqlite3_stmt *s, int at, arena *a)
{
    return arena_printf(a, "%s", (const char *)sqlite3_column_text(s, at));
}

static void incident_make(maker *m, const incident_writers *w, int64_t id, int64_t systems,
                          int64_t count)
{
    arena         a = m->a;
    made_incident i = { .id = id, .system_id = 1 + (int64_t)roll(m, (uint64_t)systems) };
    sqlite3_bind_int64(w->of_system, 1, i.system_id);
    if (sqlite3_step(w->of_system) != SQLITE_ROW) fail("a system", m->db);
    i.owner_id    = sqlite3_column_int64(w->of_system, 0);
    i.operator_id = sqlite3_column_int64(w->of_system, 1);
    i.level       = sqlite3_column_int64(w->of_system, 2);
    i.system_code = column(w->of_system, 3, &a);
    i.system_name = column(w->of_system, 4, &a);
    sqlite3_reset(w->of_system);
    i.type     = roll(m, COUNT(types_of));
    i.state    = incident_state_roll(m, id, count);
    i.over     = i.state >= 10;
    i.detected = made_ms - (count - id) * 15LL * MINUTE_MS; // four an hour
    i.code  = arena_printf(&a, "SC-%04d-%06lld", day_of_ms(i.detected, 7 * 60).year, (long long)id);
    i.title = arena_printf(&a, "%s tại " STR_FMT, befell[i.type], STR_ARG(i.system_name));
    arena kept = m->a;
    m->a       = a; // what it names lives on below
    incident_row_make(m, w, &i);
    incident_facts_make(m, w, &i);
    incident_line_make(m, w, &i);
    m->a = kept;
}

static void incidents_make(maker *m, int64_t systems, int64_t count)
{
    incident_writers    w     = incident_writers_open(m);
    sqlite3_stmt *const all[] = { w.of_system, w.incident, w.fact,  w.system, w.event,
                                  w.class,     w.paper,    w.clock, w.scope };
    for (int64_t id = 1; id <= count; id++) incident_make(m, &w, id, systems, count);
    for (size_t i = 0; i < COUNT(all); i++) sqlite3_finalize(all[i]);
    char sql[256];
    snprintf(sql, sizeof sql,
             "INSERT INTO code_numbers (series, next) SELECT DISTINCT substr(code, 1, 7), %lld "
             "FROM incidents WHERE true ON CONFLICT (series) DO UPDATE SET next = excluded.next",
             (long long)count + 1);
    if (count) run(m, sql);
    run(m, "INSERT INTO incident_words (rowid, fold) SELECT -id, fold FROM incidents ORDER BY id "
           "DESC");
}

// ---- whole -------------------------------------------------------------------------------------------

static void fill(maker *m, int64_t systems, int64_t incidents_count)
{
    char  *later[LATER_MAX];
    size_t later_count = 0;
    indexes(m, later, &later_count, COUNT(later));
    systems_make(m, systems);
    incidents_make(m, systems, incidents_count);
    for (size_t i = 0; i < later_count; i++) {
        run(m, later[i]);
        sqlite3_free(later[i]);
    }
    run(m, "INSERT INTO scope_counts (body_id, kind, level, state, n) "
           "SELECT body_id, kind, level, state, count(*) FROM scope GROUP BY body_id, kind, level, "
           "state");
}

int main(int argc, char **argv)
{
    static char memory[256 * 1024], path[4096];
    maker       m     = { .dice = 331, .a = arena_over(memory, sizeof memory) };
    int64_t     count = 0, incident_count = 0;
    bool        asked = (argc == 3 || argc == 4) && str_int(str_from(argv[2]), &count);
    if (argc == 4) asked = asked && str_int(str_from(argv[3]), &incident_count);
    if (!asked || count < 1 || incident_count < 0) {
        fprintf(stderr, "usage: make_store FOLDER SYSTEMS [INCIDENTS]\n");
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
    fill(&m, count, incident_count);
    run(&m, "COMMIT; PRAGMA journal_mode = WAL; ANALYZE");
    free(m.nodes);
    sqlite3_close(m.db);
    return 0;
}
