// asked.c - see asked.h.
#include "modules/controls/asked.h"

#include <stdlib.h>

// "6M;6M;Q" names a period for each level, "Y" one for all.
static str period_at(const law_requirement *r, int level)
{
    str rest = r->period, part = { 0 };
    if (str_find(rest, S(";")) < 0) return rest;
    bool more = true;
    for (int i = 0; i < level && more; i++) more = str_cut(rest, ';', &part, &rest);
    return part;
}

// A heading stands just before the rows that carry its number on.
static bool has_rows(const law_catalogue *k, size_t i)
{
    if (i + 1 == k->count) return false;
    str id = k->rows[i].id, next = k->rows[i + 1].id;
    return str_starts(next, id) && next.len > id.len && next.ptr[id.len] == '.';
}

// ---- order ------------------------------------------------------------------------------------------

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static int64_t number_at(str s, ptrdiff_t *at)
{
    int64_t n = 0;
    for (; *at < s.len && digit(s.ptr[*at]); (*at)++) {
        if (n < 1000000) n = n * 10 + (s.ptr[*at] - '0');
    }
    return n;
}

int asked_clause_compare(str x, str y)
{
    ptrdiff_t i = 0, j = 0;
    while (i < x.len && j < y.len) {
        if (digit(x.ptr[i]) && digit(y.ptr[j])) {
            int64_t a = number_at(x, &i), b = number_at(y, &j);
            if (a != b) return a < b ? -1 : 1;
            continue;
        }
        unsigned char a = (unsigned char)x.ptr[i++], b = (unsigned char)y.ptr[j++];
        if (a != b) return a < b ? -1 : 1;
    }
    return (i < x.len) - (j < y.len);
}

static int by_place(const asked_row *x, const asked_row *y)
{
    return x->r < y->r ? -1 : x->r > y->r;
}

static int by_clause(const void *a, const void *b)
{
    const asked_row *x = a, *y = b;
    int              c = asked_clause_compare(x->clause, y->clause);
    return c ? c : by_place(x, y);
}

static int by_content(const void *a, const void *b)
{
    const asked_row *x = a, *y = b;
    if (x->content != y->content) return x->content < y->content ? -1 : 1;
    return by_place(x, y);
}

// ---- rows -------------------------------------------------------------------------------------------

// A catalogue that brings its own headings already stands in the standard's order; its clauses also name
// annexes and circulars, which have no place among the numbers.
static void put_in_order(asked_rows *k, asked_order order)
{
    if (order == ASKED_DECREE) qsort(k->items, k->count, sizeof *k->items, by_content);
    if (order == ASKED_STANDARD && !k->headings) {
        qsort(k->items, k->count, sizeof *k->items, by_clause);
    }
}

status asked_of(const law_pack *p, int level, asked_order order, arena *a, asked_rows *out,
                problem *why)
{
    if (level < 1 || level > LAW_LEVELS) {
        return problem_set(why, ST_INVALID, S("level"), S("level-range"));
    }
    const law_catalogue *k = law_catalogue_of(p);
    if (!k) return problem_detail(why, ST_INVALID, S("pack"), S("controls-no-catalogue"), p->id);
    str contents = law_plan_groups_key(p);
    *out         = (asked_rows){ .pack = p, .catalogue = k, .level = level };
    out->items   = NEW(a, asked_row, k->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < k->count; i++) {
        const law_requirement *r = &k->rows[i];
        if (!r->clauses[level - 1].len) continue;
        out->items[out->count++] = (asked_row){ .r       = r,
                                                .clause  = r->clauses[level - 1],
                                                .period  = period_at(r, level),
                                                .heading = has_rows(k, i),
                                                .content = law_plan_group_home(p->whole, contents,
                                                                               r),
                                                .part = law_plan_group_home(p->whole, k->key, r) };
        out->headings += out->items[out->count - 1].heading;
    }
    put_in_order(out, order);
    return ST_OK;
}

const asked_row *asked_find(const asked_rows *k, str id)
{
    for (size_t i = 0; i < k->count; i++) {
        if (str_equal(k->items[i].r->id, id)) return &k->items[i];
    }
    return NULL;
}

str asked_group(const asked_row *row, asked_order order, bool english)
{
    if (order == ASKED_DECREE && row->content) return law_say(row->content->text, english);
    return law_say(row->part ? row->part->text : row->r->group, english);
}
