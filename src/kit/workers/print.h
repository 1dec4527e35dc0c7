// print.h - turns a docx into a PDF through coloa-print, the sealed program with our fonts in it.
//
//   docx_fill(...)  ->  print_docx(&options, docx, a, &made, NULL, &why)  ->  made.pdf
//
// For every module that makes a paper: fill a docx, print that docx, so the two say the same. Any
// docx may be given, also a stranger's: it is only looked at behind the seal.
//
// Drawn: paragraphs (alignment, indents, spacing, line rules, tabs, borders, fill, lists), runs (size,
// bold, italic, underline, strike, capitals, colour, fill, raised and lowered), tables (fixed
// widths, merged cells, borders, fill, repeated head rows, rows that may not break), sections with
// their own page, headers and footers with page numbers, page breaks. Whatever else the file holds is
// told in `lacks`, each thing once: a caller shows them, and never hands the PDF on as if it were all.
#ifndef COLOA_KIT_WORKERS_PRINT_H
#define COLOA_KIT_WORKERS_PRINT_H

#include "kit/base/base.h"
#include "kit/workers/worker.h"

enum {
    PRINT_DOCX_BYTES_MAX  = 32 * 1024 * 1024,
    PRINT_PDF_BYTES_MAX   = 64 * 1024 * 1024,
    PRINT_PAGES_MAX       = 2000,
    PRINT_TITLE_BYTES_MAX = 400,
    PRINT_LACKS_MAX       = 24, // different things told; the rest is counted as "more"
};

typedef struct print_options {
    str     program;    // path of coloa-print; empty: beside our own binary
    str     title;      // of the document, as readers show it; cut to PRINT_TITLE_BYTES_MAX
    str     lang;       // "vi-VN" when empty
    int64_t created_ms; // the moment written into the PDF; equal docx and moment give equal bytes
    int64_t wall_ms;    // 0: 30 s
} print_options;

typedef struct print_lack {
    str     what;   // "picture", "font", "character" …: wording under "print.lack.<what>"
    str     detail; // the font, the character; may be empty
    int64_t count;
} print_lack;

typedef struct print_made {
    str        pdf;
    int64_t    pages;
    print_lack lacks[PRINT_LACKS_MAX];
    size_t     lack_count;
} print_made;

// Everything in *out lives in a: give it the PDF's size (some 100 KiB for a paper) and 512 KiB.
// ST_INVALID with why->rule "docx-not-docx", "docx-encrypted", "docx-macro", "docx-xml",
// "docx-entity", "docx-too-large" (detail: the part), or "print-failed" when the program died of the
// file; ST_LIMIT "print-timeout"; ST_BROKEN "worker-start". `outcome` may be NULL.
status print_docx(const print_options *o, str docx, arena *a, print_made *out,
                  worker_outcome *outcome, problem *why) MUST_CHECK;

#endif
