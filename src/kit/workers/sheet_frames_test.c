// sheet_frames_test.c - what the parent believes of a worker's frames, and what it does not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "kit/workers/sheet_frames.h"

// Frames as text: a type, then the payload's bytes.
#define BOOK "\x01\0\0\x01\0\0\x01\0s"
#define ROW(number, cells, rest) number "\0\0\0" cells "\0" rest
#define CELL(column, kind, length, text) column "\0" kind length "\0\0\0" text

typedef struct frame {
    uint8_t type;
    str     payload;
} frame;

#define FRAME(type, bytes)                                                                         \
    {                                                                                              \
        type, STR(bytes)                                                                           \
    }

static int64_t rows_heard;

static status on_row(void *ctx, const sheet_row *row)
{
    (void)ctx, (void)row;
    rows_heard++;
    return ST_OK;
}

static status decode(const frame *frames, size_t count, problem *why, bool *ended)
{
    static sheet_decoder    d;
    static char             names[16 * 1024];
    static const sheet_sink sink = { NULL, NULL, on_row, NULL };
    arena                   a    = arena_over(names, sizeof names);
    status                  st   = ST_OK;
    memset(&d, 0, sizeof d);
    d.sink = &sink;
    d.why  = why;
    d.a    = &a;
    for (size_t i = 0; i < count && st == ST_OK && frames[i].type; i++) {
        st = sheet_decode(&d, frames[i].type, frames[i].payload);
    }
    *ended = d.ended;
    return st;
}

enum { FRAMES_MAX = 5 };

static const frame good[FRAMES_MAX] = {
    FRAME(SHEET_FRAME_BOOK, BOOK),
    FRAME(SHEET_FRAME_ROW,
          ROW("\x01", "\x02", CELL("\x01", "\x01", "\x01", "a") CELL("\x03", "\x06", "\0", ""))),
    FRAME(SHEET_FRAME_ROW, ROW("\x05", "\x01", CELL("\x01", "\x02", "\x01", "7"))),
    FRAME(SHEET_FRAME_MERGE, "\x01\0\0\0\x02\0\0\0\x01\0\x01\0"),
    FRAME(SHEET_FRAME_END, "\x02\0\0\0"),
};

static void an_honest_worker_is_heard_to_its_end(void **state)
{
    (void)state;
    problem why = { 0 };
    bool    ended;
    rows_heard = 0;
    assert_int_equal(decode(good, FRAMES_MAX, &why, &ended), ST_OK);
    assert_true(ended);
    assert_int_equal(rows_heard, 2);
}

#define ROWS(bytes)                                                                                \
    {                                                                                              \
        FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_ROW, bytes)                               \
    }

