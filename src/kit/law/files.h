// files.h - the files of one set of packs, as bytes: kept, hashed, carried from one place to another, and
// compared row by row. Part of law.h.
#ifndef COLOA_KIT_LAW_FILES_H
#define COLOA_KIT_LAW_FILES_H

#include "kit/law/terms.h"

enum {
    LAW_FILES_MAX       = 64,
    LAW_FILE_NAME_MAX   = 64,
    LAW_BUNDLE_MAX      = 8 << 20, // bytes of a bundle
    LAW_CHANGES_MAX     = 2000,    // rows of one comparison; further ones are not kept
    LAW_CHANGE_FIELDS   = 24,      // of one row
    LAW_FIELD_SHOWN_MAX = 2000,    // bytes of one value that are kept
};

// Where files come from. Gives the bytes of `name` ("nd85/criteria.json"), living at least as long
// as the arena; ST_MISSING when there is no such file.
typedef struct law_source {
    status (*read)(void *ctx, const char *name, arena *a, str *bytes);
    void *ctx;
} law_source;

typedef struct law_file_bytes {
    str name, bytes; // "nd331/criteria.json"
} law_file_bytes;

typedef struct law_files {
    law_file_bytes items[LAW_FILES_MAX];
    size_t         count;
} law_files;

const law_files *law_files_of(const law *l); // what it was loaded from, in the order it was read
const char      *law_sha256(const law *l);   // of them all, hex

// Gives the bytes of `over`, and for what is not in it those of `under` (may be NULL).
typedef struct law_layers {
    const law_files *over, *under;
} law_layers;
law_source law_layers_source(const law_layers *layers); // layers outlive it

// A bundle is one JSON object: the name of each file to its content, an array or object for .json, a
// string for .csv. It comes from outside: names are checked, sizes bounded. ST_INVALID "law-not-json",
// "law-file-name", "law-file-large", "law-field-type", "too-many", on field = the file.
status law_bundle_parse(str json, arena *a, law_files *out, problem *why) MUST_CHECK;
str    law_bundle_write(const law_files *files, arena *a); // the absent str when a is spent

// ---- comparing --------------------------------------------------------------------------------------
typedef enum law_change_kind { LAW_ADDED = 1, LAW_REMOVED, LAW_CHANGED } law_change_kind;

typedef struct law_change_field {
    str name, before, after; // "cite.article"; an absent str: was not, or is not there
} law_change_field;

typedef struct law_change { // one row of one list of one file
    str               file, list, id;
    law_change_kind   kind;
    law_words         cite; // of the new row, or of the one removed; may be empty
    law_change_field *fields;
    size_t            count;
} law_change;

typedef struct law_diff {
    law_change *items; // by file, then as rows stand in it
    size_t      count;
    bool        more; // LAW_CHANGES_MAX was reached
} law_diff;

// Both are sets that were loaded, so whole and checked.
status law_compare(const law *before, const law *after, arena *a, law_diff *out) MUST_CHECK;

#endif
