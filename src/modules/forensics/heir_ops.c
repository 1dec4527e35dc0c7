// heir_ops.c - what a body that ends hands on: cases it holds or takes part in, its rule sets and suppressions. Each case's
// log tells it.
#include "kit/text/text.h"
#include "modules/forensics/touch_ops.h"
#include "modules/organisations/organisations.h"

enum { CASES_AT_ONCE = 200 };

static status count(call *c, db *d, int64_t body_id, int64_t *n)
{
    forensic_heir_count_row row;
    TRY(forensic_heir_count(d, &(forensic_heir_count_in){ body_id }, c->a, &row));
    *n = row.n;
    return ST_OK;
}

static status move_case(call *c, db *d, const body *from, const body *to, int64_t case_id)
{
    forensic_case           k;
    forensic_heir_holder_in holder  = { case_id, from->id, to->id };
    forensic_heir_parts_in  parts   = { case_id, from->id, to->id };
    const str               names[] = { from->name_vi, to->name_vi };
    TRY(forensic_heir_holder(d, &holder, NULL));
    TRY(forensic_heir_parts(d, &parts, NULL));
    TRY(case_row(c, case_id, to->id, &k));
    str words = text_fmt(c->a, LANG_VI, T_forensics_heir, names, COUNT(names));
    if (!words.ptr) return ST_MEMORY;
    return custody_tell(c, d, &k, NULL, (custody_row){ .act = CUSTODY_NOTED, .words = words });
}

static status move_cases(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    size_t found = CASES_AT_ONCE;
    for (int64_t after = 0; found == CASES_AT_ONCE;) {
        arena                    mark = *c->a;
        forensic_heir_cases_row *rows;
        forensic_heir_cases_in   in = { from->id, after, CASES_AT_ONCE };
        TRY(forensic_heir_cases(d, &in, c->a, &rows, &found));
        for (size_t i = 0; i < found; i++) {
            TRY(move_case(c, d, from, to, rows[i].case_id));
            after = rows[i].case_id;
            ++*n;
        }
        *c->a = mark;
    }
    return ST_OK;
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    *n = 0;
    TRY(move_cases(c, d, from, to, n));
    TRY(forensic_heir_rules(d, &(forensic_heir_rules_in){ from->id, to->id }, NULL));
    return forensic_heir_suppressions(d, &(forensic_heir_suppressions_in){ from->id, to->id },
                                      NULL);
}

const body_heir forensics_heir = { .what = STR("cases"), .count = count, .move = move };
