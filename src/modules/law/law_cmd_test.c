// law_cmd_test.c - the commands as a person runs them: words in, text and exit code out.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kit/os/os.h"
#include "modules/law/law.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

// What both descriptors and the buffer of a run hold in the end.
static str all_of(int fd)
{
    str text;
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(os_read_fd(fd, 1 << 20, &memory, &text), ST_OK);
    os_close(fd);
    return text;
}

static int run(const char *line, bool json, str *out)
{
    str  words[16], rest = str_from(line);
    int  n    = 0;
    bool more = true;
    for (memory.next = memory.start; more; n++) more = str_cut(rest, ' ', &words[n], &rest);
    const command *c    = NULL;
    int            used = 0;
    for (size_t i = 0; i < law_commands.count; i++) {
        str head = str_from(law_commands.commands[i].words);
        if (str_starts(str_from(line), head)) {
            c    = &law_commands.commands[i];
            used = 2;
        }
    }
    assert_non_null(c);
    buf         b = buf_in(&memory, 4096, 4 << 20);
    command_run r = { .a         = &memory,
                      .argc      = n - used,
                      .argv      = words + used,
                      .in_fd     = -1,
                      .folder_fd = OS_CWD,
                      .json      = json,
                      .lang      = LANG_EN,
                      .now_ms    = INT64_C(1795000000000),
                      .out       = &b };
    assert_int_equal(os_temp_in_memory(&r.out_fd), ST_OK);
    assert_int_equal(os_temp_in_memory(&r.err_fd), ST_OK);
    int code  = c->fn(&r);
    str wrote = all_of(r.out_fd), failed = all_of(r.err_fd);
    *out = b.len ? buf_str(&b) : wrote.len ? wrote : failed;
    return code;
}

static const struct {
    const char *line;
    bool        json;
    int         code;
    const char *says; // found in the output
} runs[] = {
    { "calendar due --from 2026-11-20 --days 15 --kind working", true, 0,
      "{\"due\":\"2026-12-14\"}\n" },
    { "calendar due --from 2026-11-20 --days=15 --kind=working", false, 0, "2026-12-14\n" },
    { "calendar due --from 2027-02-04 --days 1 --kind calendar", true, 0,
      "{\"due\":\"2027-02-12\",\"unsure\":true}\n" },
    { "calendar due --from 2027-02-04 --days 1 --kind calendar", false, 0,
      "not officially confirmed" },
    { "calendar due --days 15 --kind working", true, 1,
      "\"rule\":\"required\",\"field\":\"from\"" },
    { "calendar due --from 2026-11-31 --days 15 --kind working", true, 1, "\"field\":\"from\"" },
    { "calendar due --from 2026-11-20 --days x --kind working", true, 1, "\"field\":\"days\"" },
    { "calendar due --from 2026-11-20 --days 0 --kind working", true, 1,
      "\"rule\":\"out-of-range\"" },
    { "calendar due --from 2026-11-20 --days 5 --kind lunar", true, 1, "\"field\":\"kind\"" },
    { "calendar due --from 2027-12-20 --days 50 --kind working", true, 1, "calendar-missing-year" },
    { "calendar due --from 2026-11-20 --days 5 --kind working --calendar /nowhere.csv", true, 1,
      "cannot-open" },
    { "calendar due --form 2026-11-20", false, 2, "no such option" },
    { "law check", true, 0, "{\"packs\":[{\"id\":\"nd85\"" },
    { "law check", false, 0, "nd331 2026.11.4: 23 criteria, all cited" },
    { "law check /nowhere", true, 1, "\"rule\":\"law-file-missing\",\"field\":\"packs.json\"" },
    { "law check /nowhere", false, 1, "packs.json: The file is missing" },
    { "law show nd85", true, 0, "{\"id\":\"nd85\",\"version\"" },
    { "law show nd331", false, 0, "Decree 331/2026/NĐ-CP" },
    { "law show nd58", true, 1, "\"rule\":\"law-pack-unknown\"" },
    { "law show", false, 2, "usage" },
};

static void each_command_answers_and_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(runs); i++) {
        str out;
        int code = run(runs[i].line, runs[i].json, &out);
        if (code != runs[i].code || str_find(out, str_from(runs[i].says)) < 0) {
            fail_msg("%s: exit %d, said " STR_FMT, runs[i].line, code, STR_ARG(out));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(each_command_answers_and_refuses) };
    return cmocka_run_group_tests(tests, start, NULL);
}
