// part_test.c - a blob in pieces: gone on with after a break, whole under its hash, one writer at a time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/blobs/blobs_test_kit.h"
#include "kit/blobs/part.h"
#include "kit/os/os.h"

static int piece(str bytes)
{
    int fd = -1;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, bytes), ST_OK);
    return fd;
}

static void add(int part, int64_t at, str bytes)
{
    int fd = piece(bytes);
    assert_int_equal(blob_part_add(part, at, fd, bytes.len), ST_OK);
    os_close(fd);
}

static void pieces_become_a_blob(void **state)
{
    (void)state;
    char name[BLOB_PART_LENGTH + 1];
    int  part = -1, fd = -1;
    blob got = { 0 }, same = { 0 };
    assert_int_equal(blob_part_begin(blobs_folder, name), ST_OK);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &part), ST_OK);
    add(part, 0, S("axx"));
    os_close(part); // the sender was lost: only one byte was acknowledged
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &part), ST_OK);
    add(part, 1, S("b"));
    add(part, 2, S("cyyyy"));
    assert_int_equal(blob_part_keep(blobs_folder, part, 3, &got), ST_OK);
    assert_string_equal(got.name,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(got.size_bytes, 3);
    // A crash before its keeper wrote it down: the same again.
    assert_int_equal(blob_part_keep(blobs_folder, part, 3, &same), ST_OK);
    assert_string_equal(same.name, got.name);
    os_close(part);
    assert_int_equal(blob_part_drop(blobs_folder, str_from(name)), ST_OK);
    assert_int_equal(blob_part_drop(blobs_folder, str_from(name)), ST_MISSING);
    int64_t bytes = 0;
    assert_int_equal(blob_open(blobs_folder, str_from(got.name), &fd, &bytes), ST_OK);
    assert_int_equal(bytes, 3);
    os_close(fd);
    assert_int_equal(blob_verify(blobs_folder, str_from(got.name)), ST_OK);
}

static void one_at_a_time(void **state)
{
    (void)state;
    char name[BLOB_PART_LENGTH + 1];
    int  one = -1, two = -1;
    assert_int_equal(blob_part_begin(blobs_folder, name), ST_OK);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &one), ST_OK);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &two), ST_CONFLICT);
    os_close(one);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &two), ST_OK);
    os_close(two);
    assert_int_equal(blob_part_drop(blobs_folder, str_from(name)), ST_OK);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &one), ST_MISSING);
}

static void what_is_short_is_no_blob(void **state)
{
    (void)state;
    char name[BLOB_PART_LENGTH + 1];
    int  part = -1, fd = piece(S("ab"));
    blob got;
    assert_int_equal(blob_part_begin(blobs_folder, name), ST_OK);
    assert_int_equal(blob_part_open(blobs_folder, str_from(name), &part), ST_OK);
    assert_int_equal(blob_part_add(part, 0, fd, 3), ST_INVALID); // less came than was said
    assert_int_equal(blob_part_keep(blobs_folder, part, 3, &got), ST_BROKEN);
    os_close(fd);
    os_close(part);
    assert_int_equal(blob_part_drop(blobs_folder, str_from(name)), ST_OK);
}

static void other_names_are_none(void **state)
{
    (void)state;
    static const char *const names[] = { "",
                                         "part-",
                                         "../part-000000000000000000000000",
                                         "part-00000000000000000000000g",
                                         "new-0000",
                                         "part-00000000000000000000000/" };
    int                      fd      = -1;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(blob_part_open(blobs_folder, str_from(names[i]), &fd), ST_MISSING);
        assert_int_equal(blob_part_drop(blobs_folder, str_from(names[i])), ST_MISSING);
    }
}

static status count_one(void *ctx, str name, int64_t changed_ms)
{
    assert_int_equal(name.len, BLOB_PART_LENGTH);
    assert_true(changed_ms > 0);
    ++*(int *)ctx;
    return ST_OK;
}

static void parts_are_listed_and_blobs_are_not(void **state)
{
    (void)state;
    char name[BLOB_PART_LENGTH + 1];
    blob b;
    int  n = 0;
    assert_int_equal(blob_put_bytes(blobs_folder, S("no part"), &b, NULL), ST_OK);
    assert_int_equal(blob_part_begin(blobs_folder, name), ST_OK);
    assert_int_equal(blob_parts(blobs_folder, 10, count_one, &n), ST_OK);
    assert_int_equal(n, 1);
    assert_int_equal(blob_part_drop(blobs_folder, str_from(name)), ST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_become_a_blob),
        cmocka_unit_test(one_at_a_time),
        cmocka_unit_test(what_is_short_is_no_blob),
        cmocka_unit_test(other_names_are_none),
        cmocka_unit_test(parts_are_listed_and_blobs_are_not),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
