// accounts_cmd_test.c - `user`, `token`, `admin link`, `audit` and `org` as a person runs them.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/tasks/tasks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const law_body state_list[] = {
    { STR("VN-CP"), STR("Chính phủ"), STR("Government"), STR("government"), STR(""), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BYT"), STR("Bộ Y tế"), STR("Health"), STR("ministry"), STR("VN-CP"), STR(""), STR(""),
      STR(""), STR("") },
};

typedef struct desk {
    arena a;
    call  c;
} desk;

static void open_desk(desk *d, store *s)
{
    d->a = test_arena(32 * 1024 * 1024);
    d->c = (call){ .store = s, .a = &d->a, .now_ms = os_now_ms(), .lang = LANG_VI };
    assert_int_equal(accounts_become_system(&d->c), ST_OK);
    assert_int_equal(organisations_seed(&d->c, state_list, COUNT(state_list), NULL, NULL), ST_OK);
    assert_int_equal(accounts_become_system(&d->c), ST_OK);
    call_end(&d->c);
}

static const command *find(const char *words)
{
    const command_table *tables[] = { &accounts_commands, &organisations_commands };
    for (size_t t = 0; t < COUNT(tables); t++) {
        for (size_t i = 0; i < tables[t]->count; i++) {
            if (strcmp(tables[t]->commands[i].words, words) == 0) return &tables[t]->commands[i];
        }
    }
    fail_msg("no command %s", words);
    return NULL;
}

// Runs one command with `typed` on standard input; *out is what it wrote or complained of.
static int run(desk *d, const char *words, const char *line, str typed, str *out)
{
    str         argv[16], rest = str_from(line), failed, wrote;
    int         n    = 0;
    bool        more = rest.len > 0;
    buf         b    = buf_in(&d->a, 4096, 1 << 20);
    command_run r    = { .a         = &d->a,
                         .argv      = argv,
                         .folder_fd = OS_CWD,
                         .json      = true,
                         .lang      = LANG_VI,
                         .now_ms    = d->c.now_ms,
                         .call      = &d->c,
                         .out       = &b,
                         .base_url  = S("http://127.0.0.1:8080") };
    for (; more; n++) more = str_cut(rest, ' ', &argv[n], &rest);
    r.argc = n;
    assert_int_equal(os_temp_in_memory(&r.in_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.out_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.err_fd), ST_OK);
    assert_int_equal(os_write_all(r.in_fd, typed), ST_OK);
    assert_int_equal(os_rewind(r.in_fd), ST_OK);
    int code = find(words)->fn(&r);
    call_end(&d->c);
    assert_int_equal(os_rewind(r.err_fd), ST_OK);
    assert_int_equal(os_read_fd(r.err_fd, 1 << 20, &d->a, &failed), ST_OK);
    assert_int_equal(os_rewind(r.out_fd), ST_OK);
    assert_int_equal(os_read_fd(r.out_fd, 1 << 20, &d->a, &wrote), ST_OK);
    *out = b.len ? buf_str(&b) : wrote.len ? wrote : failed;
    os_close(r.in_fd);
    os_close(r.out_fd);
    os_close(r.err_fd);
    return code;
}

static bool has(str out, const char *text)
{
    return str_find(out, str_from(text)) >= 0;
}

static str value_of(str out, const char *name)
{
    char mark[32], *end = stpcpy(mark, "\"");
    end = stpcpy(end, name);
    stpcpy(end, "\":\"");
    ptrdiff_t at = str_find(out, str_from(mark));
    str       head, tail;
    if (at < 0) return S("");
    (void)str_cut(str_slice(out, at + (ptrdiff_t)strlen(mark), out.len), '"', &head, &tail);
    return head;
}

