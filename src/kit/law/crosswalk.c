// crosswalk.c - the catalogues and the crosswalk, read and checked: every selector finds something.
#include "kit/law/law_inside.h"

enum { CATALOGUE_ROWS_MAX = 2000, CROSSINGS_MAX = 500 };

static const str old_columns[]      = { STR("id"),       STR("clause_hint"), STR("group_vi"),
                                        STR("group_en"), STR("title_vi"),    STR("title_en"),
                                        STR("level1"),   STR("level2"),      STR("level3"),
                                        STR("level4"),   STR("level5"),      STR("confidence") };
static const str new_columns[]      = { STR("id"),     STR("title_vi"), STR("title_en"), STR("l1"),
                                        STR("l2"),     STR("l3"),       STR("l4"),       STR("l5"),
                                        STR("period"), STR("evidence") };
static const str crossing_columns[] = { STR("id"),        STR("from"),    STR("to"),
                                        STR("certainty"), STR("note_vi"), STR("note_en") };

// A table of ours that a folder of packs may leave out.
typedef struct sheet {
    csv    c;
    str    f[LAW_CSV_FIELDS];
    size_t columns, rows; // rows: at most so many follow
} sheet;

// False when the file is not there, or after a fault.
static bool sheet_open(loader *ld, sheet *s, const char *file, const str *columns, size_t count)
{
    str    bytes = { 0 };
    size_t n     = 0;
    *s           = (sheet){ .columns = count };
    ld->file     = str_from(file);
    ld->id       = (str){ 0 };
    status st    = ld->from.read(ld->from.ctx, file, ld->a, &bytes);
    if (st == ST_MEMORY) ld->st = st;
    if (st != ST_OK || !bytes.ptr) return false;
    if (bytes.len > LAW_FILE_MAX) {
        fault(ld, "law-file-large", (str){ 0 });
        return false;
    }
    files_record(ld, file, bytes);
    s->c.rest = bytes;
    bool head = csv_next(&s->c, ld->a, s->f, &n) && n == count;
    for (size_t i = 0; head && i < n; i++) head = str_equal(s->f[i], columns[i]);
    for (ptrdiff_t i = 0; i < bytes.len; i++) s->rows += bytes.ptr[i] == '\n';
    if (s->c.spent) ld->st = ST_MEMORY;
    if (!head && !s->c.spent) fault(ld, "law-csv-form", s->f[0]);
    return head;
}

// The next row that has all its columns and an id.
static bool sheet_next(loader *ld, sheet *s)
{
    size_t n;
    while (csv_next(&s->c, ld->a, s->f, &n)) {
        ld->id    = s->f[0];
        bool text = true;
        for (size_t i = 0; i < n; i++)
            text = text && str_is_text(s->f[i]) && s->f[i].len <= LAW_TEXT_MAX;
        if (n == s->columns && text && s->f[0].len) return true;
        fault(ld, n == s->columns && text ? "law-id-missing" : "law-csv-form",
              text ? s->f[0] : S(""));
    }
    if (s->c.spent) ld->st = ST_MEMORY;
    if (s->c.bad) {
        ld->id = arena_printf(ld->a, "%lld", (long long)s->c.row);
        fault(ld, "law-csv-form", S(""));
    }
    return false;
}

// ---- selectors --------------------------------------------------------------------------------------

// The letters before the number: "HT" of "HT-07".
static bool numbered(str id, str *group, int64_t *number)
{
    str tail;
    return str_cut(id, '-', group, &tail) && str_int(tail, number);
}

static bool in_range(str from, str to, str id)
{
    str     a, b, c;
    int64_t low, high, n;
    if (!numbered(from, &a, &low) || !numbered(to, &b, &high) || !numbered(id, &c, &n))
        return false;
    return str_equal(a, c) && str_equal(b, c) && low <= n && n <= high;
}

bool law_selects(str selector, const law_requirement *r)
{
    ptrdiff_t dots = str_find(selector, S(".."));
    if (str_starts(selector, S("evidence:"))) {
        return str_equal(r->evidence, str_slice(selector, 9, selector.len));
    }
    if (dots > 0) {
        return in_range(str_slice(selector, 0, dots), str_slice(selector, dots + 2, selector.len),
                        r->id);
    }
    if (!selector.len || !str_starts(r->id, selector)) return false;
    if (r->id.len == selector.len) return true;
    char next = r->id.ptr[selector.len];
    return next == '.' || next == '-';
}

// ---- catalogues -------------------------------------------------------------------------------------

static law_certainty confidence(loader *ld, str text)
{
    if (str_equal(text, S("found-text"))) return LAW_FOUND; // read in the standard's own text
    law_certainty c = certainty_named(text);
    if (!c) fault(ld, "law-certainty-unknown", text);
    return c;
}

