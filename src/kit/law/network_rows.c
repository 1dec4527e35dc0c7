// network_rows.c - see network_rows.h.
#include "kit/law/law_inside.h"

enum { FINE_MAX = 10000, LIMIT_MAX = 1000 };

typedef struct network_file {
    const char *name;
    const str  *header;
    size_t      fields, rows_max;
    // Reads one record into the i-th row.
    void (*read)(loader *ld, const str *f, size_t i);
} network_file;

static void check_texts(loader *ld, const str *f, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!str_is_text(f[i])) fault(ld, "law-text-form", f[i]);
    }
}

static law_certainty certainty(loader *ld, str key)
{
    law_certainty c = certainty_named(key);
    if (!c) fault(ld, "law-kind-unknown", key);
    return c;
}

static void need(loader *ld, str value, const char *name)
{
    if (!value.len) fault(ld, "law-field-missing", str_from(name));
}

static void check_day(loader *ld, str iso)
{
    day d;
    if (iso.len && day_parse(iso, &d) != ST_OK) fault(ld, "law-day-form", iso);
}

static int64_t number(loader *ld, str text, int64_t most)
{
    int64_t n = 0;
    if (text.len && (!str_int(text, &n) || n < 0 || n > most)) fault(ld, "law-field-range", text);
    return n;
}

// ---- member-duties.csv ---------------------------------------------------------------------------------
static const str duty_header[] = { STR("id"),        STR("name_vi"),   STR("name_en"),
                                   STR("unit"),      STR("limit"),     STR("from_level"),
                                   STR("fine_min"),  STR("fine_max"),  STR("cite"),
                                   STR("certainty"), STR("fine_cite"), STR("fine_from") };

static law_duty_unit unit_of(loader *ld, str key)
{
    static const str units[] = { STR("always"), STR("hour"), STR("month") };
    for (size_t i = 0; i < COUNT(units); i++) {
        if (str_equal(key, units[i])) return (law_duty_unit)(i + 1);
    }
    fault(ld, "law-value-unknown", key);
    return LAW_DUTY_ALWAYS;
}

static void read_duty(loader *ld, const str *f, size_t i)
{
    law_member_duty *all = ld->l->member_duties, *d = &all[i];
    *d = (law_member_duty){ .id         = f[0],
                            .name       = { f[1], f[2] },
                            .unit       = unit_of(ld, f[3]),
                            .limit      = number(ld, f[4], LIMIT_MAX),
                            .from_level = number(ld, f[5], 5),
                            .fine_min   = number(ld, f[6], FINE_MAX),
                            .fine_max   = number(ld, f[7], FINE_MAX),
                            .cite       = f[8],
                            .certainty  = certainty(ld, f[9]),
                            .fine_cite  = f[10],
                            .fine_from  = f[11] };
    need(ld, f[0], "id");
    need(ld, f[1], "name_vi");
    need(ld, f[2], "name_en");
    need(ld, f[8], "cite");
    check_day(ld, f[11]);
    if ((d->unit == LAW_DUTY_ALWAYS) != (d->limit == 0)) fault(ld, "law-field-range", f[4]);
    if (d->fine_min > d->fine_max) fault(ld, "law-field-range", f[7]);
    if (d->fine_max) need(ld, f[10], "fine_cite");
    for (size_t k = 0; k < i; k++) {
        if (str_equal(all[k].id, f[0])) fault(ld, "law-id-twice", f[0]);
    }
    ld->l->member_duty_count = i + 1;
}

// ---- member-numbers.csv ---------------------------------------------------------------------------------
static const str number_header[] = { STR("id"),      STR("group"), STR("name_vi"),
                                     STR("name_en"), STR("cite"),  STR("certainty") };

static void read_number(loader *ld, const str *f, size_t i)
{
    law_member_number *all   = ld->l->member_numbers;
    bool               known = f[1].len == 0;
    all[i] = (law_member_number){ f[0], f[1], { f[2], f[3] }, f[4], certainty(ld, f[5]) };
    need(ld, f[0], "id");
    need(ld, f[2], "name_vi");
    need(ld, f[3], "name_en");
    need(ld, f[4], "cite");
    for (size_t k = 0; k < i; k++) {
        if (str_equal(all[k].id, f[0])) fault(ld, "law-id-twice", f[0]);
        known = known || (!all[k].group.len && str_equal(all[k].id, f[1]));
    }
    if (!known) fault(ld, "law-value-unknown", f[1]);
    ld->l->member_number_count = i + 1;
}

// ---- all ----------------------------------------------------------------------------------------------
static void load_file(loader *ld, const network_file *file)
{
    csv    c = { .rest = load_bytes(ld, file->name) };
    str    f[LAW_CSV_FIELDS];
    size_t n, rows = 0;
    if (!c.rest.ptr) return;
    bool head = csv_next(&c, ld->a, f, &n) && n == file->fields;
    for (size_t i = 0; head && i < n; i++) head = str_equal(f[i], file->header[i]);
    if (c.spent) ld->st = ST_MEMORY;
    if (!head && !c.spent) fault(ld, "law-csv-form", str_from(file->name));
    while (head && csv_next(&c, ld->a, f, &n)) {
        ld->id = f[0];
        if (n != file->fields || rows == file->rows_max) {
            fault(ld, "law-csv-form", f[0]);
            continue;
        }
        check_texts(ld, f, n);
        file->read(ld, f, rows++);
    }
    if (c.spent) ld->st = ST_MEMORY;
    if (c.bad) fault(ld, "law-csv-form", str_from(file->name));
}

void load_network_rows(loader *ld)
{
    static const network_file files[] = {
        { "incidents/member-duties.csv", duty_header, COUNT(duty_header), LAW_MEMBER_DUTIES,
          read_duty },
        { "incidents/member-numbers.csv", number_header, COUNT(number_header), LAW_MEMBER_NUMBERS,
          read_number },
    };
    str bytes = { 0 };
    // A set from before this file has none of them.
    if (ld->from.read(ld->from.ctx, files[0].name, ld->a, &bytes) == ST_MISSING) return;
    ld->l->member_duties  = LOAD_NEW(ld, law_member_duty, LAW_MEMBER_DUTIES);
    ld->l->member_numbers = LOAD_NEW(ld, law_member_number, LAW_MEMBER_NUMBERS);
    if (!ld->l->member_duties || !ld->l->member_numbers) return;
    for (size_t i = 0; i < COUNT(files); i++) {
        if (ld->st == ST_OK || ld->st == ST_INVALID) load_file(ld, &files[i]);
    }
}

const law_incident_category *law_member_category_find(const law *l, str id)
{
    size_t                       count;
    const law_incident_category *all = law_incident_categories(l, &count);
    for (size_t i = 0; i < count; i++) {
        if (str_equal(all[i].id, id)) return &all[i];
    }
    return NULL;
}

const law_member_duty *law_member_duty_find(const law *l, str id)
{
    for (size_t i = 0; i < l->member_duty_count; i++) {
        if (str_equal(l->member_duties[i].id, id)) return &l->member_duties[i];
    }
    return NULL;
}

const law_member_number *law_member_numbers(const law *l, size_t *count)
{
    *count = l->member_number_count;
    return l->member_numbers;
}
