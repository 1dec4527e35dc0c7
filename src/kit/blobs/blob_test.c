// blob_test.c - files by content: once, whole, in ranges, and found out when altered.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "kit/blobs/blob.h"
#include "kit/blobs/blobs_test_kit.h"
#include "kit/os/os.h"

static char memory[256 * 1024];

static status count_names(void *ctx, str name, bool is_folder)
{
    (void)name, (void)is_folder;
    ++*(int *)ctx;
    return ST_OK;
}

static int entries(void)
{
    int n = 0;
    assert_int_equal(os_list(blobs_folder, S("."), count_names, &n), ST_OK);
    return n;
}

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void the_name_is_the_sha256_and_the_same_bytes_are_kept_once(void **state)
{
    (void)state;
    blob one = { 0 }, two = { 0 };
    assert_int_equal(blob_put_bytes(blobs_folder, S("abc"), &one, NULL), ST_OK);
    assert_string_equal(one.name, abc);
    assert_int_equal(one.size_bytes, 3);
    int before = entries();
    int ends[2];
    assert_int_equal(os_pipe(ends), ST_OK);
    assert_int_equal(os_write_all(ends[1], S("abc")), ST_OK);
    os_close(ends[1]);
    assert_int_equal(blob_put(blobs_folder, ends[0], 3, &two, NULL), ST_OK);
    os_close(ends[0]);
    assert_string_equal(two.name, abc);
    assert_int_equal(entries(), before);
    assert_int_equal(blob_verify(blobs_folder, str_from(abc)), ST_OK);
}

static void ranges_end_where_the_blob_ends(void **state)
{
    (void)state;
    static const struct {
        int64_t     from, count;
        const char *text;
    } cases[]    = { { 0, 3, "abc" }, { 1, 1, "b" }, { 1, 100, "bc" },
                     { 3, 5, "" },    { 9, 1, "" },  { 0, 0, "" } };
    int     fd   = -1;
    int64_t size = 0;
    assert_int_equal(blob_open(blobs_folder, str_from(abc), &fd, &size), ST_OK);
    assert_int_equal(size, 3);
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena a = arena_over(memory, sizeof memory);
        str   got;
        assert_int_equal(blob_read(fd, cases[i].from, cases[i].count, &a, &got), ST_OK);
        assert_true(str_equal(got, str_from(cases[i].text)));
    }
    arena a = arena_over(memory, sizeof memory);
    str   got;
    assert_int_equal(blob_read(fd, -1, 1, &a, &got), ST_INVALID);
    a = arena_over(memory, 2);
    assert_int_equal(blob_read(fd, 0, 3, &a, &got), ST_MEMORY);
    os_close(fd);
}

static void what_is_too_large_leaves_nothing_behind(void **state)
{
    (void)state;
    blob    b;
    problem why = { 0 };
    int     fd = -1, before = entries();
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, S("four")), ST_OK);
    assert_int_equal(os_rewind(fd), ST_OK);
    assert_int_equal(blob_put(blobs_folder, fd, 3, &b, &why), ST_LIMIT);
    assert_true(str_equal(why.rule, S("blob-too-big")));
    assert_int_equal(entries(), before);
    os_close(fd);
}

static void a_failing_origin_or_folder_is_told(void **state)
{
    (void)state;
    blob    b;
    problem why    = { 0 };
    int     before = entries();
    assert_int_equal(blob_put(blobs_folder, blobs_folder, 100, &b, &why),
                     ST_BROKEN); // a folder cannot be read
    assert_true(str_equal(why.rule, S("disk")));
    assert_int_equal(entries(), before);
    assert_int_equal(blob_put_bytes(-7, S("x"), &b, &why), ST_BROKEN);
}

static void names_that_are_none_are_missing(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "abc",
        "../../../../../../../../../../../../../../../../../../etc/passwd",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "0000000000000000000000000000000000000000000000000000000000000000",
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        int     fd;
        int64_t size;
        assert_int_equal(blob_open(blobs_folder, str_from(names[i]), &fd, &size), ST_MISSING);
        assert_int_equal(blob_verify(blobs_folder, str_from(names[i])), ST_MISSING);
        assert_int_equal(blob_remove(blobs_folder, str_from(names[i])), ST_MISSING);
    }
}

static void an_altered_blob_is_found_out_and_a_removed_one_is_gone(void **state)
{
    (void)state;
    static char large[200000];
    blob        b;
    int         fd = -1;
    memset(large, 'x', sizeof large);
    assert_int_equal(blob_put_bytes(blobs_folder, (str){ large, sizeof large }, &b, NULL), ST_OK);
    assert_int_equal(b.size_bytes, sizeof large);
    str  name = str_from(b.name);
    char place[80];
    memcpy(place, b.name, 2);
    place[2] = '/';
    memcpy(place + 3, b.name + 2, 63);
    assert_int_equal(blob_verify(blobs_folder, name), ST_OK);
    assert_int_equal(os_open_write(blobs_folder, str_from(place), false, &fd), ST_OK);
    assert_int_equal(os_write_all(fd, S("altered")), ST_OK);
    os_close(fd);
    assert_int_equal(blob_verify(blobs_folder, name), ST_CONFLICT);
    assert_int_equal(blob_remove(blobs_folder, name), ST_OK);
    assert_int_equal(blob_verify(blobs_folder, name), ST_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_is_the_sha256_and_the_same_bytes_are_kept_once),
        cmocka_unit_test(ranges_end_where_the_blob_ends),
        cmocka_unit_test(what_is_too_large_leaves_nothing_behind),
        cmocka_unit_test(a_failing_origin_or_folder_is_told),
        cmocka_unit_test(names_that_are_none_are_missing),
        cmocka_unit_test(an_altered_blob_is_found_out_and_a_removed_one_is_gone),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
