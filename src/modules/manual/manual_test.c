// Tests of the manual: every chapter in both languages, its list, its neighbours, its links.
#include "modules/manual/manual.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char memory[4 << 20];

static const char *const slugs[] = { "bat-dau",     "nhap-bang-tinh", "xac-dinh-cap-do",
                                     "in-van-ban",  "so-van-ban",     "minh-chung",
                                     "bao-cao-nam", "viec-cua-toi",   "van-hanh",
                                     "danh-sach",   "bang-tu" };

static const web_route *route(const char *path)
{
    for (size_t i = 0; i < manual_module.count; i++) {
        if (strcmp(manual_module.routes[i].path, path) == 0) return &manual_module.routes[i];
    }
    fail_msg("no route %s", path);
    return NULL;
}

// The text of an answer, or NULL when the handler gave another status than ST_OK.
static const char *answer(const char *path, const char *param, lang in, status *st)
{
    static arena a;
    a                 = arena_over(memory, sizeof(memory));
    http_request  hr  = { .method = HTTP_GET, .path = S("/huong-dan"), .a = &a };
    call          c   = { .a = &a, .lang = in };
    web_request   rq  = { .http = &hr, .params = { str_from(param) }, .path = S("/huong-dan") };
    http_response rs  = { .file_fd = -1 };
    problem       why = { 0 };
    *st               = route(path)->fn(&c, &rq, &rs, &why);
    return *st == ST_OK ? arena_cstr(&a, buf_str(&rs.body)) : NULL;
}

static void every_chapter_is_there_in_both_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(slugs); i++) {
        status      st;
        size_t      vi_length, en_length;
        const char *vi = answer("/huong-dan/{chapter}", slugs[i], LANG_VI, &st);
        assert_non_null(vi);
        assert_non_null(strstr(vi, "<html lang=\"vi\""));
        vi_length      = strlen(vi);
        const char *en = answer("/huong-dan/{chapter}", slugs[i], LANG_EN, &st);
        assert_non_null(en);
        assert_non_null(strstr(en, "<html lang=\"en\""));
        en_length = strlen(en);
        // Neither is a remnant of the other.
        assert_in_range(vi_length * 10 / en_length, 7, 14);
    }
}

static void chapters_lead_to_each_other(void **state)
{
    (void)state;
    status      st;
    const char *first = answer("/huong-dan/{chapter}", slugs[0], LANG_VI, &st);
    assert_null(strstr(first, "rel=\"prev\""));
    assert_non_null(strstr(first, "rel=\"next\" href=\"/huong-dan/nhap-bang-tinh\""));
    const char *last = answer("/huong-dan/{chapter}", slugs[COUNT(slugs) - 1], LANG_VI, &st);
    assert_non_null(strstr(last, "rel=\"prev\" href=\"/huong-dan/van-hanh\""));
    assert_null(strstr(last, "rel=\"next\""));
}

static void the_contents_name_every_chapter(void **state)
{
    (void)state;
    status      st;
    const char *page = answer("/huong-dan", "", LANG_VI, &st);
    for (size_t i = 0; i < COUNT(slugs); i++) {
        char link[64];
        snprintf(link, sizeof(link), "/huong-dan/%s\"", slugs[i]);
        assert_non_null(strstr(page, link));
    }
}

static void the_whole_manual_is_one_page(void **state)
{
    (void)state;
    status      st;
    const char *page = answer("/huong-dan/tat-ca", "", LANG_EN, &st);
    for (size_t i = 0; i < COUNT(slugs); i++) {
        char id[64];
        snprintf(id, sizeof(id), "id=\"%s\"", slugs[i]);
        assert_non_null(strstr(page, id));
    }
}

static void an_unknown_chapter_is_missing(void **state)
{
    (void)state;
    status st;
    assert_null(answer("/huong-dan/{chapter}", "khong-co", LANG_VI, &st));
    assert_int_equal(st, ST_MISSING);
}

static void anyone_may_read_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < manual_module.count; i++) {
        assert_int_equal(manual_module.routes[i].right, RIGHT_PUBLIC);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chapter_is_there_in_both_languages),
        cmocka_unit_test(chapters_lead_to_each_other),
        cmocka_unit_test(the_contents_name_every_chapter),
        cmocka_unit_test(the_whole_manual_is_one_page),
        cmocka_unit_test(an_unknown_chapter_is_missing),
        cmocka_unit_test(anyone_may_read_it),
    };
    return cmocka_run_group_tests_name("manual", tests, NULL, NULL);
}
