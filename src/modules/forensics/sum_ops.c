// sum_ops.c - how many findings of a case stand where, kept beside them; and the matrix of ATT&CK made of that. See finding_ops.h.
#include "modules/forensics/finding_ops.h"

#include <limits.h>
#include <stdlib.h>

enum {
    SUMS_MAX = 20000, // kinds of findings of a case
    TAGS_MAX = 32,    // of ATT&CK, that one rule names
};

status finding_counted(db *d, int64_t case_id, const finding *f, finding_place at, int64_t n)
{
    forensic_sum_add_in in = { .case_id = case_id,
                               .tags    = f->tags.ptr ? f->tags : S(""),
                               .level   = f->level,
                               .triage  = at.triage,
                               .hidden  = at.hidden,
                               .n       = n };
    return at.triage ? forensic_sum_add(d, &in, NULL) : ST_OK;
}

status finding_move(db *d, int64_t case_id, const finding *f, finding_place from, finding_place to)
{
    TRY(finding_counted(d, case_id, f, from, -1));
    return finding_counted(d, case_id, f, to, 1);
}

static status sums_of(call *c, const forensic_case *k, forensic_sums_of_row **rows, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return forensic_sums_of(d, &(forensic_sums_of_in){ k->id, SUMS_MAX }, c->a, rows, count);
}

status findings_count(call *c, const forensic_case *k, finding_counts *out)
{
    forensic_sums_of_row *rows;
    size_t                count;
    TRY(sums_of(c, k, &rows, &count));
    *out = (finding_counts){ 0 };
    for (size_t i = 0; i < count; i++) {
        const forensic_sums_of_row *r = &rows[i];
        out->all += r->n;
        if (r->hidden) {
            out->suppressed += r->n;
            continue;
        }
        if (r->triage >= 1 && r->triage <= FINDING_TRIAGES) out->by_triage[r->triage] += r->n;
        if (r->level >= 1 && r->level <= FINDING_LEVELS) out->by_level[r->level] += r->n;
    }
    return ST_OK;
}

// ---- ATT&CK ------------------------------------------------------------------------------------------

static int by_tactic(const void *one, const void *other)
{
    const attack_cell *a = one, *b = other;
    int                x = attack_tactic_at(a->tactic), y = attack_tactic_at(b->tactic);
    if (x != y) return (x < 0 ? INT_MAX : x) < (y < 0 ? INT_MAX : y) ? -1 : 1;
    return str_compare(a->technique, b->technique);
}

static bool add_cell(attack_cell *cells, size_t *count, attack_cell one)
{
    for (size_t i = 0; i < *count; i++) {
        attack_cell *at = &cells[i];
        if (!str_equal(at->tactic, one.tactic) || !str_equal(at->technique, one.technique))
            continue;
        at->n += one.n;
        if (one.worst > at->worst) at->worst = one.worst;
        return true;
    }
    if (*count == MATRIX_MAX) return false;
    cells[(*count)++] = one;
    return true;
}

typedef struct tag_names { // of one finding, each once
    str    tactics[TAGS_MAX], techniques[TAGS_MAX];
    size_t tactic_count, technique_count;
} tag_names;

static status add_name(call *c, str *names, size_t *count, const char *key)
{
    for (size_t i = 0; i < *count; i++) {
        if (str_equal(names[i], str_from(key))) return ST_OK;
    }
    if (*count == TAGS_MAX) return ST_OK;
    return arena_copy(c->a, str_from(key), &names[(*count)++]);
}

static status names_of(call *c, str tags, tag_names *out)
{
    str rest = tags, tag;
    *out     = (tag_names){ 0 };
    for (bool more = rest.len > 0; more;) {
        attack_tag t;
        more = str_cut(rest, ' ', &tag, &rest);
        if (!attack_tag_read(tag, &t)) continue;
        TRY(t.tactic ? add_name(c, out->tactics, &out->tactic_count, t.key)
                     : add_name(c, out->techniques, &out->technique_count, t.key));
    }
    return ST_OK;
}

static void add_cells(const forensic_sums_of_row *r, const tag_names *t, attack_cell *cells,
                      size_t *count)
{
    attack_cell one = { S(""), S(""), r->n, (finding_level)r->level };
    for (size_t i = 0; i < t->tactic_count; i++) {
        one.tactic = t->tactics[i];
        (void)add_cell(cells, count, one);
    }
    for (size_t k = 0; k < t->technique_count; k++) {
        one.technique = t->techniques[k];
        one.tactic    = S("");
        if (!t->tactic_count) (void)add_cell(cells, count, one);
        for (size_t i = 0; i < t->tactic_count; i++) {
            one.tactic = t->tactics[i];
            (void)add_cell(cells, count, one);
        }
    }
}

status attack_matrix(call *c, const forensic_case *k, attack_cell **out, size_t *count)
{
    forensic_sums_of_row *rows;
    size_t                n;
    TRY(sums_of(c, k, &rows, &n));
    *count = 0;
    *out   = NEW(c->a, attack_cell, MATRIX_MAX);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        tag_names t;
        if (rows[i].hidden || rows[i].triage == TRIAGE_BENIGN) continue;
        TRY(names_of(c, rows[i].tags, &t));
        add_cells(&rows[i], &t, *out, count);
    }
    if (*count) qsort(*out, *count, sizeof **out, by_tactic);
    return ST_OK;
}
