// calendar.c - working days and the ends of periods, over a table of official days.
#include "kit/law/law_inside.h"

enum { CALENDAR_ROWS_MAX = 2000 };

typedef enum column { DATE, KIND, NAME_VI, NAME_EN, CERTAINTY, SOURCE, COLUMNS } column;

static const str names[COLUMNS] = { STR("date"),    STR("kind"),      STR("name_vi"),
                                    STR("name_en"), STR("certainty"), STR("source") };

// Where each column stands, -1 for one that the file does not have. Only date and kind must be there.
typedef struct layout {
    int    at[COLUMNS];
    size_t width;
} layout;

static bool read_header(csv *c, arena *a, layout *out)
{
    str fields[LAW_CSV_FIELDS];
    for (int k = 0; k < COLUMNS; k++) out->at[k] = -1;
    if (!csv_next(c, a, fields, &out->width)) return false;
    for (size_t i = 0; i < out->width; i++) {
        int k = 0;
        while (k < COLUMNS && !str_equal(str_trim(fields[i]), names[k])) k++;
        if (k == COLUMNS || out->at[k] >= 0) return false;
        out->at[k] = (int)i;
    }
    return out->at[DATE] >= 0 && out->at[KIND] >= 0;
}

static status refuse_row(const csv *c, str rule, str detail, problem *why)
{
    status st = problem_detail(why, ST_INVALID, S("calendar"), rule, detail);
    if (why) why->row = c->row;
    return st;
}

// A make-up day is a weekend day that is worked; any other row is a day off.
static status read_row(const csv *c, const layout *in, const str *f, size_t n, calendar_row *out,
                       problem *why)
{
    day d;
    str v[COLUMNS];
    if (n != in->width) return refuse_row(c, S("law-csv-form"), S(""), why);
    for (int k = 0; k < COLUMNS; k++) {
        v[k] = in->at[k] >= 0 ? str_trim(f[in->at[k]]) : S("");
        if (!str_is_text(v[k])) return refuse_row(c, S("law-text-form"), names[k], why);
        if (in->at[k] >= 0 && !v[k].len) {
            str rule = k == SOURCE ? S("law-citation-missing") : S("law-field-missing");
            return refuse_row(c, rule, names[k], why);
        }
    }
    if (day_parse(v[DATE], &d) != ST_OK) return refuse_row(c, S("law-day-form"), v[DATE], why);
    bool makeup = str_equal(v[KIND], S("makeup"));
    if (!makeup && !str_equal(v[KIND], S("holiday")) && !str_equal(v[KIND], S("dayoff"))) {
        return refuse_row(c, S("law-kind-unknown"), v[KIND], why);
    }
    if (makeup && day_weekday(d) < 6) {
        return refuse_row(c, S("calendar-makeup-weekday"), v[DATE], why);
    }
    law_certainty certainty = in->at[CERTAINTY] < 0 ? LAW_KNOWN : certainty_named(v[CERTAINTY]);
    if (!certainty) return refuse_row(c, S("law-certainty-unknown"), v[CERTAINTY], why);
    *out = (calendar_row){ .number    = (int32_t)day_number(d),
                           .works     = makeup,
                           .name      = { v[NAME_VI], v[NAME_EN] },
                           .certainty = certainty,
                           .source    = v[SOURCE] };
    return ST_OK;
}

status calendar_parse(str text, arena *a, calendar *out, problem *why)
{
    csv    c = { .rest = text };
    layout in;
    str    fields[LAW_CSV_FIELDS];
    size_t n, count = 0;
    if (text.len > LAW_JSON_BYTES_MAX) return refuse_row(&c, S("too-large"), S(""), why);
    if (str_starts(c.rest, S("\xEF\xBB\xBF"))) c.rest = str_slice(c.rest, 3, c.rest.len);
    bool head = read_header(&c, a, &in);
    if (c.spent) return ST_MEMORY;
    if (!head) return refuse_row(&c, S("law-csv-form"), S(""), why);
    size_t room = 1; // rows are at most as many as lines
    for (ptrdiff_t i = 0; i < c.rest.len && room < CALENDAR_ROWS_MAX; i++) {
        room += c.rest.ptr[i] == '\n';
    }
    calendar_row *rows = NEW(a, calendar_row, room);
    if (!rows) return ST_MEMORY;
    while (csv_next(&c, a, fields, &n)) {
        if (count == room) return refuse_row(&c, S("too-many"), S(""), why);
        TRY(read_row(&c, &in, fields, n, &rows[count], why));
        if (count && rows[count].number <= rows[count - 1].number) {
            return refuse_row(&c, S("law-day-order"), fields[in.at[DATE]], why);
        }
        count++;
    }
    if (c.spent) return ST_MEMORY;
    if (c.bad || count == 0) return refuse_row(&c, S("law-csv-form"), S(""), why);
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
    for (size_t i = 0; st == ST_OK && i < ld->l->days.count;
         i++) { // the project's own has every column
        const calendar_row *r = &ld->l->days.rows[i];
        ld->id                = day_iso(ld->a, day_from_number(r->number));
        if (!r->source.len || !r->name.vi.len || !r->name.en.len) {
            fault(ld, "law-citation-missing", S("source"));
        }
    }
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
    return problem_set(why, ST_LIMIT, S("calendar"), S("calendar-missing-year"));
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
    if (n < 1 || n > CALENDAR_PERIOD_MAX) {
        return problem_set(why, ST_INVALID, S("days"), S("out-of-range"));
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
