// file_ops.h - the file of a letter: what it is, its signatures, kept by its content.
#ifndef COLOA_MODULES_LETTERS_FILE_OPS_H
#define COLOA_MODULES_LETTERS_FILE_OPS_H

#include "kit/blobs/blob.h"
#include "modules/letters/letters.h"

typedef struct letter_taken { // a file that was looked at and kept
    blob           blob;
    str            name, type;
    letter_verdict verdict;
    str            signatures; // JSON; empty: nothing to check
    int64_t        checked_ms; // 0: not checked
} letter_taken;

// Looks at an offered file; keeps nothing yet. ST_INVALID as in letter_file_type, "letter-secret",
// "letter-file-empty", "letter-file-big". No look of the call stays open.
status letter_file_look(call *c, const letter_upload *from, letter_taken *out,
                        problem *why) MUST_CHECK;
// Keeps it. ST_BROKEN "letter-file-disk".
status letter_file_keep(const letter_upload *from, letter_taken *file, problem *why) MUST_CHECK;
// Opens one that was kept. ST_MISSING "letter-file-gone".
status letter_file_open(str sha256, int *fd, problem *why) MUST_CHECK;

// The signatures of a PDF against certificates in PEM. What keeps it from being checked is told in
// out->failed, never as a failure; ST_MEMORY when c->a is spent.
status letter_signatures_check(arena *a, int64_t now_ms, str roots, int fd,
                               letter_signatures *out) MUST_CHECK;
// Where coloa-parse is, for tests; empty: beside our own program.
void letters_lend_parser(str program);
str  letters_parser(void);

#endif
