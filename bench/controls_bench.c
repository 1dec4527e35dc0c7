// controls_bench - processor time and statements of a level-5 requirement sheet as a page, every row answered and with a
// file of evidence, through the router on SQLite; of saving one answer; and the same page of a level-1 sheet beside it. --row: lines of the table.
#include "kit/os/os.h"
#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/controls/controls.h"
#include "modules/evidence/evidence.h"
#include "modules/evidence/evidence_queries.gen.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TURNS = 7, PAGES = 40, SAVES = 200 };

#define MUST(call)                                                                                 \
    do {                                                                                           \
        status st_ = (call);                                                                       \
        if (st_ != ST_OK) {                                                                        \
            printf("%s: %s\n", #call, status_name(st_));                                           \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static int64_t body_id, now_ms;

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    (void)cookie, (void)bearer;
    c->who = (actor){
        .person_id = 7, .login = S("an"), .name = S("An"), .body_id = body_id, .rights = UINT64_MAX
    };
    *csrf = S("token");
    return ST_OK;
}

static int64_t clock_ms(void)
{
    return now_ms;
}

static int64_t sheet_made(call *c, int64_t system, int level)
{
    control_order o   = { system, law_pack_find(law_current(), S("nd331")), level, 0 };
    problem       why = { 0 };
    control_sheet s;
    control_row  *rows;
    size_t        n;
    int64_t       id;
    MUST(controls_make(c, &o, &id, &why));
    MUST(control_sheet_load(c, id, &s));
    MUST(control_sheet_rows(c, &s, ASKED_STANDARD, &rows, &n));
    call_end(c);
    control_edit  *e   = NEW(c->a, control_edit, n);
    control_saved *out = NEW(c->a, control_saved, n);
    for (size_t i = 0; i < n; i++) {
        e[i]                        = (control_edit){ .control = rows[i].control, .version = 1 };
        e[i].values[CONTROL_ANSWER] = i % 3 ? S("met") : S("partly");
        e[i].values[CONTROL_DESCRIPTION] = S(
            "Đã ban hành quy trình, giao Phòng Công nghệ thông tin thực hiện và "
            "kiểm tra sáu tháng một lần");
        e[i].values[CONTROL_RESPONSIBLE] = S("Phòng Công nghệ thông tin");
        e[i].values[CONTROL_DUE]         = S("31/12/2026");
    }
    MUST(controls_save(c, id, e, n, out));
    return id;
}

// A file of evidence for every row.
typedef struct proving {
    call        *c;
    int64_t      system_id;
    control_row *rows;
    size_t       count;
} proving;

static status prove(db *d, void *ctx)
{
    proving                 *w    = ctx;
    const evidence_insert_in file = { .uid         = S("00000000-0000-7000-8000-000000000001"),
                                      .system      = w->system_id,
                                      .state       = EVIDENCE_WHOLE,
                                      .name        = S("Quyết định ban hành quy chế.pdf"),
                                      .type        = S("pdf"),
                                      .mark        = S(""),
                                      .bytes       = 1,
                                      .received    = 1,
                                      .sha256      = S("x"),
                                      .part        = S(""),
                                      .valid_until = S("2030-01-01"),
                                      .note        = S(""),
                                      .body_id     = body_id,
                                      .person_id   = 7,
                                      .person      = S("An"),
                                      .whole_ms    = now_ms,
                                      .now         = now_ms };
    evidence_insert_row      made;
    int64_t                  changed;
    TRY(evidence_insert(d, &file, w->c->a, &made));
    for (size_t i = 0; i < w->count; i++) {
        const evidence_link_in link = {
            S("control-answer"), w->rows[i].id, made.id, 7, S("An"), now_ms
        };
        TRY(evidence_link(d, &link, &changed));
    }
    return ST_OK;
}

static void prove_all(call *c, int64_t system, int64_t sheet)
{
    control_sheet s;
    proving       w = { .c = c, .system_id = system };
    MUST(control_sheet_load(c, sheet, &s));
    MUST(control_sheet_rows(c, &s, ASKED_STANDARD, &w.rows, &w.count));
    call_end(c);
    MUST(call_act(c, prove, &w));
}

// Statements and commits of one page: the fault that strikes no more is behind the last.
static int statements(web *w, store *s, arena a, int64_t sheet)
{
    for (int n = 1; n < 100; n++) {
        arena   one = a;
        web_ask q   = { .target = arena_printf(&one, "/bang-yeu-cau/%lld", (long long)sheet),
                        .cookie = S("an") };
        store_fault(s, n, STORE_FAULT_BREAK);
        web_reply p = web_test_ask(w, &one, &q);
        store_fault(s, 0, STORE_FAULT_BREAK);
        if (p.code == 200) return n - 1;
    }
    return 100;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Milliseconds a page, the middle of several turns.
static double page_ms(web *w, arena a, int64_t sheet)
{
    double turns[TURNS];
    for (int t = 0; t < TURNS; t++) {
        int64_t from = os_process_cpu_ns();
        for (int i = 0; i < PAGES; i++) {
            arena     one = a;
            web_ask   q   = { .target = arena_printf(&one, "/bang-yeu-cau/%lld", (long long)sheet),
                              .cookie = S("an") };
            web_reply p   = web_test_ask(w, &one, &q);
            if (p.code != 200) exit(1);
        }
        turns[t] = (double)(os_process_cpu_ns() - from) / 1e6 / PAGES;
    }
    qsort(turns, TURNS, sizeof *turns, by_size);
    return turns[TURNS / 2];
}

static double save_ms(call *c, int64_t sheet)
{
    double turns[TURNS];
    for (int t = 0; t < TURNS; t++) {
        int64_t from = os_process_cpu_ns();
        for (int i = 0; i < SAVES; i++) {
            arena         keep = *c->a;
            control_edit  e    = { .control = S("RR-01") };
            control_saved out;
            e.values[CONTROL_PROGRESS]    = (str){ 0 };
            e.values[CONTROL_DESCRIPTION] = arena_printf(c->a, "lần %d của lượt %d", i, t);
            e.was[CONTROL_DESCRIPTION]    = (str){ 0 };
            e.version                     = 2 + t * SAVES + i;
            MUST(controls_save(c, sheet, &e, 1, &out));
            if (out.fate != CONTROL_SAVED) exit(1);
            *c->a = keep;
        }
        turns[t] = (double)(os_process_cpu_ns() - from) / 1e6 / SAVES;
    }
    qsort(turns, TURNS, sizeof *turns, by_size);
    return turns[TURNS / 2];
}

int main(int argc, char **argv)
{
    static const sql_module *const modules[] = { &call_sql,    &jobs_sql,     &organisations_sql,
                                                 &systems_sql, &evidence_sql, &controls_sql };
    static const web_module *const pages[]   = { &controls_module };
    store_register(modules, COUNT(modules));
    store  *s      = test_store_open(STORE_SQLITE);
    arena   a      = test_arena(256 << 20);
    call    c      = test_call(s, &a);
    web    *w      = NULL;
    problem why    = { 0 };
    body_id        = test_body(&c, "BTC");
    now_ms         = c.now_ms;
    int64_t system = test_system(&c, "BTC", "Lớn", "{}");
    int64_t large  = sheet_made(&c, system, 5);
    prove_all(&c, system, large);
    int64_t  small = sheet_made(&c, test_system(&c, "BTC", "Nhỏ", "{}"), 1);
    web_host host  = { .store        = s,
                       .modules      = pages,
                       .module_count = 1,
                       .identify     = identify,
                       .error_page   = page_failure,
                       .now_ms       = clock_ms };
    call_end(&c);
    MUST(web_new(&host, &w, &why));
    int    asked = statements(w, s, a, large);
    double five = page_ms(w, a, large), one = page_ms(w, a, small), save = save_ms(&c, large);
    if (argc > 1 && strcmp(argv[1], "--row") == 0) {
        printf("| requirement sheet, 290 rows with evidence, page, CPU | %.2f ms | 111 rows: %.2f "
               "ms | %.1f | 5 "
               "ms | %s |\n",
               five, one, five / one, five <= 5 ? "yes" : "NO");
        printf("| its statements | %d | | | 15 | %s |\n", asked, asked <= 15 ? "yes" : "NO");
        printf("| saving one answer, CPU | %.3f ms | | | 1 ms | %s |\n", save,
               save <= 1 ? "yes" : "NO");
    } else {
        printf("%d statements; ", asked);
        printf("sheet of 290 rows %.2f ms, of 111 rows %.2f ms, saving one answer %.3f ms CPU\n",
               five, one, save);
    }
    web_free(w);
    test_store_close(s);
    return 0;
}
