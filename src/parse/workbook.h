// workbook.h - what holds an xlsx together: content types, relations, the list of sheets.
#ifndef COLOA_PARSE_WORKBOOK_H
#define COLOA_PARSE_WORKBOOK_H

#include "parse/book_package.h"

typedef struct workbook {
    size_t      count;                  // of sheets; names and visibility are in writer.book
    const char *parts[SHEET_NAMES_MAX]; // path of each sheet's part; NULL for a chart and the like
    const char *strings, *styles;       // paths, NULL when there are none
    bool        since_1904;             // days are counted from 1904-01-01
} workbook;

// Fills *out and w->book. ST_INVALID after the file was refused: not a workbook, macros, too large.
status workbook_read(package *p, arena *a, workbook *out) MUST_CHECK;

// Path of `target`, written within the part at `from` ("xl/workbook.xml"), from the package's root.
const char *part_path(arena *a, str from, str target);

#endif
