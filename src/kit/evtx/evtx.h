// evtx.h - a Windows event log (EVTX) as JSON lines. Pure: bytes in, lines out, no system call, no clock.
//
// It is not a viewer: message texts of Windows' own libraries are not looked up. Written after the public
// descriptions of the format ([MS-EVEN6]; Metz, "Windows XML Event Log (EVTX) format").
//
// A live record is one line {"Event":{…}}: an element is its value, null when empty; with attributes it is
// {"#attributes":{…},"#text":value}; a <Data Name="x"> is "x":value; further siblings of one name are
// "name_1", "name_2" …; <Data> without a name is {"#text":value} or, several of them, {"#text":[…]}. Numbers
// and booleans are JSON's, all else is text. A record out of slack has "recovered":true beside "Event", and
// "template":"borrowed" where its own template was written over and one of the same identifier, whose values
// are of the same number and types, was taken from elsewhere in the file.
//
// Order of reading: live records chunk by chunk as they lie in the file; then, where asked for, what the
// space behind them still holds, each event once and never one that was given already.
#ifndef COLOA_KIT_EVTX_EVTX_H
#define COLOA_KIT_EVTX_EVTX_H

#include "kit/base/base.h"

enum {
    EVTX_HEAD_BYTES       = 4096,
    EVTX_CHUNK_BYTES      = 64 * 1024,
    EVTX_CHUNK_HEAD_BYTES = 512,
    EVTX_LINE_MAX         = 1024 * 1024,      // one record as JSON
    EVTX_NESTED_MAX       = 16,               // BinXML within a value, templates within templates
    EVTX_ELEMENTS_MAX     = 64,               // elements within elements
    EVTX_NODES_MAX        = 16 * 1024,        // tokens of one definition
    EVTX_VALUES_MAX       = 8192,             // values of one record, all nested ones together
    EVTX_STEPS_MAX        = 256 * 1024,       // of one record: a bound for what produces no output
    EVTX_CHUNK_STEPS_MAX  = 16 * 1024 * 1024, // of all records of a chunk together
    EVTX_CHUNK_LINES_MAX  = 16 * 1024 * 1024, // bytes of all its lines, live and slack apart
    EVTX_PROGRAMS_MAX     = 512,              // definitions of one chunk that are kept
    EVTX_LENT_MAX         = 1024,             // definitions of the file that are kept for its slack
    EVTX_LENT_BYTES       = 4 * 1024 * 1024,
    EVTX_CHUNKS_MAX       = 1024 * 1024,      // 64 GiB
    EVTX_PROGRAM_BYTES    = 6 * 1024 * 1024,  // definitions of one chunk as they are kept
    EVTX_SEEN_MAX         = 4 * 1024 * 1024,  // slots to tell recovered records from given ones
    EVTX_ROOM_BYTES       = 64 * 1024 * 1024, // untouched it costs nothing
};

// Why something is damaged. Worded under "evtx.<key>" in po/; keys in damage.c.
typedef enum evtx_why {
    EVTX_FILE_HEAD = 1, // signature or sizes of the file's head; chunks are looked for all the same
    EVTX_FILE_SUM,      // the head's checksum: a note
    EVTX_FILE_CUT,      // the file ends within a chunk
    EVTX_CHUNK_HEAD,    // bytes without a chunk's signature; `records`: whole ones that lie there
    EVTX_CHUNK_SUM,     // checksum of a chunk's head: a note
    EVTX_DATA_SUM,      // checksum of its records: a note
    EVTX_CHUNK_BEHIND, // a dirty file's chunk head is older than its records, which are given: a note
    EVTX_CHUNK_SPACE,  // the head's end of records cannot be
    EVTX_RECORD_GAP,   // where a record should begin there is none
    EVTX_RECORD_TORN,  // its size goes nowhere, or differs from the copy at its end
    EVTX_RECORD_LOST,  // the head counts more records than there are
    EVTX_XML_CUT,      // BinXML: more is announced than there is
    EVTX_XML_TOKEN,    // an unknown or misplaced token
    EVTX_XML_NAME,     // a name that is not where it should be, or was written over
    EVTX_XML_TEMPLATE, // likewise a template's definition
    EVTX_XML_EMPTY,    // no event in it
    EVTX_XML_DEEP,     // nested beyond every bound
    EVTX_XML_LARGE,    // more than EVTX_LINE_MAX, EVTX_VALUES_MAX or EVTX_NODES_MAX
    EVTX_XML_STEPS,    // EVTX_STEPS_MAX, or EVTX_CHUNK_STEPS_MAX and _LINES_MAX of its chunk
    EVTX_SEEN_FULL,    // more records than can be told apart: slack from here on is not searched
} evtx_why;
enum { EVTX_WHYS = EVTX_SEEN_FULL };

const char *evtx_why_key(evtx_why why);     // "file-head" …; NULL for an unknown number
bool        evtx_why_is_note(evtx_why why); // nothing is lost by it

typedef struct evtx_damage {
    evtx_why why;
    uint32_t chunk;     // from 0; UINT32_MAX: the file's head
    uint64_t offset;    // in the file
    uint64_t bytes;     // that are concerned; 0 not known
    uint64_t record;    // number of the first one concerned; 0 not known
    uint32_t records;   // failed or skipped through it; may be 0
    bool     recovered; // found while searching slack
} evtx_damage;

// read + failed + skipped are all live records that were met or announced; recovered + lost + repeated are all
// whole ones that slack was found to hold.
typedef struct evtx_counts {
    uint64_t read, failed;
    uint64_t skipped;   // whole, but in a chunk without a head; with `recover` they count as slack
    uint64_t recovered; // given
    uint64_t lost;      // what they stood on was written over, or they are damaged
    uint64_t repeated;  // given already, word for word
    uint64_t chunks;    // with a head
    uint64_t damages;   // told, notes among them
    uint32_t flags;     // of the file: 1 dirty, 2 full
} evtx_counts;

typedef struct evtx_sink {
    void *ctx;
    // Room for a line of at most EVTX_LINE_MAX bytes; NULL ends the reading.
    char *(*room)(void *ctx);
    void (*line)(void *ctx, size_t bytes); // what was written there is a line, '\n' at its end
    void (*damage)(void *ctx, const evtx_damage *d);
    void (*passed)(
        void    *ctx,
        uint64_t to); // nothing before this offset will be read in this pass; may be NULL
} evtx_sink;

typedef struct evtx_options {
    bool     recover;
    uint64_t salt; // by chance: nobody can make a record pass for one that was given already
} evtx_options;

// `room` holds EVTX_ROOM_BYTES or more and is used as it is. ST_INVALID: neither the file's signature nor
// a single chunk's is there, nothing was given. ST_MEMORY: `room` is too small. ST_LIMIT: the sink ended it.
status evtx_read(str bytes, const evtx_options *o, arena room, const evtx_sink *sink,
                 evtx_counts *out) MUST_CHECK;

#endif
