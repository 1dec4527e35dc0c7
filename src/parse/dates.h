// dates.h - when a number in a cell is a day, and which.
#ifndef COLOA_PARSE_DATES_H
#define COLOA_PARSE_DATES_H

#include "parse/book_package.h"

// By cell style: whether its number format shows a day.
typedef struct styles {
    bool  *is_date;
    size_t count;
} styles;

// Reads the part `path` (NULL: there is none). ST_INVALID after the file was refused.
status styles_read(package *p, const char *path, arena *a, styles *out) MUST_CHECK;

bool date_format_builtin(int64_t id);
bool date_format_code(str code); // "dd/mm/yyyy" yes; "#,##0" and "h:mm" no

enum { DATE_TEXT_BYTES = 32 };

// A serial number of the 1900 or 1904 system as "2026-08-20", with "T09:30:00" unless midnight. The
// absent str when it is no day of the system: a time alone, 29 February 1900, beyond the year 9999.
str date_text(double serial, bool since_1904, char room[DATE_TEXT_BYTES]);

#endif
