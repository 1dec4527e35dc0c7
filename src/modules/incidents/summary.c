// summary.c - see summary.h.
#include "modules/incidents/summary.h"

static bool month_read(str typed, day *out)
{
    str     year, month;
    int64_t y, m;
    if (!str_cut(typed, '-', &year, &month) && !str_cut(typed, '/', &month, &year)) return false;
    if (year.len != 4 || month.len > 2 || !str_int(year, &y) || !str_int(month, &m)) return false;
    if (y < 2000 || y > 2200 || m < 1 || m > 12) return false;
    *out = (day){ (int32_t)y, (int32_t)m, 1 };
    return true;
}

status incident_months_read(str from, str to, day today, day *first, day *last, problem *why)
{
    str begins = str_trim(from), ends = str_trim(to);
    *first = (day){ today.year, 1, 1 };
    *last  = (day){ today.year, today.month <= 6 ? 6 : 12, 1 };
    if (!begins.len && !ends.len) return ST_OK;
    if (!month_read(begins, first))
        return problem_detail(why, ST_INVALID, S("from"), S("month-form"), begins);
    if (!month_read(ends, last))
        return problem_detail(why, ST_INVALID, S("to"), S("month-form"), ends);
    return day_number(*last) < day_number(*first)
               ? problem_set(why, ST_INVALID, S("to"), S("time-order"))
               : ST_OK;
}

day incident_month_next(day first)
{
    return first.month == 12 ? (day){ first.year + 1, 1, 1 }
                             : (day){ first.year, first.month + 1, 1 };
}

str incident_month_words(arena *a, day first)
{
    return arena_printf(a, "%04d-%02d", first.year, first.month);
}

str incident_month_shown(arena *a, str month)
{
    return arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(str_slice(month, 5, 7)),
                        STR_ARG(str_slice(month, 0, 4)));
}
