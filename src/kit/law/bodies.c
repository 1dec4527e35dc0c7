// bodies.c - ministries, provinces, groups and banks as the state has them, with their successors.
#include "kit/law/law_inside.h"

enum { BODIES_MAX = 5000, BODY_DEPTH_MAX = 12 };

static const str header[] = { STR("code"),     STR("name_vi"),        STR("name_en"),
                              STR("kind"),     STR("parent"),         STR("valid_from"),
                              STR("valid_to"), STR("merged_into"),    STR("note"),
                              STR("place"),    STR("place_certainty") };
static const str kinds[]  = { STR("government"),        STR("office"),
                              STR("ministry"),          STR("ministerial-agency"),
                              STR("government-agency"), STR("department"),
                              STR("state-enterprise"),  STR("state-bank"),
                              STR("municipality"),      STR("province") };

static bool kind_fits(str kind)
{
    size_t i = 0;
    while (i < COUNT(kinds) && !str_equal(kinds[i], kind)) i++;
    return i < COUNT(kinds);
}

static void check_day(loader *ld, str s)
{
    day d;
    if (s.len && day_parse(s, &d) != ST_OK) fault(ld, "law-day-form", s);
}

static void read_body(loader *ld, const str *f, law_body *out)
{
    *out = (law_body){ f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10] };
    for (size_t i = 0; i < COUNT(header); i++) {
        if (!str_is_text(f[i])) fault(ld, "law-text-form", header[i]);
    }
    if (!f[0].len || !f[1].len || !f[2].len) fault(ld, "law-field-missing", S("name"));
    if (!kind_fits(f[3])) fault(ld, "law-kind-unknown", f[3]);
    if ((f[9].len > 0) != (f[10].len > 0)) fault(ld, "law-field-missing", S("place_certainty"));
    if (f[10].len && !certainty_named(f[10])) fault(ld, "law-kind-unknown", f[10]);
    check_day(ld, f[5]);
    check_day(ld, f[6]);
    if (f[5].len && f[6].len && str_compare(f[5], f[6]) > 0) fault(ld, "law-day-order", f[6]);
    if (f[7].len && !f[6].len) fault(ld, "law-field-missing", S("valid_to"));
}

static void check_links(loader *ld)
{
    const law *l = ld->l;
    for (size_t i = 0; i < l->body_count; i++) {
        const law_body *b = &l->bodies[i];
        ld->id            = b->code;
        if (b->merged_into.len && !law_body_find(l, b->merged_into)) {
            fault(ld, "law-body-unknown", b->merged_into);
        }
        const law_body *up = b;
        for (int depth = 0; up && up->parent.len; depth++) {
            if (depth == BODY_DEPTH_MAX) {
                fault(ld, "law-body-circle", b->parent);
                break;
            }
            up = law_body_find(l, up->parent);
            if (!up) fault(ld, "law-body-unknown", b->parent);
        }
        for (size_t j = 0; j < i; j++) {
            if (str_equal(l->bodies[j].code, b->code)) fault(ld, "law-id-twice", b->code);
        }
    }
}

void load_bodies(loader *ld)
{
    csv    c = { .rest = load_bytes(ld, "organisations.csv") };
    str    f[LAW_CSV_FIELDS];
    size_t n, rows = 0;
    if (!c.rest.ptr) return;
    for (ptrdiff_t i = 0; i < c.rest.len; i++) rows += c.rest.ptr[i] == '\n';
    bool head = csv_next(&c, ld->a, f, &n) && n == COUNT(header);
    if (c.spent) {
        ld->st = ST_MEMORY;
        return;
    }
    for (size_t i = 0; head && i < n; i++) head = str_equal(f[i], header[i]);
    if (!head || rows > BODIES_MAX) {
        fault(ld, "law-csv-form", S("organisations.csv"));
        return;
    }
    law_body *out = LOAD_NEW(ld, law_body, rows + 1);
    if (!out) return;
    ld->l->bodies = out;
    while (csv_next(&c, ld->a, f, &n)) {
        ld->id = f[0];
        if (n != COUNT(header)) {
            fault(ld, "law-csv-form", f[0]);
            continue;
        }
        read_body(ld, f, &out[ld->l->body_count++]);
    }
    if (c.spent) ld->st = ST_MEMORY;
    ld->id = arena_printf(ld->a, "%lld", (long long)c.row);
    if (c.bad) fault(ld, "law-csv-form", S(""));
    check_links(ld);
}

const law_body *law_bodies(const law *l, size_t *count)
{
    *count = l->body_count;
    return l->bodies;
}

const law_body *law_body_find(const law *l, str code)
{
    for (size_t i = 0; i < l->body_count; i++) {
        if (str_equal(l->bodies[i].code, code)) return &l->bodies[i];
    }
    return NULL;
}
