// date.c - one number out of a date, for |minute, |hour, |day, |week, |month, |year.
//
// Taken as it is written, "2026-11-29T09:05:07.012Z" or "2026-11-29 09:05": the specification turns no time zone into
// another. A week is ISO 8601's; the specification only says 1 to 52, which leaves out the 53rd some years have.
#include "kit/sigma/run.h"

typedef struct moment {
    day     d;
    int64_t hour, minute; // -1: a day alone
} moment;

static bool two_digits(str s, ptrdiff_t at, int64_t most, int64_t *out)
{
    return s.len >= at + 2 && str_int(str_slice(s, at, at + 2), out) && *out >= 0 && *out <= most;
}

static bool read_moment(str s, moment *out)
{
    enum { DAY_CHARS = 10, HOUR_AT = 11, MINUTE_AT = 14 };
    out->hour = out->minute = -1;
    s                       = str_trim(s);
    if (s.len < DAY_CHARS || day_parse(str_slice(s, 0, DAY_CHARS), &out->d) != ST_OK) return false;
    if (s.len == DAY_CHARS) return true;
    return (s.ptr[DAY_CHARS] == 'T' || s.ptr[DAY_CHARS] == ' ') &&
           two_digits(s, HOUR_AT, 23, &out->hour) && s.len > MINUTE_AT - 1 &&
           s.ptr[MINUTE_AT - 1] == ':' && two_digits(s, MINUTE_AT, 59, &out->minute);
}

// The week a day is in belongs to the year its Thursday is in.
static int64_t week_of(day d)
{
    int64_t thursday = day_number(d) + 4 - day_weekday(d);
    day     first    = { day_from_number(thursday).year, 1, 1 };
    return (thursday - day_number(first)) / 7 + 1;
}

bool date_part_of(str text, date_part part, double *out)
{
    moment m;
    if (!read_moment(text, &m)) return false;
    int64_t v = -1;
    switch (part) {
    case DATE_MINUTE: v = m.minute; break;
    case DATE_HOUR: v = m.hour; break;
    case DATE_DAY: v = m.d.dom; break;
    case DATE_WEEK: v = week_of(m.d); break;
    case DATE_MONTH: v = m.d.month; break;
    case DATE_YEAR: v = m.d.year; break;
    case DATE_WHOLE: break;
    }
    *out = (double)v;
    return v >= 0;
}