static void a_person_is_added_with_a_link_or_with_a_password(void **state)
{
    desk d;
    str  out, csrf;
    open_desk(&d, *state);
    assert_int_equal(
        run(&d, "user add", "le.an --org BYT --role head clerk --name Lan", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"id\":\"1\",\"login\":\"le.an\""));
    assert_true(str_starts(value_of(out, "invite_url"), S("http://127.0.0.1:8080/moi/")));
    assert_int_equal(run(&d, "user add",
                         "--org=byt --role system_officer,operator --password-stdin mai.anh",
                         S("một câu thật dài\n"), &out),
                     CLI_DONE);
    assert_true(has(out, "\"login\":\"mai.anh\",\"invite_url\":null"));
    assert_int_equal(run(&d, "user list", "", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"total\":2"));
    assert_true(has(out, "\"state\":\"invited\""));

    assert_int_equal(run(&d, "token add", "--user mai.anh --scope write --days 3", S(""), &out),
                     CLI_DONE);
    str  token = value_of(out, "token");
    call asks  = { .store = *state, .a = &d.a, .now_ms = os_now_ms(), .lang = LANG_VI };
    assert_int_equal(accounts_identify(&asks, S(""), token, &csrf), ST_OK);
    call_end(&asks);
    assert_true(call_may(&asks, RIGHT_SYSTEMS_WRITE));
    assert_int_equal(run(&d, "token list", "--user mai.anh", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"in_force\":true"));
    assert_false(has(out, arena_cstr(&d.a, token)));
    assert_int_equal(run(&d, "token revoke", "1", S(""), &out), CLI_DONE);
    assert_int_equal(run(&d, "token revoke", "1", S(""), &out), CLI_REFUSED);

    assert_int_equal(run(&d, "user lock", "mai.anh", S(""), &out), CLI_DONE);
    assert_int_equal(run(&d, "user unlock", "mai.anh", S(""), &out), CLI_DONE);
    assert_int_equal(run(&d, "user reset", "mai.anh", S(""), &out), CLI_DONE);
    assert_true(str_starts(value_of(out, "invite_url"), S("http://127.0.0.1:8080/moi/")));
}

static void refusals_name_the_rule_and_change_nothing(void **state)
{
    static const struct {
        const char *words, *line;
        int         code;
        const char *says;
    } cases[] = {
        { "user add", "le.an --org BYT", CLI_USAGE, "" },
        { "user add", "le.an --role head", CLI_USAGE, "" },
        { "user add", "--org BYT --role head", CLI_REFUSED, "\"rule\":\"required\"" },
        { "user add", "le.an --org X --role head", CLI_REFUSED, "\"rule\":\"unknown-body\"" },
        { "user add", "le.an --org BYT --role king", CLI_REFUSED, "\"rule\":\"unknown-role\"" },
        { "user add", "l! --org BYT --role head", CLI_REFUSED, "\"rule\":\"too-short\"" },
        { "user add", "le.an --org BYT --role head --from 31/02/2026", CLI_REFUSED, "not-a-day" },
        { "user add", "le.an --org BYT --role head --password-stdin", CLI_REFUSED,
          "password-short" },
        { "user add", "le.an --org BYT --role head --pasword", CLI_USAGE, "unknown-option" },
        { "user reset", "", CLI_USAGE, "" },
        { "user lock", "ai.do", CLI_REFUSED, "\"rule\":\"unknown-login\"" },
        { "token add", "--user ai.do", CLI_REFUSED, "\"rule\":\"unknown-login\"" },
        { "token add", "--scope read", CLI_REFUSED, "\"rule\":\"required\"" },
        { "token revoke", "7", CLI_REFUSED, "missing" },
        { "org add", "X", CLI_USAGE, "" },
        { "org add", "X --name A --parent KHONG", CLI_REFUSED, "\"rule\":\"unknown-body\"" },
        { "org list", "--under KHONG", CLI_REFUSED, "\"rule\":\"unknown-body\"" },
        { "audit verify", "--anchor -", CLI_REFUSED, "\"rule\":\"not-an-anchor\"" },
    };
    desk d;
    str  out;
    open_desk(&d, *state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        int code = run(&d, cases[i].words, cases[i].line, S("ngan\n"), &out);
        if (code != cases[i].code || !has(out, cases[i].says)) {
            fail_msg("%s %s: %d " STR_FMT, cases[i].words, cases[i].line, code, STR_ARG(out));
        }
    }
    assert_int_equal(run(&d, "user list", "", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"total\":0"));
}

