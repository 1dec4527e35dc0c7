// evidence_file.h - what is true of a file by itself: its name, which kinds are taken, what a look at the
// content may have found, how a row of it looks. Pure: no store, no clock.
#ifndef COLOA_MODULES_EVIDENCE_EVIDENCE_FILE_H
#define COLOA_MODULES_EVIDENCE_EVIDENCE_FILE_H

#include "kit/base/base.h"

#define EVIDENCE_BYTES_MAX (INT64_C(8) * 1024 * 1024 * 1024) // of one file

enum {
    EVIDENCE_NAME_MAX  = 200,  // characters
    EVIDENCE_NOTE_MAX  = 1000, // characters
    EVIDENCE_WHY_MAX   = 500,  // characters of a reason
    EVIDENCE_HASH_LEN  = 64,
    EVIDENCE_SHORT_LEN = 12, // of a hash as pages show it
};

typedef enum evidence_state { // numbers are in the store
    EVIDENCE_RECEIVING = 1,   // only its sender knows of it
    EVIDENCE_WHOLE,
    EVIDENCE_DROPPED, // with a reason; kept
} evidence_state;

const char *evidence_state_key(evidence_state s); // "receiving" "whole" "dropped"

typedef enum evidence_show {
    EVIDENCE_SHOW_NOTHING = 0,
    EVIDENCE_SHOW_IMAGE, // as a small picture
} evidence_show;

typedef struct evidence_type { // data/evidence-types.csv
    str           key;         // end of the name: "pdf"
    str           content;     // what the bytes must be: "pdf" "ole" "text" …
    str           mime;
    str           refused; // empty: taken; else why not: "macros" "archive" "program" "page"
    evidence_show show;
} evidence_type;

typedef struct evidence_finding {
    str  key;    // "macros" "encrypted" …
    bool refuse; // else the file is taken and marked so
} evidence_finding;

extern const evidence_type    evidence_types[];
extern const size_t           evidence_type_count;
extern const evidence_finding evidence_findings[];
extern const size_t           evidence_finding_count;

const evidence_type    *evidence_type_find(str key);    // NULL when it is not in the table
const evidence_finding *evidence_finding_find(str key); // likewise

// ---- a row of it -----------------------------------------------------------------------------------

typedef struct evidence {
    int64_t        id, version, system_id, body_id, person_id;
    int64_t        bytes, received; // receiving: announced, and kept for sure
    int64_t        begun_ms, whole_ms, changed_ms, dropped_ms;
    int64_t        places; // things it serves
    evidence_state state;
    // mark: what the look at the content found; receiving: by what the sender knows its file again.
    str uid, name, type, mark, sha256, part, valid_until, note;
    str person, dropped_by, dropped_why;
} evidence;

typedef struct evidence_page {
    evidence *items;
    size_t    count;
    int64_t   total, bytes; // of all pages
    str       next;         // cursor; empty at the end
} evidence_page;

// ---- names ------------------------------------------------------------------------------------------

// A name to keep and to offer: the last part of a path, NFC, one line, without control and direction
// characters or dots at its ends, at most EVIDENCE_NAME_MAX characters; a long one keeps its end. The absent
// str: memory is spent; empty: nothing is left of it.
str evidence_name(arena *a, str typed);
// The type that a name (as evidence_name gives it) says. ST_INVALID "required", "evidence-type-unknown"
// (detail: its end), "evidence-type-macros", "…-archive", "…-program", "…-page".
status evidence_type_of(str name, const evidence_type **out, problem *why) MUST_CHECK;

// "12,3 KB", "25 MB": by 1024, one decimal below ten.
str evidence_size(arena *a, lang in, int64_t bytes);

#endif
