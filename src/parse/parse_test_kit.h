// parse_test_kit.h - runs a reader over bytes in memory and takes its frames as the parent would.
//
// Its claim, for fuzzers: whatever the bytes, the frames are whole, allowed, and ended by END or
// REFUSED, so an honest worker is never taken for a broken one.
#ifndef COLOA_PARSE_PARSE_TEST_KIT_H
#define COLOA_PARSE_PARSE_TEST_KIT_H

#include <stdlib.h>
#include <string.h>

#include "kit/workers/sheet_frames.h"
#include "parse/parse.h"

enum { KIT_STRINGS = 20000, KIT_TEXT = 1 << 20 };

static status kit_row(void *ctx, const sheet_row *row)
{
    (void)ctx;
    return row->count ? ST_OK : ST_BROKEN;
}

// Frames come whole: the worker hands on only between them.
static status kit_take(void *ctx, str bytes)
{
    sheet_decoder *d = ctx;
    while (bytes.len) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (frame_next(bytes, sheet_frame_rules, &type, &payload, &used) != FRAME_READY) abort();
        status st      = sheet_decode(d, type, payload);
        bool   refused = type == SHEET_FRAME_REFUSED && st == ST_INVALID;
        if (refused) d->ended = true;
        if (!refused && st != ST_OK) abort();
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
    return ST_OK;
}

static void kit_parse(str bytes, sheet_format format)
{
    static char             small[PARSE_ARENA_BYTES], out_room[PARSE_OUT_BYTES], text[KIT_TEXT];
    static char             names[32 * 1024];
    static parse_string     strings[KIT_STRINGS];
    static sheet_decoder    d;
    static const sheet_sink sink = { NULL, NULL, kit_row, NULL };
    problem                 why  = { 0 };
    arena                   kept = arena_over(names, sizeof names);
    memset(&d, 0, sizeof d);
    d.sink          = &sink;
    d.why           = &why;
    d.a             = &kept;
    parse_room room = { arena_over(small, sizeof small), text, sizeof text, strings, KIT_STRINGS };
    frame_out  out  = frame_out_over(out_room, sizeof out_room, kit_take, &d);
    const parse_job job = { bytes, format, S(""), 1, &room, &out };
    parse_sheet(&job);
    if (frame_finish(&out) != ST_OK || !d.ended) abort();
}

#endif
