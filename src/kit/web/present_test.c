// present_test.c - who is at a thing, for how long, and what gives way when the house is full.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/web/present.h"

static char  memory[1 << 16];
static arena a;

static int empty_arena(void **state)
{
    (void)state;
    a = arena_over(memory, sizeof memory);
    return 0;
}

static size_t at(const char *thing, int64_t but, int64_t now, present_person **out)
{
    size_t n;
    assert_int_equal(present_at(str_from(thing), but, now, &a, out, &n), ST_OK);
    return n;
}

static void note(const char *thing, int64_t id, const char *name, const char *field, int64_t now)
{
    const present_person p = { id, str_from(name), str_from(field) };
    present_note(str_from(thing), &p, now);
}

static void each_sees_the_other_and_not_themselves(void **state)
{
    present_person *p;
    (void)state;
    note("dossier/1/plan", 7, "Trần Thị Bình", "plan.1", 1000);
    note("dossier/1/plan", 8, "Lê Văn Cường", "", 2000);
    note("dossier/1/risk", 9, "Người khác", "risk", 2000);
    assert_int_equal(at("dossier/1/plan", 7, 2000, &p), 1);
    assert_true(str_equal(p[0].name, S("Lê Văn Cường")) && p[0].field.len == 0);
    assert_int_equal(at("dossier/1/plan", 8, 2000, &p), 1);
    assert_true(str_equal(p[0].field, S("plan.1")));
    note("dossier/1/plan", 7, "Trần Thị Bình", "plan.2", 3000); // the same person, in another field
    assert_int_equal(at("dossier/1/plan", 8, 3000, &p), 1);
    assert_true(str_equal(p[0].field, S("plan.2")));
    assert_int_equal(at("dossier/1/plan", 8, 3001 + PRESENT_MS, &p), 0); // silent: gone
    note("dossier/1/plan", 0, "Máy", "", 3000);                          // nobody is nobody
    assert_int_equal(at("dossier/1/plan", 99, 3000, &p), 2);
}

static void the_longest_silent_gives_way(void **state)
{
    present_person *p;
    (void)state;
    note("old", 1, "A", "", 10000);
    for (int i = 0; i < PRESENT_MAX; i++) note("new", 1000 + i, "B", "", 20000);
    assert_int_equal(at("old", 0, 20000, &p), 0);
    assert_int_equal(at("new", 0, 20000, &p), PRESENT_TOLD_MAX);
}

static void long_names_are_cut_between_characters(void **state)
{
    present_person *p;
    char            name[400];
    (void)state;
    for (size_t i = 0; i + 3 < sizeof name; i += 3) {
        name[i]     = '\xe1'; // "ệ"
        name[i + 1] = '\xbb';
        name[i + 2] = '\x87';
    }
    name[399] = '\0';
    note("x", 5, name, name, 30000);
    assert_int_equal(at("x", 0, 30000, &p), 1);
    assert_int_equal(p[0].name.len, (PRESENT_NAME_BYTES - 1) / 3 * 3);
    assert_int_equal(p[0].field.len, (PRESENT_KEY_BYTES - 1) / 3 * 3);
}

static void little_memory_is_told(void **state)
{
    char            small[16];
    arena           little = arena_over(small, sizeof small);
    present_person *p;
    size_t          n;
    (void)state;
    note("y", 5, "Có người", "", 40000);
    assert_int_equal(present_at(S("y"), 0, 40000, &little, &p, &n), ST_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_sees_the_other_and_not_themselves, empty_arena),
        cmocka_unit_test_setup(the_longest_silent_gives_way, empty_arena),
        cmocka_unit_test_setup(long_names_are_cut_between_characters, empty_arena),
        cmocka_unit_test_setup(little_memory_is_told, empty_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
