// vouch.c - see vouch.h.
#include "modules/systems/vouch.h"

static int days_of(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool             leap   = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

// 31/8 and six months is the last of February.
str vouch_fresh_until(arena *a, str iso, int64_t months)
{
    day d;
    if (day_parse(iso, &d) != ST_OK || months < 0 || months > 1200) return (str){ 0 };
    int month = d.month - 1 + (int)months;
    d.year += month / 12;
    d.month = month % 12 + 1;
    if (d.dom > days_of(d.year, d.month)) d.dom = days_of(d.year, d.month);
    return day_iso(a, d);
}
