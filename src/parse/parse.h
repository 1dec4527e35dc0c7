// parse.h - a stranger's spreadsheet in, frames out. Pure: no system call is needed to do it.
//
// It runs inside the sealed program coloa-parse, over a mapped file; tests and fuzzers call it over
// memory. Every failure is a REFUSED frame; nothing here returns an error.
#ifndef COLOA_PARSE_PARSE_H
#define COLOA_PARSE_PARSE_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"
#include "kit/workers/sheet.h"

enum {
    PARSE_STRINGS_MAX      = 1000000,           // shared strings of one workbook
    PARSE_STRING_BYTES_MAX = 64 * 1024 * 1024,  // all of them together
    PARSE_ARENA_BYTES      = 4 * 1024 * 1024,   // names, relations, styles
    PARSE_OUT_BYTES        = 2 * 1024 * 1024,   // answers before they are handed on
    PARSE_INFLATED_MAX     = 512 * 1024 * 1024, // of all parts read together
    PARSE_RATIO_MAX        = 200,               // inflated to file size …
    PARSE_RATIO_FREE_BYTES = 16 * 1024 * 1024,  // … once more than this has come out
    PARSE_ENTRIES_MAX      = 5000,              // files within one workbook
    PARSE_DEPTH_MAX        = 64,                // nested elements
};

typedef struct parse_string { // a shared string
    uint32_t at, len;         // len PARSE_STRING_TOO_LONG: longer than a cell may be, not kept
} parse_string;

enum { PARSE_STRING_TOO_LONG = 0x7fffffff };

// Memory, laid out by the caller before the seal closes. Untouched pages cost nothing.
typedef struct parse_room {
    arena         small;
    char         *text; // of shared strings
    size_t        text_cap;
    parse_string *strings;
    size_t        strings_cap;
} parse_room;

typedef struct parse_job {
    str           bytes; // the whole file
    sheet_format  format;
    str           sheet; // name of the one wanted; empty: the first visible that holds anything
    unsigned long salt;  // of expat's hash tables; not 0
    parse_room   *room;
    frame_out    *out;
} parse_job;

void parse_sheet(const parse_job *job);

#endif
