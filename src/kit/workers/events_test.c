// events_test.c - what the parent believes of coloa-evtx, and event logs read through it, sealed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "kit/evtx/evtx_test_kit.h"
#include "kit/os/os.h"
#include "kit/workers/events_frames.h"

typedef struct heard {
    char        lines[256 * 1024];
    size_t      len;
    evtx_damage damages[16];
    size_t      damage_count;
    status      answer; // to every frame
} heard;

static heard h;

static status on_lines(void *ctx, str lines)
{
    heard *to = ctx;
    if (to->answer != ST_OK) return to->answer;
    assert_true(to->len + (size_t)lines.len <= sizeof to->lines);
    memcpy(to->lines + to->len, lines.ptr, (size_t)lines.len);
    to->len += (size_t)lines.len;
    return ST_OK;
}

static status on_damage(void *ctx, const evtx_damage *d)
{
    heard *to = ctx;
    if (to->damage_count < COUNT(to->damages)) to->damages[to->damage_count++] = *d;
    return to->answer;
}

static const events_sink sink = { &h, on_lines, on_damage };

// ---- frames --------------------------------------------------------------------------------------

typedef struct said {
    uint8_t     type;
    const char *bytes;
    size_t      len;
} said;

#define SAID(type, s)                                                                              \
    {                                                                                              \
        type, s, sizeof(s) - 1                                                                     \
    }
#define U64(c) c "\0\0\0\0\0\0\0"
#define END(read, recovered, damages)                                                              \
    SAID(EVENTS_FRAME_END, U64(read) U64("\0") U64("\0") U64(recovered) U64("\0") U64("\0")        \
                               U64("\1") U64(damages) U64("\0"))
#define DAMAGE(why, slack)                                                                         \
    SAID(EVENTS_FRAME_DAMAGE, why slack "\2\0\0\0" U64("\3") U64("\4") U64("\5") "\1\0\0\0")

static status decode(const said *frames, size_t count, events_decoder *d)
{
    status st = ST_OK;
    memset(&h, 0, sizeof h);
    memset(d, 0, sizeof *d);
    d->sink = &sink;
    for (size_t i = 0; i < count && st == ST_OK && frames[i].type; i++) {
        st = events_decode(d, frames[i].type, (str){ frames[i].bytes, (ptrdiff_t)frames[i].len });
    }
    return st;
}

static void test_good_frames(void **state)
{
    (void)state;
    static const said frames[] = { SAID(EVENTS_FRAME_LINES, "{\"a\":1}\n{\"b\":\"\xC4\x91\"}\n"),
                                   DAMAGE("\1", "\1"), END("\1", "\1", "\1") };
    events_decoder    d;
    assert_int_equal(decode(frames, COUNT(frames), &d), ST_OK);
    assert_true(d.ended);
    assert_int_equal(h.len, 19);
    assert_int_equal(h.damages[0].offset, 3);
    assert_int_equal(h.damages[0].record, 5);
    assert_true(h.damages[0].recovered);
}

#define LONG_LINE "{\"0123456789012345678901234567890123456789012345678901234567890123456789\":"

static void test_bad_frames(void **state)
{
    (void)state;
    static const said bad[][3] = {
        { SAID(EVENTS_FRAME_LINES, "") },
        { SAID(EVENTS_FRAME_LINES, "{\"a\":1}") },             // no end
        { SAID(EVENTS_FRAME_LINES, "x\n") },                   // no object
        { SAID(EVENTS_FRAME_LINES, "{\"a\":\"\x1b[2J\"}\n") }, // to a terminal
        { SAID(EVENTS_FRAME_LINES, LONG_LINE "\"\x1b\"}\n") }, // behind a whole block
        { SAID(EVENTS_FRAME_LINES, LONG_LINE "\"\xff\"}\n") }, // no UTF-8
        { SAID(EVENTS_FRAME_LINES, "{\"a\":\"\x7f\"}\n") },    //
        { END("\1", "\0", "\0") },                             // counts what it did not give
        { SAID(EVENTS_FRAME_LINES, "{}\n"), END("\0", "\0", "\0") },
        { SAID(EVENTS_FRAME_LINES, "{}\n"), END("\1", "\0", "\1") },
        { END("\0", "\0", "\0"), END("\0", "\0", "\0") }, // twice
        { END("\0", "\0", "\0"), SAID(EVENTS_FRAME_LINES, "{}\n") },
        { SAID(EVENTS_FRAME_END, "\0\0") },      // short
        { DAMAGE("\0", "\0") },                  // no reason
        { DAMAGE("\x63", "\0") },                // an unknown one
        { DAMAGE("\1", "\2") },                  //
        { SAID(EVENTS_FRAME_DAMAGE, "\1\0\0") }, //
        { SAID(EVENTS_FRAME_REFUSED, "\0"), SAID(EVENTS_FRAME_REFUSED, "\0") },
        { SAID(EVENTS_FRAME_REFUSED, "") },
    };
    events_decoder d;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (decode(bad[i], COUNT(bad[i]), &d) != ST_INVALID) fail_msg("bad %zu was taken", i);
    }
}

