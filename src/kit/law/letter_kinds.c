// letter_kinds.c - kinds of administrative documents with the abbreviation their symbols begin with.
#include "kit/law/law_inside.h"

enum { KINDS_MAX = 100, ABBR_BYTES_MAX = 8 };

static const str header[] = { STR("key"),  STR("name_vi"),   STR("name_en"),
                              STR("abbr"), STR("certainty"), STR("cite") };

static void read_kind(loader *ld, const str *f, law_letter_kind *out)
{
    *out = (law_letter_kind){ f[0], { f[1], f[2] }, f[3], certainty_named(f[4]), f[5] };
    for (size_t i = 0; i < COUNT(header); i++) {
        if (!str_is_text(f[i])) fault(ld, "law-text-form", header[i]);
    }
    if (!f[0].len || !f[1].len || !f[2].len) fault(ld, "law-field-missing", S("name"));
    if (!f[5].len) fault(ld, "law-field-missing", S("cite"));
    if (!out->certainty) fault(ld, "law-kind-unknown", f[4]);
    if (f[3].len > ABBR_BYTES_MAX) fault(ld, "law-text-form", f[3]);
    for (const law_letter_kind *k = ld->l->letter_kinds; k < out; k++) {
        if (str_equal(k->key, f[0])) fault(ld, "law-id-twice", f[0]);
        if (f[3].len && str_equal(k->abbr, f[3])) fault(ld, "law-id-twice", f[3]);
    }
}

void load_letter_kinds(loader *ld)
{
    csv    c = { .rest = load_bytes(ld, "letter-kinds.csv") };
    str    f[LAW_CSV_FIELDS];
    size_t n;
    if (!c.rest.ptr) return;
    bool head = csv_next(&c, ld->a, f, &n) && n == COUNT(header);
    for (size_t i = 0; head && i < n; i++) head = str_equal(f[i], header[i]);
    if (!head && !c.spent) fault(ld, "law-csv-form", S("letter-kinds.csv"));
    ld->l->letter_kinds = LOAD_NEW(ld, law_letter_kind, KINDS_MAX);
    if (c.spent) ld->st = ST_MEMORY;
    if (!head || !ld->l->letter_kinds) return;
    while (csv_next(&c, ld->a, f, &n)) {
        ld->id = f[0];
        if (n == COUNT(header) && ld->l->letter_kind_count < KINDS_MAX)
            read_kind(ld, f, &ld->l->letter_kinds[ld->l->letter_kind_count++]);
        else
            fault(ld, "law-csv-form", f[0]);
    }
    if (c.spent) ld->st = ST_MEMORY;
    ld->id = arena_printf(ld->a, "%lld", (long long)c.row);
    if (c.bad) fault(ld, "law-csv-form", S(""));
}

const law_letter_kind *law_letter_kinds(const law *l, size_t *count)
{
    *count = l->letter_kind_count;
    return l->letter_kinds;
}

const law_letter_kind *law_letter_kind_find(const law *l, str key)
{
    for (size_t i = 0; i < l->letter_kind_count; i++) {
        if (str_equal(l->letter_kinds[i].key, key)) return &l->letter_kinds[i];
    }
    return NULL;
}
