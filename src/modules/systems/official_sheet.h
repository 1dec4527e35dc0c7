// official_sheet.h - the register's sheet as the law's form has it (Mẫu 08): which column says what,
// and the cells in which a document's number, day and body stand together.
//
// Pure. Headings and titles are labels of the packs ("mau-08.name"), so that each regime's own words
// go out and all of them are understood when they come in.
#ifndef COLOA_MODULES_SYSTEMS_OFFICIAL_SHEET_H
#define COLOA_MODULES_SYSTEMS_OFFICIAL_SHEET_H

#include "modules/systems/system.h"

enum { OFFICIAL_COLUMNS = 12, OFFICIAL_DOCUMENT_BYTES_MAX = 4096 };

typedef struct official_column {
    const char *target; // as in import_sheet: "name", "decision"; "stt" is the running number
    int         width;  // characters, on paper
} official_column;

extern const official_column official_columns[OFFICIAL_COLUMNS]; // in the form's order

// The heading of a column in a pack, and the title over them. Empty when the pack has none.
str official_heading(const law_pack *p, const char *target, lang in);

// A document as three fields say it; `on` is a day in ISO form when written, as typed when read.
typedef struct official_document {
    str no, on, by;
} official_document;

// "123/QĐ-UBND ngày 05/03/2026 của UBND tỉnh Mẫu"; where that could be read otherwise, the three parts
// in quotation marks: "\"…\"; \"05/03/2026\"; \"…\"". Whatever is written is read back as it was.
str official_document_write(arena *a, const official_document *d);

// Reads that, and what people write: "Quyết định số 123/QĐ-UBND, ngày 5/3/26, UBND tỉnh Mẫu", "QĐ 12/QĐ-BYT
// (ngày 5 tháng 3 năm 2026)", parts parted by , ; or line ends, any part missing. Views into text, or a.
status official_document_read(str text, arena *a, official_document *out) MUST_CHECK;

#endif
