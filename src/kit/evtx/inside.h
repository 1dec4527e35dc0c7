// inside.h - what the parts of the reader share. Nobody else includes it.
//
//   file.c → chunk.c → event.c → tree.c (tokens to nodes) → program.c (nodes to steps)
//                              → run.c (steps and values to JSON) → value.c
//
// A template's definition is turned into a flat program once per chunk: literal JSON with places for values.
// A record then is a walk over that program.
#ifndef COLOA_KIT_EVTX_INSIDE_H
#define COLOA_KIT_EVTX_INSIDE_H

#include "kit/evtx/bytes.h"
#include "kit/evtx/evtx.h"

// ---- tokens to nodes ---------------------------------------------------------------------------
enum {
    TOKEN_END             = 0x00,
    TOKEN_ELEMENT         = 0x01,
    TOKEN_CLOSE_START     = 0x02,
    TOKEN_CLOSE_EMPTY     = 0x03,
    TOKEN_CLOSE_ELEMENT   = 0x04,
    TOKEN_TEXT            = 0x05,
    TOKEN_ATTRIBUTE       = 0x06,
    TOKEN_CDATA           = 0x07,
    TOKEN_CHARACTER       = 0x08,
    TOKEN_ENTITY          = 0x09,
    TOKEN_PI_TARGET       = 0x0a,
    TOKEN_PI_DATA         = 0x0b,
    TOKEN_TEMPLATE        = 0x0c,
    TOKEN_VALUE           = 0x0d,
    TOKEN_VALUE_OR_NONE   = 0x0e,
    TOKEN_FRAGMENT        = 0x0f,
    TOKEN_MORE            = 0x40, // a bit beside them
    FRAGMENT_HEAD_BYTES   = 4,
    DEFINITION_HEAD_BYTES = 24,
};

typedef enum node_kind {
    NODE_ELEMENT = 1,
    NODE_ATTRIBUTE,
    NODE_TEXT,     // name: the text
    NODE_ENTITY,   // name: of one that is not known
    NODE_VALUE,    // index: which
    NODE_PI,       // name: target; its text is the first child
    NODE_INSTANCE, // index: where in the chunk
} node_kind;

typedef struct node {
    node_kind kind;
    uint8_t   type; // of a value, as it is announced
    uint32_t  index;
    str       name;              // UTF-16LE
    uint32_t  next;              // sibling; 0: none
    uint32_t  first, last;       // content
    uint32_t  attrs, attrs_last; // of an element
} node;

// A chunk as the parts below see it. Names and definitions may lie anywhere in it.
typedef struct chunk_view {
    str  bytes;  // of the chunk, from its first; shorter where the file is cut
    bool strict; // slack: a name must have the hash that stands beside it, or it was written over
} chunk_view;

typedef struct tree {
    const chunk_view *chunk;
    node             *nodes; // EVTX_NODES_MAX; 0 is nobody, its content are the roots
    uint32_t          count;
    bool              depends; // elements carry a dependency number
    evtx_why          why;     // 0: sound
} tree;

// Reads elements and instructions up to the end token or the end of r.
void tree_read(tree *t, reader *r);
// Passes over a template instance whose token was taken.
bool instance_skip(reader *r);

// ---- nodes to steps ----------------------------------------------------------------------------
typedef enum step_kind {
    STEP_LITERAL = 1,   // at, len
    STEP_ROOT,          // at, len: key of a member of the object that is open, whichever it is
    STEP_VALUE,         // index; at, len: the literal before it
    STEP_ATTRIBUTE,     // index; at, len: its key
    STEP_ATTRS,         // begins attributes that may all be absent; at, len: the literal before it
    STEP_ATTRS_NULL,    // ends them: nothing follows
    STEP_ATTRS_VALUE,   // ends them: value `index` follows
    STEP_ATTRS_TEXT,    // ends them: the text at, len follows
    STEP_ATTRS_MEMBERS, // ends them: members follow, then STEP_CLOSE
    STEP_TEXT_VALUE,    // attributes stand already: value `index`, or nothing, and the end
    STEP_CLOSE,         // ends an object, takes the last comma away
    STEP_OBJECT,        // an object with keys that are not known before: at, len of its known ones
    STEP_OBJECT_END,
    STEP_MEMBER,   // value `index` as members of the object
    STEP_INSTANCE, // template instance at `at` as members of the object
    STEP_KEY,      // value `index` is a key
    STEP_MIXED,    // `len` parts follow which are one text
    STEP_PART_LITERAL,
    STEP_PART_VALUE,
    STEP_DATA, // the only <Data> without a name: value `index`
    STEP_ITEM, // one of several: value `index`
} step_kind;

