// calendar.c - working days and the ends of periods, over a table of official days.
#include "kit/law/law_inside.h"

enum { CALENDAR_ROWS_MAX = 2000, PERIOD_MAX = 3660 };

static const str header[] = { STR("date"),    STR("kind"),      STR("name_vi"),
                              STR("name_en"), STR("certainty"), STR("source") };

static bool header_fits(csv *c, arena *a)
{
    str    fields[LAW_CSV_FIELDS];
    size_t n;
    if (!csv_next(c, a, fields, &n) || n != COUNT(header)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!str_equal(str_trim(fields[i]), header[i])) return false;
    }
    return true;
}

static status refuse_row(const csv *c, str rule, str detail, problem *why)
{
    status st = problem_detail(why, ST_INVALID, (str)STR("calendar"), rule, detail);
    if (why) why->row = c->row;
    return st;
}

// A make-up day is a weekend day that is worked; any other row is a day off.
static status read_row(const csv *c, const str *f, size_t n, calendar_row *out, problem *why)
{
    day d;
    if (n != COUNT(header)) return refuse_row(c, (str)STR("law-csv-form"), (str){ "", 0 }, why);
    if (day_parse(f[0], &d) != ST_OK) return refuse_row(c, (str)STR("law-day-form"), f[0], why);
    bool makeup = str_equal(f[1], (str)STR("makeup"));
    if (!makeup && !str_equal(f[1], (str)STR("holiday")) && !str_equal(f[1], (str)STR("dayoff"))) {
        return refuse_row(c, (str)STR("law-kind-unknown"), f[1], why);
    }
    if (makeup && day_weekday(d) < 6) {
        return refuse_row(c, (str)STR("calendar-makeup-weekday"), f[0], why);
    }
    law_certainty certainty = certainty_named(f[4]);
    if (!certainty) return refuse_row(c, (str)STR("law-certainty-unknown"), f[4], why);
    if (!f[2].len || !f[3].len) return refuse_row(c, (str)STR("law-field-missing"), f[0], why);
    if (!f[5].len) return refuse_row(c, (str)STR("law-citation-missing"), f[0], why);
    if (!str_is_text(f[2]) || !str_is_text(f[3]) || !str_is_text(f[5])) {
        return refuse_row(c, (str)STR("law-text-form"), f[0], why);
    }
    *out = (calendar_row){ .number    = (int32_t)day_number(d),
                           .works     = makeup,
                           .name      = { f[2], f[3] },
                           .certainty = certainty,
                           .source    = f[5] };
    return ST_OK;
}

status calendar_parse(str text, arena *a, calendar *out, problem *why)
{
    csv    c = { .rest = text };
    str    fields[LAW_CSV_FIELDS];
    size_t n, count = 0;
    if (text.len > LAW_JSON_BYTES_MAX)
        return refuse_row(&c, (str)STR("too-large"), (str){ "", 0 }, why);
    bool head = header_fits(&c, a);
    if (c.spent) return ST_MEMORY;
    if (!head) return refuse_row(&c, (str)STR("law-csv-form"), (str){ "", 0 }, why);
    calendar_row *rows = NEW(a, calendar_row, CALENDAR_ROWS_MAX);
    if (!rows) return ST_MEMORY;
    while (csv_next(&c, a, fields, &n)) {
        if (count == CALENDAR_ROWS_MAX)
            return refuse_row(&c, (str)STR("too-many"), (str){ "", 0 }, why);
        TRY(read_row(&c, fields, n, &rows[count], why));
        if (count && rows[count].number <= rows[count - 1].number) {
            return refuse_row(&c, (str)STR("law-day-order"), fields[0], why);
        }
        count++;
    }
    if (c.spent) return ST_MEMORY;
    if (c.bad || count == 0) return refuse_row(&c, (str)STR("law-csv-form"), (str){ "", 0 }, why);
    *out = (calendar){ rows, count };
    return ST_OK;
}

void load_calendar(loader *ld)
{
    problem why   = { 0 };
    str     bytes = load_bytes(ld, "calendar.csv");
    if (!bytes.ptr) return;
    status st = calendar_parse(bytes, ld->a, &ld->l->days, &why);
    if (st == ST_MEMORY) ld->st = st;
    if (st != ST_INVALID) return;
    char *rule = arena_cstr(ld->a, why.rule);
    ld->id     = arena_printf(ld->a, "%lld", (long long)why.row);
    if (!rule || !ld->id.ptr) ld->st = ST_MEMORY;
    fault(ld, rule ? rule : "", why.detail);
}

// ---- use ----------------------------------------------------------------------------------------------------
const calendar *law_calendar(const law *l)
{
    return &l->days;
}

// The first row on or after a day; c->count when there is none.
static size_t first_from(const calendar *c, int64_t number)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->rows[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// A year without a single row was never put into the calendar: no answer is better than a wrong one.
static bool year_known(const calendar *c, int32_t year)
{
    size_t at = first_from(c, day_number((day){ year, 1, 1 }));
    return at < c->count && c->rows[at].number <= day_number((day){ year, 12, 31 });
}

static const calendar_row *row_on(const calendar *c, int64_t number)
{
    size_t at = first_from(c, number);
    return at < c->count && c->rows[at].number == number ? &c->rows[at] : NULL;
}

static bool works_on(const calendar *c, int64_t number, bool *unsure)
{
    const calendar_row *row     = row_on(c, number);
    bool                weekday = day_weekday(day_from_number(number)) <= 5;
    bool                works   = row ? row->works : weekday;
    if (row && row->certainty == LAW_UNSURE && works != weekday) *unsure = true;
    return works;
}

static status missing_year(int64_t number, problem *why)
{
    (void)number;
    return problem_set(why, ST_LIMIT, (str)STR("calendar"), (str)STR("calendar-missing-year"));
}

status calendar_works(const calendar *c, day d, bool *works, problem *why)
{
    bool unsure = false;
    if (!year_known(c, d.year)) return missing_year(day_number(d), why);
    *works = works_on(c, day_number(d), &unsure);
    return ST_OK;
}

status calendar_due(const calendar *c, day start, int n, calendar_kind kind, day *out, bool *unsure,
                    problem *why)
{
    int64_t d         = day_number(start);
    int32_t year      = 0;
    bool    uncertain = false;
    if (n < 1 || n > PERIOD_MAX) {
        return problem_set(why, ST_INVALID, (str)STR("days"), (str)STR("out-of-range"));
    }
    if (kind == CALENDAR_DAYS) {
        d += n - 1;
        n = 1; // then on to a working day, if that last one is not
    }
    while (n > 0) {
        d++;
        day today = day_from_number(d);
        if (today.year != year && !year_known(c, today.year)) return missing_year(d, why);
        year = today.year;
        if (works_on(c, d, &uncertain)) n--;
    }
    *out = day_from_number(d);
    if (unsure) *unsure = uncertain;
    return ST_OK;
}