// ---- sealed ----------------------------------------------------------------------------------------

static const kit_value word[] = { KIT_TEXT("x") };
static const kit_event event  = { "<Event><A>%0:01</A></Event>", word, 1 };
static kit_log         log_of;

static status read_sealed(str bytes, bool recover, evtx_counts *counts, problem *why)
{
    static char          room[EVENTS_SCRATCH_BYTES];
    const events_options o = { S(COLOA_EVTX), recover };
    int                  fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, bytes), ST_OK);
    status want = h.answer;
    memset(&h, 0, sizeof h);
    h.answer  = want;
    *why      = (problem){ 0 };
    status st = events_read(&o, fd, &sink, arena_over(room, sizeof room), counts, why);
    os_close(fd);
    return st;
}

static str many_records(int count)
{
    kit_begin(&log_of);
    kit_chunk(&log_of);
    for (int i = 1; i <= count; i++) kit_record(&log_of, (uint64_t)i, &event);
    kit_chunk_ends(&log_of);
    kit_record(&log_of, 1000, &event);
    log_of.last = (uint64_t)count;
    kit_chunk_head(&log_of, log_of.record);
    return kit_file(&log_of);
}

static void test_a_log(void **state)
{
    (void)state;
    evtx_counts counts;
    problem     why;
    str         file = many_records(300);
    assert_int_equal(read_sealed(file, false, &counts, &why), ST_OK);
    assert_int_equal(counts.read, 300);
    assert_int_equal(h.len, 300 * (sizeof "{\"Event\":{\"A\":\"x\"}}\n" - 1));
    assert_int_equal(h.damage_count, 0);
    assert_int_equal(read_sealed(file, true, &counts, &why), ST_OK);
    assert_int_equal(counts.repeated, 1);

    log_of.bytes[EVTX_HEAD_BYTES + EVTX_CHUNK_HEAD_BYTES + 4] = 1;
    assert_int_equal(read_sealed(file, false, &counts, &why), ST_OK);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(counts.read, 299); // the template in it is whole, and they stand on that
    assert_int_equal(h.damages[1].why, EVTX_RECORD_TORN);
    assert_int_equal(h.damages[1].record, 1);
}

static void test_no_log(void **state)
{
    (void)state;
    evtx_counts counts;
    problem     why;
    assert_int_equal(read_sealed(S(""), false, &counts, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evtx-not-a-log")));
    assert_int_equal(read_sealed(S("PK\3\4 a zip"), true, &counts, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evtx-not-a-log")));
    int                  ends[2];
    char                 room[16];
    const events_options o = { S(COLOA_EVTX), false };
    assert_int_equal(os_pipe(ends), ST_OK);
    assert_int_equal(events_read(&o, ends[0], &sink, arena_over(room, sizeof room), &counts, &why),
                     ST_INVALID);
    assert_true(str_equal(why.rule, S("evtx-not-a-file")));
    os_close(ends[0]), os_close(ends[1]);
}

static void test_who_listens_may_stop(void **state)
{
    (void)state;
    evtx_counts counts;
    problem     why;
    h.answer = ST_BROKEN;
    assert_int_equal(read_sealed(many_records(300), false, &counts, &why), ST_BROKEN);
    h.answer = ST_OK;
}

// A program that is no reader at all: what it says is not believed.
static void test_another_program(void **state)
{
    (void)state;
    static char          room[EVENTS_SCRATCH_BYTES];
    evtx_counts          counts;
    problem              why = { 0 };
    const events_options o   = { S("/bin/echo"), false };
    int                  fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(events_read(&o, fd, &sink, arena_over(room, sizeof room), &counts, &why),
                     ST_CONFLICT);
    assert_true(str_equal(why.rule, S("evtx-died")));
    const events_options none = { S("/nowhere/coloa-evtx"), false };
    status st = events_read(&none, fd, &sink, arena_over(room, sizeof room), &counts, &why);
    assert_true(st == ST_BROKEN || st == ST_CONFLICT);
    assert_int_equal(events_read(&o, fd, &sink, arena_over(room, 1024), &counts, &why), ST_MEMORY);
    os_close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_frames),
        cmocka_unit_test(test_bad_frames),
        cmocka_unit_test(test_a_log),
        cmocka_unit_test(test_no_log),
        cmocka_unit_test(test_who_listens_may_stop),
        cmocka_unit_test(test_another_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