static void a_person_leaves_and_returns_by_command(void **state)
{
    desk d;
    str  out;
    open_desk(&d, *state);
    assert_int_equal(run(&d, "user add", "le.an --org BYT --role clerk", S(""), &out), CLI_DONE);
    assert_int_equal(run(&d, "user add", "binh.t --org BYT --role analyst", S(""), &out), CLI_DONE);
    assert_int_equal(run(&d, "user leave", "le.an --to BYT=binh.t --dry-run", S(""), &out),
                     CLI_DONE);
    assert_true(has(out, "\"left\":false") && has(out, "\"to\":\"binh.t\""));
    assert_int_equal(run(&d, "user leave", "le.an --to nobody.there", S(""), &out), CLI_REFUSED);
    assert_true(has(out, "unknown-login"));
    assert_int_equal(run(&d, "user leave", "le.an --to binh.t", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"left\":true") && has(out, "\"roles\":[\"clerk\"]"));
    assert_int_equal(run(&d, "user list", "--past", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"state\":\"left\"") && has(out, "\"total\":1"));
    assert_int_equal(run(&d, "user return", "le.an", S(""), &out), CLI_DONE);
    assert_true(has(out, "/moi/")); // never came in before: an invitation again
    assert_int_equal(run(&d, "user sessions", "binh.t", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"total\":0"));
    assert_int_equal(run(&d, "user sessions end", "binh.t", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"ended\":0"));
}

static void organisations_are_listed_and_added(void **state)
{
    desk d;
    str  out;
    open_desk(&d, *state);
    assert_int_equal(
        run(&d, "org add", "BYT-A --name Cục --parent BYT --kind department", S(""), &out),
        CLI_DONE);
    assert_true(has(out, "\"code\":\"BYT-A\",\"name\":\"Cục\""));
    assert_int_equal(run(&d, "org list", "--under BYT", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"total\":2,\"next\":null"));
    assert_int_equal(run(&d, "org list", "--q y", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"total\":1"));
}

static void the_trail_is_whole_and_fits_its_anchor(void **state)
{
    desk d;
    str  out;
    open_desk(&d, *state);
    assert_int_equal(run(&d, "admin link", "", S(""), &out), CLI_DONE);
    assert_true(str_starts(value_of(out, "admin_link"), S("http://127.0.0.1:8080/khoi-tao/")));
    assert_int_equal(run(&d, "audit anchor", "", S(""), &out), CLI_DONE);
    str anchor = value_of(out, "anchor");
    assert_true(str_starts(anchor, S("coloa-audit ")));
    assert_int_equal(run(&d, "audit verify", "", S(""), &out), CLI_DONE);
    assert_true(has(out, "\"whole\":true"));
    assert_int_equal(run(&d, "audit verify", "--anchor -", anchor, &out), CLI_DONE);
    str other = arena_printf(&d.a, "coloa-audit 1 %064d", 0);
    assert_int_equal(run(&d, "audit verify", "--anchor -", other, &out), CLI_REFUSED);
    assert_true(has(out, "\"anchor_differs\":true"));
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_is_added_with_a_link_or_with_a_password),
        cmocka_unit_test(refusals_name_the_rule_and_change_nothing),
        cmocka_unit_test(a_person_leaves_and_returns_by_command),
        cmocka_unit_test(organisations_are_listed_and_added),
        cmocka_unit_test(the_trail_is_whole_and_fits_its_anchor),
    };
    return test_store_run(tests, COUNT(tests));
}
