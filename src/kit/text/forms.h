// forms.h - numbers, days and counters as Vietnamese officials write and read them.
//
// Writers return text in the arena (the absent str when it is spent); readers take one tidied cell or
// field and refuse with ST_INVALID, leaving *out alone.
#ifndef COLOA_KIT_TEXT_FORMS_H
#define COLOA_KIT_TEXT_FORMS_H

#include "kit/base/base.h"

// A number with a fixed count of decimal places: 12345 with places 1 is 1.234,5.
typedef struct decimal {
    int64_t digits;
    int     places; // 0..9
} decimal;

str text_number(arena *a, lang in, int64_t n);  // "1.234" / "1,234"
str text_decimal(arena *a, lang in, decimal n); // "1.234,5" / "1,234.5"

// Reads "1.234,5", "1,234.5", "1 234", "-7": of two kinds of marks the last is the decimal one; one
// kind standing several times groups; a lone mark followed by exactly three digits groups if it is
// "." and is decimal if it is ",". Show the reading back (text_decimal) where it matters.
status text_read_decimal(str s, decimal *out) MUST_CHECK;

// Reads a count. Here a lone "," before three digits groups too; a fraction is refused unless it is
// zero ("3,0" and Excel's "3.0" are 3).
status text_read_count(str s, int64_t *out) MUST_CHECK;

str text_day(arena *a, day d);          // "05/03/2026"
str text_month(arena *a, day d);        // "03/2026"
str text_day_words(arena *a, day d);    // NĐ 30/2020: "ngày 05 tháng 3 năm 2026"
str text_when(arena *a, int64_t at_ms); // "09:41 22/11/2026", Vietnamese time

// Reads 5/3/26, 05-03-2026, 5.3.2026, 2026-03-05 (a time behind it is ignored), "ngày 5 tháng 3 năm
// 2026" and Excel's serial numbers 1..2958465 written as such ("46086", "46086.5"). Two-digit years
// below 70 are 20xx. Refuses days that do not exist.
status text_read_day(str s, day *out) MUST_CHECK;

// A month or quarter as plans name it, "Quý IV/2026", "quý 4 năm 2026", "Q4/2026", "tháng 12/2026",
// "12/2026": its last day.
status text_read_period(str s, day *last) MUST_CHECK;

// The day of a spreadsheet's serial number; Excel's own error of 29/02/1900 is honoured.
status text_day_of_serial(int64_t serial, bool from_1904, day *out) MUST_CHECK;

str  text_roman(arena *a, int n);      // 1..3999: "IV"; otherwise the number in digits
bool text_read_roman(str s, int *out); // capitals or small letters, 1..3999, canonical forms only

// Letters of points (điểm) in Vietnamese order: 0 "a", 3 "d", 4 "đ", 5 "e", … 22 "y".
enum { TEXT_POINTS_MAX = 23 };
str text_point(int i); // the absent str beyond

#endif