typedef struct step {
    uint16_t kind;
    uint16_t index;
    uint32_t at, len; // in the program's text
} step;

typedef struct span {
    uint32_t at, len;
} span;

enum { TEXT_AT_ONCE = 32 }; // readable behind a program's text

typedef struct program {
    const step *steps;
    const char *text;  // TEXT_AT_ONCE more than text_len
    const span *keys;  // those of objects, in a row
    const char *types; // announced for its values, TYPE_UNUSED for those it has no place for
    uint32_t    step_count, text_len, key_count, type_count;
    bool        bound; // it names places of its chunk and is good for no other
} program;

enum { BUILD_TEXT_MAX = 1024 * 1024, BUILD_KEYS_MAX = EVTX_NODES_MAX, TYPE_UNUSED = 0x7f };

typedef struct program_build { // room to make one program in
    step     *steps;           // BUILD_STEPS_MAX
    char     *text, *key_text; // BUILD_TEXT_MAX each
    span     *keys, *names;    // BUILD_KEYS_MAX each; names: of the objects that are open
    uint32_t *hashes, *nexts;  // of names: the number the next one like it begins its search with
    char     *types;           // EVTX_VALUES_MAX
    uint32_t  step_count, text_len, key_text_len, key_count, name_count, type_count;
    uint32_t  level;    // 1: outermost
    uint32_t  compared; // names with names
    bool      full, bound;
} program_build;

enum { BUILD_STEPS_MAX = 4 * EVTX_NODES_MAX };

// The program of a tree, kept in a. False: no room.
bool program_make(program_build *b, const tree *t, arena *a, program *out);
// NULL: no room.
const program *program_copy(const program *from, arena *a);

// ---- one record --------------------------------------------------------------------------------
typedef struct value {
    const char *at;
    uint16_t    size;
    uint8_t     type;
} value;

enum {
    VALUE_NULL     = 0x00,
    VALUE_TEXT     = 0x01,
    VALUE_ANSI     = 0x02,
    VALUE_INT8     = 0x03,
    VALUE_UINT8    = 0x04,
    VALUE_INT16    = 0x05,
    VALUE_UINT16   = 0x06,
    VALUE_INT32    = 0x07,
    VALUE_UINT32   = 0x08,
    VALUE_INT64    = 0x09,
    VALUE_UINT64   = 0x0a,
    VALUE_REAL32   = 0x0b,
    VALUE_REAL64   = 0x0c,
    VALUE_BOOL     = 0x0d,
    VALUE_BINARY   = 0x0e,
    VALUE_GUID     = 0x0f,
    VALUE_SIZE     = 0x10,
    VALUE_FILETIME = 0x11,
    VALUE_SYSTIME  = 0x12,
    VALUE_SID      = 0x13,
    VALUE_HEX32    = 0x14,
    VALUE_HEX64    = 0x15,
    VALUE_HANDLE   = 0x20,
    VALUE_BINXML   = 0x21,
    VALUE_XML      = 0x23,
    VALUE_ARRAY    = 0x80, // a bit beside them
};

enum { KEYS_OPEN_MAX = 1024, VALUE_SHORT_MAX = 256 };

typedef struct known_program {
    uint32_t       at, id; // where the definition stands, and its identifier
    uint32_t       chunk_turn;
    const program *program;
} known_program;

enum { OBJECTS_MAX = EVTX_NESTED_MAX * (EVTX_ELEMENTS_MAX + 2) };

typedef struct opened { // the keys of the object at hand
    uint32_t base, count;
} opened;

