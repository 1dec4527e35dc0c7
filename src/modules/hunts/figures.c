// figures.c - see figures.h.
#include "modules/hunts/figures.h"

enum { YEAR_DIGITS = 4, FIRST_YEAR = 2000, LAST_YEAR = 2200, MONTHS = 12 };

static bool read_months(str tail, int32_t *first, int32_t *count)
{
    *first = 1;
    *count = MONTHS;
    if (!tail.len) return true;
    if (tail.len != 2 || tail.ptr[1] < '1') return false;
    bool    half = tail.ptr[0] == 'H' || tail.ptr[0] == 'h';
    bool    part = half || tail.ptr[0] == 'Q' || tail.ptr[0] == 'q';
    int32_t n    = tail.ptr[1] - '0';
    *count       = half ? 6 : 3;
    *first       = (n - 1) * *count + 1;
    return part && *first < MONTHS;
}

// From day `from` of the month before on: where the months begin that a report is about.
static day window_start(day first, int from)
{
    if (from <= 1) return first;
    first     = day_months_after(first, -1);
    first.dom = from;
    return first;
}

static bool read_days(str text, hunt_period *out)
{
    str first, last;
    return str_cut(text, '/', &first, &last) && day_parse(first, &out->first) == ST_OK &&
           day_parse(last, &out->last) == ST_OK && out->first.year >= FIRST_YEAR &&
           out->last.year <= LAST_YEAR && day_number(out->first) <= day_number(out->last);
}

status hunt_period_read(arena *a, str typed, int quarter_from, hunt_period *out, problem *why)
{
    str     text = str_trim(typed), year = text, tail = S("");
    int64_t y;
    int32_t first, count;
    if (read_days(text, out)) {
        out->name = hunt_period_days(a, out->first, out->last);
        return out->name.ptr ? ST_OK : ST_MEMORY;
    }
    (void)str_cut(text, '-', &year, &tail);
    bool whole = year.len == text.len || tail.len > 0; // "2026-" is none
    if (!whole || year.len != YEAR_DIGITS || !str_int(year, &y) || y < FIRST_YEAR ||
        y > LAST_YEAR || !read_months(tail, &first, &count))
        return problem_detail(why, ST_INVALID, S("period"), S("hunt-period"), text);
    int from   = count == 3 ? quarter_from : 1;
    out->first = (day){ (int32_t)y, first, 1 };
    out->last  = window_start(day_months_after(out->first, count), from);
    out->last  = day_from_number(day_number(out->last) - 1);
    out->first = window_start(out->first, from);
    out->name  = !tail.len
                     ? year
                     : arena_printf(a, "%04d-%c%c", (int)y, count == 6 ? 'H' : 'Q', tail.ptr[1]);
    return out->name.ptr ? ST_OK : ST_MEMORY;
}

str hunt_period_half(arena *a, day on)
{
    return arena_printf(a, "%04d-H%d", on.year, on.month <= 6 ? 1 : 2);
}

str hunt_period_quarter(arena *a, day on, int quarter_from)
{
    bool next = quarter_from > 1 && on.month % 3 == 0 && on.dom >= quarter_from;
    if (next) on = day_months_after((day){ on.year, on.month, 1 }, 1);
    return arena_printf(a, "%04d-Q%d", on.year, (on.month + 2) / 3);
}

str hunt_period_days(arena *a, day first, day last)
{
    return arena_printf(a, "%04d-%02d-%02d/%04d-%02d-%02d", first.year, first.month, first.dom,
                        last.year, last.month, last.dom);
}

hunt_counting hunt_counting_of(const hunt_term *t, const hunt_period *p, day today)
{
    bool runs = day_number(today) < day_number(p->last);
    return (hunt_counting){ t, *p, runs ? today : p->last };
}

void hunt_count_system(hunt_figures *f, const hunt_counting *k, const hunt_subject *s,
                       const hunt_searched *d)
{
    day  ran;
    int  level = hunt_level(s);
    bool known = day_parse(s->running_since, &ran) == ST_OK;
    // Known by the end: it ran by then, or stood in the register.
    bool there = day_number(s->registered) <= day_number(k->of.last) ||
                 (known && day_number(ran) <= day_number(k->of.last));
    if (!hunt_owed(k->term, s) || !there || level > 5) return;
    bool hunted = d->within.len > 0 || d->told_within.len > 0;
    f->owed[0]++;
    f->owed[level]++;
    f->hunted[0] += hunted;
    f->hunted[level] += hunted;
    f->told += hunted && !d->within.len;
    f->late += hunt_standing_of(hunt_due(k->term, s), k->until) == HUNT_LATE;
}

static bool within(const hunt_counting *k, str iso)
{
    day at;
    return day_parse(iso, &at) == ST_OK && day_number(at) >= day_number(k->of.first) &&
           day_number(at) <= day_number(k->of.last);
}

static bool by_then(const hunt_counting *k, str iso)
{
    day at;
    return day_parse(iso, &at) == ST_OK && day_number(at) <= day_number(k->until);
}

void hunt_count_threat(hunt_figures *f, const hunt_counting *k, const hunt_threat_days *t)
{
    bool none  = t->state == THREAT_DISMISSED;
    bool sure  = t->state == THREAT_CONFIRMED;
    bool moved = t->state == THREAT_REMOVED || sure;
    f->found += !none && within(k, t->found_on);
    f->removed += moved && within(k, t->removed_on);
    f->confirmed += sure && within(k, t->again_on);
    f->dismissed += none && within(k, t->dismissed_on);
    f->incidents += t->began_incident && within(k, t->incident_on);
    bool ended = (sure && by_then(k, t->again_on)) || (none && by_then(k, t->dismissed_on));
    f->open += by_then(k, t->found_on) && !ended;
}

void hunt_figures_add(hunt_figures *to, const hunt_figures *one)
{
    for (size_t i = 0; i < COUNT(to->owed); i++) {
        to->owed[i] += one->owed[i];
        to->hunted[i] += one->hunted[i];
    }
    to->told += one->told;
    to->late += one->late;
    to->closed += one->closed;
    to->found += one->found;
    to->removed += one->removed;
    to->confirmed += one->confirmed;
    to->dismissed += one->dismissed;
    to->open += one->open;
    to->incidents += one->incidents;
}
