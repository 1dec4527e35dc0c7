// sweep_test.c - blobs that nothing points at are taken away; what is young, pointed at or brought anew stays.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "kit/blobs/blobs_test_kit.h"
#include "kit/blobs/part.h"
#include "kit/blobs/sweep.h"
#include "kit/os/os.h"

// What rows point at; and what happens just before it is asked for the second time.
typedef struct rows {
    blob pointed_at;
    int  asked, brings_at;
    str  brings;
} rows;

static status is_known(void *ctx, str name, bool *known)
{
    rows *r = ctx;
    if (r->brings.len && ++r->asked == r->brings_at) {
        blob b;
        assert_int_equal(blob_put_bytes(blobs_folder, r->brings, &b, NULL), ST_OK);
    }
    *known = str_equal(name, str_from(r->pointed_at.name));
    return ST_OK;
}

static blob_orphans sweep(rows *r, int64_t before_ms, bool away)
{
    blob_orphans  n;
    blob_sweeping how = { blobs_folder, before_ms, away, is_known, r };
    assert_int_equal(blob_sweep(&how, &n), ST_OK);
    return n;
}

static bool is_there(const blob *b)
{
    int     fd;
    int64_t size;
    if (blob_open(blobs_folder, str_from(b->name), &fd, &size) != ST_OK) return false;
    os_close(fd);
    return blob_verify(blobs_folder, str_from(b->name)) == ST_OK;
}

static const int64_t tomorrow = 24 * 3600 * 1000;

static void what_nothing_points_at_goes_once_it_is_old(void **state)
{
    (void)state;
    rows r = { 0 };
    blob orphan, kept;
    int  fd = -1;
    assert_int_equal(blob_put_bytes(blobs_folder, S("kept"), &kept, NULL), ST_OK);
    assert_int_equal(blob_put_bytes(blobs_folder, S("orphan"), &orphan, NULL), ST_OK);
    assert_int_equal(os_open_write(blobs_folder, S("new-0123"), true, &fd), ST_OK);
    os_close(fd);
    r.pointed_at   = kept;
    blob_orphans n = sweep(&r, os_now_ms() - tomorrow, true); // all of it is young
    assert_true(n.count == 0 && n.kept == 1 && is_there(&orphan));
    n = sweep(&r, os_now_ms() + tomorrow, false); // looked at only
    assert_true(n.count == 2 && n.bytes == 6 && is_there(&orphan));
    n = sweep(&r, os_now_ms() + tomorrow, true);
    assert_true(n.count == 2 && n.kept == 1);
    assert_true(is_there(&kept) && !is_there(&orphan));
    n = sweep(&r, os_now_ms() + tomorrow, true);
    assert_true(n.count == 0 && n.kept == 1);
}

static void bytes_brought_meanwhile_stay(void **state)
{
    (void)state;
    for (int at = 1; at <= 2; at++) { // before it is put aside, and after
        rows r = { .brings_at = at, .brings = S("again") };
        blob b;
        assert_int_equal(blob_put_bytes(blobs_folder, S("again"), &b, NULL), ST_OK);
        sweep(&r, os_now_ms() + tomorrow, true);
        assert_int_equal(r.asked, 2);
        assert_true(is_there(&b));
    }
}

static void a_part_that_is_made_whole_stays(void **state)
{
    (void)state;
    char name[BLOB_PART_LENGTH + 1];
    int  part = -1, fd = -1;
    blob b;
    rows r = { 0 };
    assert_int_equal(blob_part_begin(blobs_folder, name), ST_OK);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &part), ST_OK);
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, S("part")), ST_OK);
    assert_int_equal(blob_part_add(part, 0, fd, 4), ST_OK);
    assert_int_equal(blob_part_keep(blobs_folder, part, 4, &b), ST_OK);
    assert_int_equal(sweep(&r, os_now_ms() + tomorrow, true).count, 0);
    assert_true(is_there(&b));
    assert_int_equal(blob_part_drop(blobs_folder, str_from(name)), ST_OK);
    os_close(part);
    os_close(fd);
    assert_int_equal(sweep(&r, os_now_ms() + tomorrow, true).count, 1);
    assert_false(is_there(&b));
}

static void what_a_sweep_that_died_put_aside_comes_back_or_goes(void **state)
{
    (void)state;
    static const char *const texts[] = { "pointed at", "not pointed at" };
    rows                     r       = { 0 };
    blob                     b[2];
    for (size_t i = 0; i < 2; i++) {
        char  room[256];
        arena a = arena_over(room, sizeof room);
        assert_int_equal(blob_put_bytes(blobs_folder, str_from(texts[i]), &b[i], NULL), ST_OK);
        str from = arena_printf(&a, "%.2s/%s", b[i].name, b[i].name + 2);
        assert_int_equal(os_rename(blobs_folder, from, arena_printf(&a, "gone-%s", b[i].name)),
                         ST_OK);
        assert_false(is_there(&b[i]));
    }
    r.pointed_at = b[0];
    assert_int_equal(sweep(&r, os_now_ms() + tomorrow, true).count, 2);
    assert_true(is_there(&b[0]) && !is_there(&b[1]));
}

static bool taken_away(rows *r, const blob *b, int64_t before_ms)
{
    bool                gone = false;
    const blob_sweeping how  = { blobs_folder, before_ms, true, is_known, r };
    assert_int_equal(blob_take_away(&how, str_from(b->name), &gone), ST_OK);
    assert_int_equal(is_there(b), !gone);
    return gone;
}

static void one_alone_is_taken_away_by_the_same_care(void **state)
{
    (void)state;
    rows    r = { 0 };
    blob    one, kept;
    int64_t later = os_now_ms() + tomorrow;
    assert_int_equal(blob_put_bytes(blobs_folder, S("alone"), &one, NULL), ST_OK);
    assert_int_equal(blob_put_bytes(blobs_folder, S("pointed at"), &kept, NULL), ST_OK);
    r.pointed_at = kept;
    assert_false(taken_away(&r, &kept, later));
    assert_false(taken_away(&r, &one, os_now_ms() - tomorrow)); // too young
    r.brings = S("alone"), r.brings_at = 2; // brought again between the two looks
    assert_false(taken_away(&r, &one, later));
    r.brings = S("");
    assert_true(taken_away(&r, &one, later));
    assert_true(taken_away(&r, &one, later)); // gone already
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_alone_is_taken_away_by_the_same_care, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(what_nothing_points_at_goes_once_it_is_old, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(bytes_brought_meanwhile_stay, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_part_that_is_made_whole_stays, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(what_a_sweep_that_died_put_aside_comes_back_or_goes,
                                        make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