typedef struct lent_program {
    uint32_t       id;
    const program *program;
} lent_program;

enum { KNOWN_SLOTS = 2 * EVTX_PROGRAMS_MAX, LENT_SLOTS = 2 * EVTX_LENT_MAX };

typedef struct events { // what turns records of one chunk into lines
    chunk_view    chunk;
    uint32_t      turn; // which chunk, for `known`
    uint32_t      known_count;
    known_program known[KNOWN_SLOTS];
    arena         whole; // programs of the chunk
    arena         kept;  // what is left of it
    bool          lends; // for slack: a definition of each identifier is kept beyond its chunk
    uint32_t      lent_count;
    lent_program  lent[LENT_SLOTS];
    arena         lent_room;
    program_build build;
    node         *nodes;
    value        *values; // EVTX_VALUES_MAX
    uint32_t      value_count;
    uint64_t      chunk_steps, chunk_bytes;
    // of the record at hand
    char    *p, *end; // output
    evtx_why why;     // 0: sound so far
    uint32_t steps, nested;
    bool     borrowed;                 // a template
    str      open[KEYS_OPEN_MAX];      // keys of objects whose keys are not known before
    uint32_t open_next[KEYS_OPEN_MAX]; // as `nexts` above
    uint32_t open_base, open_count;
    opened   before[OBJECTS_MAX]; // objects of programs that are open, and what was before each
    uint32_t depth;
} events;

static inline bool fails(events *e, evtx_why why)
{
    if (!e->why) e->why = why;
    return false;
}

// Work that may produce no output is counted, so that it ends.
static inline bool charge(events *e, uint64_t steps)
{
    if (steps > EVTX_STEPS_MAX - e->steps) return fails(e, EVTX_XML_STEPS);
    e->steps += (uint32_t)steps;
    return true;
}

static inline bool has_room(events *e, size_t bytes)
{
    return (size_t)(e->end - e->p) >= bytes || fails(e, EVTX_XML_LARGE);
}

void events_chunk(events *e, str bytes, bool strict); // begins another chunk
// Keeps, for slack, the definitions that stand anywhere from `from` on, whole.
void events_gather(events *e, size_t from);
// One record's BinXML, from..to in the chunk, as a line at `line`. Bytes written, 0 when e->why says why not;
// *event: those that are the event itself, whether it was recovered or not.
size_t events_line(events *e, size_t from, size_t to, bool recovered, char *line, size_t *event);

// ---- run.c: steps and values to JSON ------------------------------------------------------------
void run_members(events *e, const program *g, const value *v, uint32_t count);
// event.c: BinXML in a value, or a whole record, as members of the open object.
void fragment_members(events *e, reader r, bool depends);
void instance_members(events *e, reader *r);
// The key as it shall be in the open object: `"key":` or `"key_1":`.
void key_put(events *e, str key);
void know_key(events *e, str key); // the open object has it

// ---- value.c ------------------------------------------------------------------------------------
// All need room at p for 6 bytes per UTF-16 unit and VALUE_SHORT_MAX more.
char *json16(char *p, const char *utf16, size_t bytes);
char *suffix_put(char *p, uint32_t n); // "_12"
// Text that json16 wrote becomes a key: many readers of JSON take no NUL in one. It becomes U+FFFD.
void key_without_nul(char *from, const char *to);
void value_put(events *e, const value *v);      // as JSON; not BinXML
void value_put_text(events *e, const value *v); // within a text that is open
bool value_is_absent(const value *v);           // one without bytes, though its type has a size

static inline bool value_is_null(const value *v)
{
    return v->type == VALUE_NULL || (v->size == 0 && value_is_absent(v));
}

// ---- sums and marks -----------------------------------------------------------------------------
uint32_t crc32_of(uint32_t before, str bytes);
uint64_t event_mark(str line, uint64_t salt);

typedef struct seen_set {
    uint64_t *slots;
    size_t    mask, count;
    bool      full;
} seen_set;

bool seen_add(seen_set *s, uint64_t mark); // false: it was there already, or the set is full

#endif
