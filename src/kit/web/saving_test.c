// saving_test.c - what a form that saves itself is answered: taken, refused, written by another meanwhile.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/web/saving.h"

static char memory[1 << 18];

static const saving_field set[] = { { STR("known"), STR("6") }, { STR("row"), STR("1\"2") } };
static const saving_other others[] = { { STR("plan.1"), STR("Bản <của> họ\n"), STR("Lê Văn Cường"),
                                         1795833720000 } };
static const problem refused = { STR("plan.1"), STR("too-long"), STR("20000"), 0 };
static const problem moved   = { STR("plan.1"), STR("text-moved"), STR(""), 0 };
static const problem closed  = { STR(""), STR("dossier-closed"), STR("Đã gửi"), 0 };

static const struct {
    saving_answer a;
    int           code;
    const char   *body;
} answers[] = {
    { { .to = STR("/ho-so/x"), .set = set, .set_count = 2 },
      200,
      "{\"set\":{\"known\":\"6\",\"row\":\"1\\\"2\"},\"said\":\"Đã lưu lúc "
      "09:42\",\"to\":\"/ho-so/x\"}" },
    { { .to = STR("/x"), .set = set, .set_count = 1, .now = set + 1, .now_count = 1 },
      200,
      "{\"set\":{\"known\":\"6\"},\"now\":{\"row\":\"1\\\"2\"},\"said\":\"Đã lưu lúc "
      "09:42\",\"to\":\"/x\"}" },
    { { .set = set, .set_count = 1, .others = others, .other_count = 1, .why = &moved },
      409,
      "{\"set\":{\"known\":\"6\"},\"others\":{\"plan.1\":{\"value\":\"Bản <của> họ\\n\",\"person\":"
      "\"Lê Văn Cường\",\"when\":\"09:42 28/11/2026\"}},\"message\":\"Người khác vừa sửa đoạn này. "
      "Bản "
      "của bạn vẫn còn trong ô; hãy so với bản đã lưu trước khi lưu lại.\",\"field\":\"plan.1\"}" },
    { { .why = &refused }, 422, NULL },
    { { .why = &closed }, 409, NULL },
};

static void each_answer_has_its_shape(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(answers); i++) {
        arena         a  = arena_over(memory, sizeof memory);
        call          c  = { .a = &a, .now_ms = 1795833720000, .lang = LANG_VI };
        http_response rs = { .file_fd = -1 };
        assert_int_equal(web_saving(&c, &rs, &answers[i].a), ST_OK);
        assert_int_equal(rs.code, answers[i].code);
        if (answers[i].body) assert_string_equal(arena_cstr(&a, rs.still), answers[i].body);
        assert_int_equal(str_find(rs.still, S("\"message\":")) >= 0, answers[i].a.why != NULL);
    }
}

static void who_reads_json_is_the_script(void **state)
{
    http_field   accept = { STR("Accept"), STR("application/json") };
    http_request rq     = { .headers = &accept, .header_count = 1 };
    web_request  w      = { .http = &rq };
    (void)state;
    assert_true(web_saves_itself(&w));
    accept.value = S("text/html,application/xhtml+xml,application/json;q=0.9");
    assert_false(web_saves_itself(&w));
    rq.header_count = 0;
    assert_false(web_saves_itself(&w));
}

static void little_memory_gives_no_half_answer(void **state)
{
    int none = 0;
    (void)state;
    for (size_t room = 16; room < 2000; room += 40) {
        arena         a  = arena_over(memory, room);
        call          c  = { .a = &a, .now_ms = 1795833720000, .lang = LANG_VI };
        http_response rs = { .file_fd = -1 };
        status        st = web_saving(&c, &rs, &answers[2].a);
        assert_true(st == ST_MEMORY ? rs.still.len == 0
                                    : str_equal(rs.still, str_from(answers[2].body)));
        none += st == ST_MEMORY;
    }
    assert_true(none > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_has_its_shape),
        cmocka_unit_test(who_reads_json_is_the_script),
        cmocka_unit_test(little_memory_gives_no_half_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