// "5.1.1.1|6.1.1.1|7.1.1.1": one clause for each level that has the row, or one for all of them.
static void old_clauses(loader *ld, const str *f, law_requirement *r)
{
    str    rest = f[1], part = { 0 };
    size_t marks = 0, parts = 1;
    for (ptrdiff_t i = 0; i < f[1].len; i++) parts += f[1].ptr[i] == '|';
    for (size_t level = 0; level < LAW_LEVELS; level++) {
        str mark          = f[6 + level];
        r->clauses[level] = S("");
        if (!mark.len) continue;
        if (!str_equal(mark, S("x"))) fault(ld, "law-value-unknown", mark);
        if (marks++ == 0 || parts > 1) (void)str_cut(rest, '|', &part, &rest);
        r->clauses[level] = part;
    }
    if (!f[1].len || (parts != 1 && parts != marks)) fault(ld, "law-clause-count", f[1]);
}

static void old_row(loader *ld, const str *f, law_requirement *r)
{
    *r = (law_requirement){ .id        = f[0],
                            .group     = { f[2], f[3] },
                            .title     = { f[4], f[5] },
                            .period    = S(""),
                            .evidence  = S(""),
                            .certainty = confidence(ld, f[11]) };
    old_clauses(ld, f, r);
}

static void new_row(const str *f, law_requirement *r)
{
    *r = (law_requirement){ .id        = f[0],
                            .group     = { S(""), S("") },
                            .title     = { f[1], f[2] },
                            .period    = f[8],
                            .evidence  = f[9],
                            .certainty = LAW_FOUND }; // every row alike: law/SOURCES.md
    for (size_t level = 0; level < LAW_LEVELS; level++) r->clauses[level] = f[3 + level];
}

static void load_catalogue(loader *ld, law_catalogue *out, bool old)
{
    sheet s;
    bool  open = old ? sheet_open(ld, &s, "tcvn11930.csv", old_columns, COUNT(old_columns))
                     : sheet_open(ld, &s, "tcvn14423.csv", new_columns, COUNT(new_columns));
    if (!open) return;
    if (s.rows > CATALOGUE_ROWS_MAX) {
        fault(ld, "law-csv-form", S(""));
        return;
    }
    law_requirement *rows = LOAD_NEW(ld, law_requirement, s.rows + 1);
    if (!rows) return;
    out->key  = old ? S("tcvn11930") : S("tcvn14423");
    out->rows = rows;
    while (sheet_next(ld, &s)) {
        law_requirement *r = &rows[out->count];
        if (old) old_row(ld, s.f, r);
        if (!old) new_row(s.f, r);
        if (!r->title.vi.len || !r->title.en.len) fault(ld, "law-field-missing", S("title"));
        for (size_t i = 0; i < out->count; i++) {
            if (str_equal(rows[i].id, r->id)) fault(ld, "law-id-twice", r->id);
        }
        out->count++;
    }
}

// ---- the crosswalk ----------------------------------------------------------------------------------

static void check_selector(loader *ld, const law_catalogue *k, str selector)
{
    for (size_t i = 0; i < k->count; i++) {
        if (law_selects(selector, &k->rows[i])) return;
    }
    fault(ld, "law-crossing-empty", selector);
}

void load_crosswalk(loader *ld)
{
    sheet s;
    load_catalogue(ld, &ld->l->catalogues[0], true);
    load_catalogue(ld, &ld->l->catalogues[1], false);
    if (!sheet_open(ld, &s, "crosswalk.csv", crossing_columns, COUNT(crossing_columns))) return;
    if (s.rows > CROSSINGS_MAX) {
        fault(ld, "law-csv-form", S(""));
        return;
    }
    law_crossing *rows = LOAD_NEW(ld, law_crossing, s.rows + 1);
    if (!rows) return;
    ld->l->crossings = rows;
    while (sheet_next(ld, &s)) {
        law_crossing *x = &rows[ld->l->crossing_count];
        *x              = (law_crossing){ .id        = s.f[0],
                                          .from      = s.f[1],
                                          .to        = s.f[2],
                                          .certainty = certainty_named(s.f[3]),
                                          .note      = { s.f[4], s.f[5] } };
        if (!x->certainty) fault(ld, "law-certainty-unknown", s.f[3]);
        if (!x->note.vi.len || !x->note.en.len) fault(ld, "law-field-missing", S("note"));
        if (x->from.len) check_selector(ld, &ld->l->catalogues[0], x->from);
        check_selector(ld, &ld->l->catalogues[1], x->to);
        for (size_t i = 0; i < ld->l->crossing_count; i++) {
            if (str_equal(rows[i].id, x->id)) fault(ld, "law-id-twice", x->id);
        }
        ld->l->crossing_count++;
    }
}

const law_catalogue *law_catalogue_find(const law *l, str key)
{
    for (size_t i = 0; i < COUNT(l->catalogues); i++) {
        if (l->catalogues[i].count && str_equal(l->catalogues[i].key, key))
            return &l->catalogues[i];
    }
    return NULL;
}

const law_crossing *law_crosswalk(const law *l, size_t *count)
{
    *count = l->crossing_count;
    return l->crossings;
}

size_t law_crossing_alone(const law *l, bool old)
{
    const law_catalogue *k = &l->catalogues[old ? 0 : 1];
    size_t               n = 0;
    for (size_t i = 0; i < k->count; i++) {
        bool named = false;
        for (size_t x = 0; x < l->crossing_count && !named; x++) {
            const law_crossing *one = &l->crossings[x];
            named                   = law_selects(old ? one->from : one->to, &k->rows[i]);
        }
        n += !named;
    }
    return n;
}