static const frame bad[][FRAMES_MAX] = {
    { FRAME(SHEET_FRAME_ROW, ROW("\x01", "\x01", CELL("\x01", "\x01", "\x01", "a"))) }, // no book
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_BOOK, BOOK) },
    { FRAME(SHEET_FRAME_BOOK, "\x07\0\0\x01\0\0\x01\0s") },    // no such format
    { FRAME(SHEET_FRAME_BOOK, "\x01\x01\0\x01\0\0\x01\0s") },  // a sheet beyond the last
    { FRAME(SHEET_FRAME_BOOK, "\x01\0\0\x01\0\0\x02\0s") },    // a name cut short
    { FRAME(SHEET_FRAME_BOOK, "\x01\0\0\x01\0\0\x01\0sx") },   // more than announced
    { FRAME(SHEET_FRAME_BOOK, "\x01\0\0\x01\0\0\x01\0\xff") }, // not UTF-8
    { FRAME(SHEET_FRAME_BOOK, "\x01\0\0\xff\xff") },           // too many
    { FRAME(SHEET_FRAME_END, "\0\0\0\0") },                    // before any book
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_END, "\x01\0\0\0") }, // a row is lost
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_END, "\0\0\0\0"),
      FRAME(SHEET_FRAME_END, "\0\0\0\0") },
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(77, "") },
    { FRAME(SHEET_FRAME_REFUSED, "\xff\0\0\0\0\0\0\0") },     // no such reason
    { FRAME(SHEET_FRAME_REFUSED, "\x01\0\0\0") },             // cut short
    { FRAME(SHEET_FRAME_REFUSED, "\x01\0\0\0\0\0\0\0\xff") }, // detail is not UTF-8
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_MERGE, "\x02\0\0\0\x01\0\0\0\x01\0\x01\0") },
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_MERGE, "\x01\0\0\0\x02\0\0\0\0\0\x01\0") },
    { FRAME(SHEET_FRAME_BOOK, BOOK), FRAME(SHEET_FRAME_MERGE, "\x01\0\0\0\x01\0\0\0\x01\0\x01\0"),
      FRAME(SHEET_FRAME_ROW, ROW("\x01", "\x01", CELL("\x01", "\x01", "\x01", "a"))) },
    ROWS(ROW("\0", "\x01", CELL("\x01", "\x01", "\x01", "a"))),    // row 0
    ROWS("\0\0\0\x7f\x01\0" CELL("\x01", "\x01", "\x01", "a")),    // beyond the last row
    ROWS(ROW("\x01", "\0", "")),                                   // no cells
    ROWS("\x01\0\0\0\x01\x7f" CELL("\x01", "\x01", "\x01", "a")),  // too many cells
    ROWS(ROW("\x01", "\x02", CELL("\x01", "\x01", "\x01", "a"))),  // fewer than announced
    ROWS(ROW("\x01", "\x01", CELL("\x01", "\x01", "\x01", "ab"))), // more than announced
    ROWS(ROW("\x01", "\x01", CELL("\0", "\x01", "\x01", "a"))),    // column 0
    ROWS("\x01\0\0\0\x01\0\x01\x01\x01\x01\0\0\0"
         "a"),                                                       // column 257
    ROWS(ROW("\x01", "\x01", CELL("\x01", "\0", "\x01", "a"))),      // no kind
    ROWS(ROW("\x01", "\x01", CELL("\x01", "\x07", "\x01", "a"))),    // no such kind
    ROWS(ROW("\x01", "\x01", CELL("\x01", "\x01", "\x01", "\xff"))), // not UTF-8
    ROWS(ROW("\x01", "\x01", CELL("\x01", "\x01", "\x01", "\0"))),   // a NUL
    ROWS(ROW("\x01", "\x02", CELL("\x02", "\x01", "\x01", "a") CELL("\x02", "\x01", "\x01", "a"))),
    { FRAME(SHEET_FRAME_BOOK, BOOK),
      FRAME(SHEET_FRAME_ROW, ROW("\x02", "\x01", CELL("\x01", "\x01", "\x01", "a"))),
      FRAME(SHEET_FRAME_ROW, ROW("\x02", "\x01", CELL("\x01", "\x01", "\x01", "a"))) },
};

static void a_worker_that_says_the_impossible_is_not_believed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        problem why = { 0 };
        bool    ended;
        status  st = decode(bad[i], FRAMES_MAX, &why, &ended);
        if (st != ST_INVALID || !str_equal(why.rule, S("sheet-reader-failed"))) {
            fail_msg("case %zu: %s", i, status_name(st));
        }
    }
}

static void a_refusal_carries_its_place(void **state)
{
    (void)state;
    static const frame refused[] = { FRAME(SHEET_FRAME_REFUSED, "\x0f\0\x11\0\0\0\x1c\0") };
    problem            why       = { 0 };
    bool               ended;
    assert_int_equal(decode(refused, 1, &why, &ended), ST_INVALID);
    assert_true(str_equal(why.rule, S("sheet-cell-too-long")));
    assert_true(str_equal(why.detail, S("AB17")));
    assert_int_equal(why.row, 17);
}

static void columns_are_named_as_in_a_spreadsheet(void **state)
{
    (void)state;
    static const struct {
        int32_t     column;
        int64_t     row;
        const char *name;
    } cases[] = { { 1, 1, "A1" },   { 26, 9, "Z9" },   { 27, 10, "AA10" },
                  { 256, 0, "IV" }, { 702, 1, "ZZ1" }, { 703, 1048576, "AAA1048576" } };
    char memory[64];
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena a = arena_over(memory, sizeof memory);
        assert_true(
            str_equal(sheet_cell_name(&a, cases[i].row, cases[i].column), str_from(cases[i].name)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_honest_worker_is_heard_to_its_end),
        cmocka_unit_test(a_worker_that_says_the_impossible_is_not_believed),
        cmocka_unit_test(a_refusal_carries_its_place),
        cmocka_unit_test(columns_are_named_as_in_a_spreadsheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
