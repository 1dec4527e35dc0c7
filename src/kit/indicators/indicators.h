// indicators.h - lists of indicators and words, and where they stand in bytes. Pure: no system call.
//
// A list is lines. With a first line that names columns ("type", "value"; others are notes) it is a csv of that form;
// else a line is a value, and what stands behind a semicolon is a note. '#' begins a comment. What a value is shows in
// itself: 32, 40 or 64 hexadecimal digits a hash, four numbers an address, "scheme://" a URL, a name with a dot and no
// blank a domain, all else a word.
//
// Where every line is `expression;score`, with a third part or none, and most have a backslash, it is a list of names: regular
// expressions over the names of files (PCRE2, with regard to case; those of the form of LOKI's filename-iocs.txt). What
// the third part holds of is not meant. The comment above a line and its score are its note.
//
// All others are looked for in one pass (Vectorscan), whatever the case of ASCII letters, as bytes and, those of
// ASCII, as UTF-16 (little endian). Words are found anywhere, as `grep -F -i` does; addresses, domains and hashes only where they do
// not go on: 1.2.3.4 is not in 11.2.3.45, and a domain is met in its subdomains but not in longer names.
#ifndef COLOA_KIT_INDICATORS_INDICATORS_H
#define COLOA_KIT_INDICATORS_INDICATORS_H

#include "kit/base/base.h"

enum {
    INDICATORS_MAX   = 500 * 1000,
    LISTED_VALUE_MAX = 512, // bytes
    LISTED_VALUE_MIN = 3,   // shorter ones are everywhere
    LISTED_NOTE_MAX  = 400,
    LISTED_REFUSALS  = 1000, // that are told, all are counted
    LISTED_WINDOW    = 4 * 1024 * 1024,
};

typedef enum listed_kind {
    LISTED_WORD = 1,
    LISTED_MD5,
    LISTED_SHA1,
    LISTED_SHA256,
    LISTED_ADDRESS,
    LISTED_DOMAIN,
    LISTED_URL,
    LISTED_NAME, // of a file; an expression
} listed_kind;

const char *listed_kind_key(listed_kind k); // "word" "md5" …; NULL for an unknown number

typedef struct listed {
    listed_kind kind;
    str         value, note;
    str         list; // as it was given
    uint32_t    line;
} listed;

typedef struct indicators indicators;

indicators *indicators_new(arena *a); // NULL when a is spent
// `list` and `bytes` must live on. ST_MEMORY, ST_LIMIT (INDICATORS_MAX); lines that are no indicator are counted.
status indicators_load(indicators *s, str list, str bytes) MUST_CHECK;
status
indicators_compile(indicators *s) MUST_CHECK; // after the last list. ST_BROKEN: Vectorscan refuses
void indicators_free(indicators *s);          // what Vectorscan keeps

size_t indicators_count(const indicators *s);
size_t indicators_refused(const indicators *s); // lines

// A line of a list of names that is none, of those the first LISTED_REFUSALS. NULL behind the last.
typedef struct listed_refusal {
    str         list, detail; // detail may be empty
    uint32_t    line;
    const char *why; // "names-line" "names-regex"
} listed_refusal;
const listed_refusal *indicators_refusal(const indicators *s, size_t i);

const listed *indicators_at(const indicators *s, size_t i);
// The hash of a whole file, lower case hexadecimal; false when no list has it.
bool indicators_hash(const indicators *s, str hex, size_t *number);
// The name of a file, with its path, against lists of names. False from `met` ends the search.
bool indicators_name(const indicators *s, str path, bool (*met)(void *ctx, size_t number),
                     void *ctx);
bool indicators_want(const indicators *s, listed_kind k); // some list has one of that kind

// Each place of bytes where one stands: [from, to) is its text. False from `met` ends the search.
typedef bool indicators_met(void *ctx, size_t number, size_t from, size_t to);
// `passed`, which may be NULL, is told what will not be looked at again. ST_BROKEN: Vectorscan failed.
status indicators_search(const indicators *s, str bytes, indicators_met *met, void *ctx,
                         void (*passed)(void *ctx, uint64_t to)) MUST_CHECK;

#endif
