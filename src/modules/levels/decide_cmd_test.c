// decide_cmd_test.c - `levels decide` as a person runs it: facts on standard input, a level out.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/cli/cli_test_kit.h"
#include "kit/os/os.h"
#include "modules/levels/decide_cmd.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

static int run(const char *line, const char *facts, bool json, str *out)
{
    return cli_test_run(level_decide_command, &memory, &(cli_test_line){ line, facts, json }, out);
}

#define ONE_STOP                                                                                   \
    "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"],\"serves_defsec\":false,\"nat_egov\":false,"         \
    "\"nat_special_store\":false,\"pm_level\":0,\"dvc_level\":4,\"handles_tthc\":true,"            \
    "\"online_service\":true,\"cond_business\":\"no\",\"users_private\":5,\"pd_basic\":5,"         \
    "\"pd_sensitive\":0}"

static const struct {
    const char *line, *facts;
    bool        json;
    int         code;
    const char *says;
} runs[] = {
    { "--pack nd85", ONE_STOP, true, 0, "{\"pack\":\"nd85\",\"version\"" },
    { "--pack nd85", ONE_STOP, true, 0,
      "\"result\":\"decided\",\"level\":3,\"hits\":[{\"rule\":\"A2.2b\"" },
    { "--pack nd85 -", ONE_STOP, true, 0,
      "\"rule\":\"A3.2a\",\"level\":3,\"cite\":\"điểm a khoản 2 Điều 9" },
    { "--pack nd331", ONE_STOP, false, 0, "Cấp độ 3 (Nghị định 331/2026/NĐ-CP" },
    { "--pack nd331", ONE_STOP, true, 0, "\"questions\":[]" },
    { "--pack nd85", "{}", true, 0, "\"result\":\"at_least\",\"level\":0" },
    { "--pack nd85", "{}", false, 0, "Cần biết thêm: Loại hình hệ thống (type)" },
    { "--on 2026-11-22", ONE_STOP, true, 0, "\"pack_reason\":\"Chưa biết ngày bắt đầu" },
    { "--on 2026-11-22 --begun 2025-05-05", ONE_STOP, true, 0, "{\"pack\":\"nd85\"" },
    { "--on 2026-11-22 --begun 2025-05-05", ONE_STOP, true, 0,
      "\"row\":\"T5\",\"cite\":\"khoản 1 Điều 39" },
    { "--begun 2025-05-05 --situation running", ONE_STOP, true, 0, "{\"pack\":\"nd331\"" },
    { "", ONE_STOP, false, 0, "Vì sao dùng bộ quy định này" },
    { "--pack nd85", "{\"users_private\":\"5\"}", true, 1,
      "{\"error\":{\"rule\":\"wrong-type\",\"field\":\"users_private\"" },
    { "--pack nd85", "{\"tipe\":1}", true, 1, "\"rule\":\"unknown-fact\",\"field\":\"tipe\"" },
    { "--pack nd85", "{\"components\":[{},{\"type\":1}]}", true, 1,
      "\"field\":\"type\",\"row\":2" },
    { "--pack nd85", "{\"type\":", true, 1, "\"rule\":\"not-json\"" },
    { "--pack nd58", ONE_STOP, true, 1, "\"field\":\"pack\"" },
    { "--pack nd85 --on 2026-11-22", ONE_STOP, true, 1,
      "\"rule\":\"pack-and-choice\",\"field\":\"on\"" },
    { "--on 22/11/2026", ONE_STOP, true, 1, "\"field\":\"on\"" },
    { "--pack nd331 --overlay nhnn", "{\"type\":[\"c\"],\"bank_infra\":\"sector\"}", true, 0,
      "{\"pack\":\"nd331+nhnn\"" },
    { "--on 2026-11-28 --overlay nhnn", "{}", true, 0, "{\"pack\":\"nd331+nhnn\"" },
    { "--pack nd331 --overlay other", "{}", true, 1, "\"rule\":\"law-overlay-unknown\"" },
    { "--situation open", ONE_STOP, true, 1, "\"field\":\"situation\"" },
    { "--on 2016-01-01", ONE_STOP, true, 1, "\"rule\":\"no-pack-on-day\"" },
    { "--pack", ONE_STOP, false, 2, "" },
    { "--pack nd85 one two", ONE_STOP, false, 2, "levels decide" },
    { "--pack nd85 /nowhere.json", ONE_STOP, true, 1, "cannot-open" },
};

static void facts_in_a_level_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(runs); i++) {
        str out;
        int code = run(runs[i].line, runs[i].facts, runs[i].json, &out);
        if (code != runs[i].code || str_find(out, str_from(runs[i].says)) < 0) {
            fail_msg("%s: exit %d, said " STR_FMT, runs[i].line, code, STR_ARG(out));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(facts_in_a_level_out) };
    return cmocka_run_group_tests(tests, start, NULL);
}
