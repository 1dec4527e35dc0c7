// ring_test.c - bytes through a ring: in order and all of them whatever the pieces, its end, and counts that cannot be.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

#include "kit/os/os.h"
#include "kit/workers/ring.h"

enum { SIZE = 64 * 1024, MANY = 8 * 1024 * 1024, SECONDS_10 = 10 * 1000 };

static ring ours, theirs;

static int set_up(void **state)
{
    int fd;
    (void)state;
    if (ring_make(SIZE, &ours, &fd) != ST_OK) return -1;
    status st = ring_join(fd, &theirs);
    os_close(fd);
    return st == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    ring_free(&theirs);
    ring_free(&ours);
    return 0;
}

static uint32_t chance_of(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

// Of the whole stream, by its place.
static char byte_at(size_t at)
{
    return (char)(at * 131 ^ at >> 9);
}

static void *write_many(void *ctx)
{
    static char piece[3 * SIZE];
    uint32_t    state = 1;
    (void)ctx;
    for (size_t at = 0; at < MANY;) {
        size_t n = chance_of(&state) % (chance_of(&state) % 8 ? 300 : sizeof piece);
        if (n > MANY - at) n = MANY - at;
        for (size_t i = 0; i < n; i++) piece[i] = byte_at(at + i);
        if (ring_put(&theirs, (str){ piece, (ptrdiff_t)n }) != ST_OK) return piece;
        at += n;
    }
    ring_end(&theirs);
    return NULL;
}

static void all_bytes_come_in_order(void **state)
{
    static char piece[2 * SIZE];
    pthread_t   writer;
    uint32_t    chance = 2;
    size_t      at     = 0, got;
    (void)state;
    assert_int_equal(pthread_create(&writer, NULL, write_many, NULL), 0);
    for (;;) {
        size_t most = 1 + chance_of(&chance) % (chance_of(&chance) % 4 ? 500 : sizeof piece);
        assert_int_equal(ring_take(&ours, piece, most, SECONDS_10, &got), ST_OK);
        if (!got) break;
        for (size_t i = 0; i < got; i++) {
            if (piece[i] != byte_at(at + i)) fail_msg("byte %zu", at + i);
        }
        at += got;
    }
    void *failed;
    assert_int_equal(pthread_join(writer, &failed), 0);
    assert_null(failed);
    assert_int_equal(at, MANY);
}

// Counts wrap after 4 GiB.
static void counts_wrap(void **state)
{
    static char piece[SIZE], back[SIZE];
    size_t      got;
    (void)state;
    for (uint64_t passed = 0; passed < (UINT64_C(1) << 32) + 3 * SIZE; passed += sizeof piece) {
        memcpy(piece, &passed, sizeof passed);
        assert_int_equal(ring_put(&theirs, (str){ piece, sizeof piece }), ST_OK);
        assert_int_equal(ring_take(&ours, back, sizeof back, 0, &got), ST_OK);
        assert_int_equal(got, sizeof back);
        assert_memory_equal(piece, back, sizeof passed);
    }
}

static void nothing_is_waited_for_and_the_end_is_told(void **state)
{
    char   room[16];
    size_t got = 1;
    (void)state;
    int64_t before = os_monotonic_ns();
    assert_int_equal(ring_take(&ours, room, sizeof room, 30, &got), ST_LIMIT);
    assert_true(os_monotonic_ns() - before >= INT64_C(25000000));
    assert_int_equal(got, 0);
    assert_int_equal(ring_put(&theirs, S("last")), ST_OK);
    ring_end(&theirs);
    assert_int_equal(ring_take(&ours, room, sizeof room, 0, &got), ST_OK);
    assert_true(got == 4 && memcmp(room, "last", 4) == 0);
    assert_int_equal(ring_take(&ours, room, sizeof room, SECONDS_10, &got), ST_OK);
    assert_int_equal(got, 0);
}

static void *fill(void *ctx)
{
    static char piece[2 * SIZE];
    *(status *)ctx = ring_put(&theirs, (str){ piece, sizeof piece });
    return NULL;
}

// The parent gives up while the worker waits for room, or just before it does.
static void who_waits_for_room_is_told_when_nobody_takes(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        pthread_t writer;
        status    st = ST_OK;
        assert_int_equal(pthread_create(&writer, NULL, fill, &st), 0);
        os_sleep_ms(i % 2 ? 5 : 0);
        ring_free(&ours);
        assert_int_equal(pthread_join(writer, NULL), 0);
        assert_int_equal(st, ST_BROKEN);
        ring_free(&theirs);
        assert_int_equal(set_up(NULL), 0);
    }
}

static void what_is_no_ring_is_told(void **state)
{
    int  ends[2];
    ring r;
    (void)state;
    assert_int_equal(os_pipe(ends), ST_OK);
    assert_int_equal(ring_join(ends[1], &r), ST_MISSING);
    os_close(ends[0]), os_close(ends[1]);
    int fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_at(fd, 0, S("some bytes")), ST_OK);
    assert_int_equal(ring_join(fd, &r), ST_INVALID);
    os_close(fd);
    ring_end(&(ring){ 0 });
    ring_free(&(ring){ 0 });
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(all_bytes_come_in_order),
        TEST(counts_wrap),
        TEST(nothing_is_waited_for_and_the_end_is_told),
        TEST(who_waits_for_room_is_told_when_nobody_takes),
        cmocka_unit_test(what_is_no_ring_is_told),
    };
    return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
