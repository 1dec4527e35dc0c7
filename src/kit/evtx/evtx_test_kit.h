// evtx_test_kit.h - writes small event logs for tests and fuzzers, token by token, and reads them back.
//
// A template is written as a little XML: elements, attributes, text, entities, and places for values: "%0:01" is
// value 0, announced as type 01; "%1?08" may be absent. Text is ASCII.
#ifndef COLOA_KIT_EVTX_EVTX_TEST_KIT_H
#define COLOA_KIT_EVTX_EVTX_TEST_KIT_H

#include <uchar.h>

#include "kit/evtx/inside.h"

enum {
    KIT_CHUNKS = 4,
    KIT_FILE   = EVTX_HEAD_BYTES + KIT_CHUNKS * EVTX_CHUNK_BYTES,
    KIT_NAMES  = 256
};

typedef struct kit_value {
    uint8_t                 type;
    const void             *bytes;
    size_t                  size;
    const char             *xml;    // type 21: a fragment
    const struct kit_event *within; // type 21: an instance
} kit_value;

typedef struct kit_event {
    const char      *xml;
    const kit_value *values;
    size_t           count;
} kit_event;

#define KIT_TEXT(s)                                                                                \
    {                                                                                              \
        .type = VALUE_TEXT, .bytes = u"" s, .size = sizeof(u"" s) - 2                              \
    }
#define KIT_BYTES(kind, s)                                                                         \
    {                                                                                              \
        .type = kind, .bytes = s, .size = sizeof(s) - 1                                            \
    }

typedef struct kit_named {
    char     text[32];
    uint32_t at;
} kit_named;

typedef struct kit_log {
    char      bytes[KIT_FILE];
    size_t    size;   // of the file so far
    size_t    start;  // of the chunk at hand
    size_t    at;     // in it
    size_t    record; // the one at hand
    uint64_t  first, last;
    uint32_t  flags;
    uint16_t  chunks;
    kit_named names[KIT_NAMES], templates[KIT_NAMES];
    size_t    name_count, template_count;
} kit_log;

// ---- writing -----------------------------------------------------------------------------------------

void kit_begin(kit_log *l);
void kit_chunk(kit_log *l);
void kit_record(kit_log *l, uint64_t id, const kit_event *e);
// The head says that what was written up to now, or up to `space`, is live: records first..last.
void kit_chunk_ends(kit_log *l);
void kit_chunk_head(kit_log *l, size_t space);
str  kit_file(kit_log *l); // what was written so far
// By hand: numbers, and what stands around a record.
void kit_put(kit_log *l, uint64_t v, size_t bytes);
void kit_put_at(kit_log *l, size_t at, uint64_t v, size_t bytes); // in the chunk
void kit_record_begins(kit_log *l, uint64_t id);
void kit_record_ends(kit_log *l);

// ---- reading -----------------------------------------------------------------------------------------

enum { KIT_LINES = 24 * 1024 * 1024, KIT_DAMAGES = 64 };

typedef struct kit_read {
    char       *lines; // KIT_LINES
    size_t      len;
    uint64_t    line_count;
    evtx_damage damages[KIT_DAMAGES];
    size_t      damage_count; // may be more than were kept
    uint64_t    failed, lost; // as the damages say
    bool        recover;
    evtx_counts counts;
    status      status;
    void (*check)(str line); // each; may be NULL
} kit_read;

// False when the numbers do not add up.
bool kit_reads(kit_read *k, str bytes, bool recover);
// The sink it reads into.
char *kit_line_room(void *ctx);
void  kit_line_ends(void *ctx, size_t bytes);
void  kit_damaged(void *ctx, const evtx_damage *d);

#endif
