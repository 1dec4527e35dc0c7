// accounts_bench - processor time of what every request and every import row passes through: finding
// out who asks, and writing who may see. Also how alike a known and an unknown login cost.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"

#include <stdio.h>
#include <stdlib.h>

enum { LOOKS = 20000, ROWS = 10000, SIGN_INS = 40 };

#define MUST(call)                                                                                 \
    do {                                                                                           \
        status st_ = (call);                                                                       \
        if (st_ != ST_OK) {                                                                        \
            printf("%s: %s\n", #call, status_name(st_));                                           \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static const int64_t now_ms = 1795500000000;

static const law_body state_list[] = {
    { STR("VN-CP"), STR("Chính phủ"), STR("Government"), STR("government"), STR(""), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BYT"), STR("Bộ Y tế"), STR("Health"), STR("ministry"), STR("VN-CP"), STR(""), STR(""),
      STR(""), STR("") },
    { STR("BYT-A"), STR("Cục A"), STR("A"), STR("department"), STR("BYT"), STR(""), STR(""),
      STR(""), STR("") },
};

static call call_on(store *s, arena *a)
{
    return (call){ .store   = s,
                   .a       = a,
                   .now_ms  = now_ms,
                   .lang    = LANG_VI,
                   .address = S("192.0.2.1"),
                   .who     = { .login = S("") } };
}

typedef struct many_work {
    call              *c;
    const scope_entry *entries;
    bool               one_by_one;
} many_work;

static status put(db *d, void *ctx)
{
    many_work *w = ctx;
    (void)d;
    if (!w->one_by_one) return scope_put_many(w->c, SCOPE_SYSTEM, w->entries, ROWS);
    for (size_t i = 0; i < ROWS; i++) TRY(scope_put(w->c, SCOPE_SYSTEM, &w->entries[i]));
    return ST_OK;
}

static void bench_scope(store *s, arena memory, int64_t owner, int64_t first, bool one_by_one)
{
    call         c       = call_on(s, &memory);
    scope_entry *entries = NEW(&memory, scope_entry, ROWS);
    for (int64_t i = 0; i < ROWS; i++) {
        str key    = arena_printf(&memory, "he thong thong tin so %lld!1",
                                  (long long)(i * 7919 % ROWS));
        entries[i] = (scope_entry){ first + i, owner, 0, i % 6, i % 3, key };
    }
    int64_t cpu = os_process_cpu_ns();
    MUST(call_act(&c, put, &(many_work){ &c, entries, one_by_one }));
    cpu = os_process_cpu_ns() - cpu;
    printf("scope, %-20s %7.2f us CPU a system (3 bodies see it)\n",
           one_by_one ? "one by one" : "a batch of 10000", (double)cpu / 1e3 / ROWS);
}

static void bench_identify(store *s, arena memory, str token)
{
    int64_t cpu = os_process_cpu_ns();
    for (int i = 0; i < LOOKS; i++) {
        arena scratch = memory;
        call  c       = call_on(s, &scratch);
        str   csrf;
        MUST(accounts_identify(&c, token, S(""), &csrf));
        call_end(&c);
        if (c.who.person_id == 0) exit(1);
    }
    cpu = os_process_cpu_ns() - cpu;
    printf("who asks, by session       %7.2f us CPU\n", (double)cpu / 1e3 / LOOKS);
}

static double bench_refused(store *s, arena memory, const char *prefix, int i)
{
    arena         scratch = memory;
    call          c       = call_on(s, &scratch);
    str           login   = arena_printf(&scratch, "%s%d", prefix, i);
    const sign_in in = { .login = login, .password = S("wrong"), .device = S(""), .agent = S("") };
    signed_in     out;
    problem       why = { 0 };
    c.address         = arena_printf(&scratch, "192.0.2.%d", i);
    int64_t cpu       = os_process_cpu_ns();
    if (sign_in_with_password(&c, &in, &out, &why) != ST_INVALID) exit(1);
    call_end(&c);
    return (double)(os_process_cpu_ns() - cpu) / 1e6;
}

static void bench_sign_in(store *s, arena memory)
{
    double known = 0, unknown = 0;
    for (int i = 0; i < SIGN_INS; i++) { // in turn, so that noise falls on both alike
        known += bench_refused(s, memory, "person", i);
        unknown += bench_refused(s, memory, "nobody", i);
    }
    printf("sign-in refused            %7.2f ms CPU known login, %.2f ms unknown, ratio %.3f\n",
           known / SIGN_INS, unknown / SIGN_INS, known / unknown);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &accounts_sql };
    store_register(modules, COUNT(modules));
    arena  memory = test_arena((size_t)64 << 20);
    store *s      = test_store_open(STORE_SQLITE);
    call   c      = call_on(s, &memory);
    body   b;
    MUST(accounts_become_system(&c));
    MUST(organisations_seed(&c, state_list, COUNT(state_list), NULL, NULL));
    MUST(accounts_become_system(&c));
    MUST(body_by_code(&c, S("BYT-A"), &b));
    for (int i = 0; i < SIGN_INS; i++) {
        person_made  made;
        person_draft draft = { .login    = arena_printf(&memory, "person%d", i),
                               .body_id  = b.id,
                               .roles    = ROLE_BIT(ROLE_SYSTEM_OFFICER),
                               .password = S("con mèo trèo cây cau") };
        MUST(people_add(&c, &draft, &made, NULL));
    }
    bench_sign_in(s, memory);
    const sign_in in = { .login    = S("person0"),
                         .password = S("con mèo trèo cây cau"),
                         .device   = S(""),
                         .agent    = S("") };
    signed_in     out;
    problem       why = { 0 };
    MUST(sign_in_with_password(&c, &in, &out, &why));
    call_end(&c);
    bench_identify(s, memory, out.token);
    bench_scope(s, memory, b.id, 1, true);
    bench_scope(s, memory, b.id, ROWS + 1, false);
    test_store_close(s);
    return 0;
}
