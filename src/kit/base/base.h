// base.h - the words every file shares: slices, arenas, results, growing output.
//
// Depends on the C library only. Never prints, never exits, never reads a clock.
#ifndef COLOA_KIT_BASE_BASE_H
#define COLOA_KIT_BASE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A view of bytes that something else owns. Not NUL-terminated.
// Invariant: len >= 0, and ptr is non-NULL whenever len > 0. A NULL ptr means "absent" where absent
// and empty differ (a database NULL, a field that was not sent).
// Lives exactly as long as the arena, file or literal it points into.
typedef struct str {
    const char *ptr;
    ptrdiff_t   len; // bytes, not characters
} str;

#define STR(literal)                                                                               \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }                                  // in tables
#define S(literal) ((str)STR(literal)) // in expressions
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define STR_FMT "%.*s" // with STR_ARG in printf-like calls
#define STR_ARG(s) (int)(s).len, (s).ptr

bool      str_equal(str a, str b);
bool      str_equal_nocase(str a, str b); // ASCII letters only
int       str_compare(str a, str b);      // by bytes, as memcmp; shorter first
bool      str_starts(str s, str prefix);
bool      str_ends(str s, str suffix);
str       str_trim(str s);                                // a narrower view; allocates nothing
str       str_from(const char *text);                     // NULL gives the absent str
str       str_slice(str s, ptrdiff_t from, ptrdiff_t to); // clamped to s
ptrdiff_t str_find(str s, str needle);                    // first place, or -1
// Cuts s at the first `mark`: *head before it, *tail after it. False (head = s) when there is none.
bool str_cut(str s, char mark, str *head, str *tail);
bool str_is_text(str s); // valid UTF-8 without control bytes other than \n, \r and \t
bool str_is_utf8(str s);
// What s begins with, at most max bytes; no character is cut in two.
str      str_begin(str s, ptrdiff_t max);
uint64_t str_hash(str s);                // FNV-1a; for tables in memory, never for security
bool     str_int(str s, int64_t *out);   // whole decimal number, optional '-'
bool     str_number(str s, double *out); // whatever strtod takes whole, and finite
// How many Unicode characters (code points) s holds; s must be UTF-8.
size_t str_characters(str s);

// Every fallible function returns one of these, and nothing else.
// Details for the person who asked go into a `problem`; details for the operator go into the log at
// the place that noticed.
typedef enum status {
    ST_OK = 0,
    ST_INVALID,   // the data given breaks a rule; `problem` says which
    ST_MISSING,   // no such thing, or not visible to this actor
    ST_FORBIDDEN, // known actor, act not permitted
    ST_CONFLICT,  // the thing has moved on since it was read
    ST_LIMIT,     // a stated bound was reached
    ST_MEMORY,    // the arena is spent
    ST_BROKEN,    // disk, database or peer failed; worth an operator's look
} status;

const char *status_name(status st); // "invalid", "missing", ... for logs and JSON

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#define UNUSED __attribute__((unused))
#define TRY(call)                                                                                  \
    do {                                                                                           \
        status try_ = (call);                                                                      \
        if (try_ != ST_OK) return try_;                                                            \
    } while (0)

// Which field broke which rule. `rule` is a stable key whose wording lives in po/*.po under
// "problem.<rule>"; `detail` may carry a value to show (arena-owned or literal).
typedef struct problem {
    str     field;  // name as in the form or file, empty when the whole record is meant
    str     rule;   // e.g. "required", "too-long", "unknown-fact"
    str     detail; // e.g. the offending value; may be empty
    int64_t row;    // 1-based row in a file, 0 when there is none
} problem;

status problem_set(problem *why, status code, str field, str rule); // returns code; why may be NULL
status problem_detail(problem *why, status code, str field, str rule, str detail);

// Refuses text outside min..max characters ("required", "too-long") or not text ("not-text").
status text_check(str field, str text, size_t min, size_t max, problem *why) MUST_CHECK;

// The languages of pages, messages and papers.
typedef enum lang { LANG_VI = 1, LANG_EN } lang;

// A region freed all at once. Pass `arena *` for results that outlive the call, `arena` BY VALUE
// for scratch: the copy forgets its allocations on return.
typedef struct arena {
    char *start;
    char *next;
    char *end;
    int  *fault_countdown; // tests only: the allocation that meets 0 fails
} arena;

arena arena_over(void *memory, size_t size_bytes);
void *arena_alloc(arena *a, size_t size, size_t align, size_t count); // zeroed, or NULL
#define NEW(a, type, count) ((type *)arena_alloc(a, sizeof(type), _Alignof(type), (size_t)(count)))

// Copies s into a. Returns ST_MEMORY and leaves *out alone when a is spent. An absent str stays so.
status arena_copy(arena *a, str s, str *out) MUST_CHECK;
// NUL-terminated copy for a C library, or NULL when a is spent.
char *arena_cstr(arena *a, str s);
// printf into a; the absent str when a is spent.
str arena_printf(arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

// Output that grows inside an arena. Failure sticks: after the first lack of room every put is
// ignored and `failed` stays true, so a page is written straight down and tested once at its end.
typedef struct buf {
    char  *ptr;
    size_t len, cap;
    size_t max; // ceiling in bytes, given at the start
    arena *a;
    bool   failed;
    bool   full; // it failed at its ceiling, not for want of memory
} buf;

buf  buf_in(arena *a, size_t first_bytes, size_t max_bytes);
void buf_put(buf *b, str s);
void buf_char(buf *b, char c);
void buf_int(buf *b, int64_t v);
void buf_printf(buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_json(buf *b, str text); // "…" with the escapes of RFC 8259; absent writes null
// A member of a JSON object behind another: ,"name":value. The name is written as it is.
void   buf_member(buf *b, const char *name, str text);         // absent writes ""
void   buf_member_or_null(buf *b, const char *name, str text); // empty writes null
void   buf_member_int(buf *b, const char *name, int64_t v);
void   buf_member_time(buf *b, const char *name, int64_t at_ms); // RFC 3339; 0 writes null
str    buf_str(const buf *b);               // what was written; a view into the arena
status buf_status(const buf *b) MUST_CHECK; // ST_OK, ST_LIMIT (its ceiling) or ST_MEMORY
// The same after the last put: room left over goes back to the arena. Absent when the buf failed.
str buf_close(buf *b);

// ---- bytes as text -------------------------------------------------------------------------
void buf_hex(buf *b, str bytes);                              // lower case
bool hex_decode(str hex, unsigned char *out, size_t out_len); // exactly out_len bytes

// ---- calendar days and instants (UTC; milliseconds since 1970) ------------------------------
typedef struct day { // a calendar day of the proleptic Gregorian calendar
    int32_t year;
    int32_t month; // 1..12
    int32_t dom;   // 1..31
} day;

int64_t day_number(day d); // days since 1970-01-01
day     day_from_number(int64_t n);
day     day_months_after(day from, int64_t months); // the month's last where it has no such day
int     day_weekday(day d);                         // 1 Monday .. 7 Sunday
status  day_parse(str iso, day *out) MUST_CHECK;    // "2026-11-24"
str     day_iso(arena *a, day d);
day     day_of_ms(int64_t at_ms, int32_t offset_minutes); // 420 for Viet Nam
// RFC 3339 with zone ("2026-08-20T22:00:00+07:00", optional fraction) to ms, or ST_INVALID.
status time_parse(str s, int64_t *out_ms) MUST_CHECK;
str    time_rfc3339(arena *a, int64_t at_ms); // in UTC, "…Z", milliseconds kept

enum { VIETNAM_OFFSET_MINUTES = 420 };

#endif
