// prove_ops.c - the evidence of rows: attached, told, taken along with copied answers. See controls.h.
#include "modules/controls/prove_ops.h"
#include "modules/controls/controls.h"
#include "modules/controls/sheet_store.h"

const str control_evidence = STR("control-answer");

status control_proved(call *c, int64_t row_id, size_t *count)
{
    evidence *all;
    return evidence_of(c, control_evidence, row_id, &all, count);
}

typedef struct proving {
    call          *c;
    int64_t        sheet_id;
    str            control;
    const int64_t *ids;
    size_t         count;
    problem       *why;
} proving;

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] == id) return true;
    }
    return false;
}

static status attach_new(proving *w, const control_sheet *s, const control_row *row,
                         const evidence *now, size_t n, size_t *changed)
{
    for (size_t i = 0; i < w->count; i++) {
        evidence e;
        bool     there = false;
        for (size_t k = 0; k < n; k++) there = there || now[k].id == w->ids[i];
        if (there) continue;
        status st = evidence_load(w->c, w->ids[i], &e);
        if (st == ST_MISSING || (st == ST_OK && e.system_id != s->system_id))
            return problem_set(w->why, ST_INVALID, S("evidence"), S("controls-evidence-other"));
        TRY(st);
        TRY(evidence_attach(w->c, control_evidence, row->id, w->ids[i]));
        ++*changed;
    }
    return ST_OK;
}

static status detach_old(proving *w, const control_row *row, const evidence *now, size_t n,
                         size_t *changed)
{
    for (size_t k = 0; k < n; k++) {
        if (among(w->ids, w->count, now[k].id)) continue;
        TRY(evidence_detach(w->c, control_evidence, row->id, now[k].id));
        ++*changed;
    }
    return ST_OK;
}

static status prove(db *d, void *ctx)
{
    proving      *w = ctx;
    call         *c = w->c;
    control_sheet s;
    control_row   row;
    evidence     *now;
    size_t        n, changed = 0;
    TRY(control_sheet_load(c, w->sheet_id, &s));
    if (!s.may_write) return ST_FORBIDDEN;
    TRY(sheet_row_find(d, s.id, w->control, c->a, &row));
    if (row.heading) return problem_set(w->why, ST_INVALID, S("control"), S("controls-heading"));
    if (control_is_done(row.values) && w->count == 0)
        return problem_set(w->why, ST_INVALID, S("evidence"), S("controls-no-evidence"));
    TRY(evidence_of(c, control_evidence, row.id, &now, &n));
    TRY(attach_new(w, &s, &row, now, n, &changed));
    TRY(detach_old(w, &row, now, n, &changed));
    if (!changed) return ST_OK;
    str detail = arena_printf(c->a, "{\"control\":\"" STR_FMT "\",\"files\":%zu}",
                              STR_ARG(row.control), w->count);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(c, S("controls.evidence"), S("control_sheet"), s.id, detail);
}

status controls_prove(call *c, int64_t sheet_id, str control, const int64_t *ids, size_t count,
                      problem *why)
{
    proving w = { c, sheet_id, control, ids, count, why };
    return call_act(c, prove, &w);
}

status control_proofs_follow(call *c, int64_t system_id, const int64_t *from, const int64_t *to,
                             size_t count)
{
    evidence_link_row *links;
    size_t             n;
    TRY(evidence_links_of(c, system_id, control_evidence, &links, &n));
    for (size_t i = 0; n && i < count; i++) {
        for (size_t k = 0; k < n; k++) {
            if (links[k].object_id != from[i]) continue;
            TRY(evidence_attach_all(c, control_evidence, from[i], to[i]));
            break;
        }
    }
    return ST_OK;
}

// "Bảng yêu cầu cấp độ 3, HT-07" and its address.
static status tell(call *c, int64_t object_id, str *name, str *address)
{
    db                    *d;
    control_place_find_row row;
    TRY(call_db(c, &d));
    TRY(control_place_find(d, &(control_place_find_in){ .id = object_id, .body = c->who.body_id },
                           c->a, &row));
    const str args[] = { arena_printf(c->a, "%lld", (long long)row.level), row.control_id };
    *name            = text_fmt(c->a, c->lang, T_controls_evidence_place, args, COUNT(args));
    *address = arena_printf(c->a, "/bang-yeu-cau/%lld/yeu-cau/" STR_FMT, (long long)row.sheet_id,
                            STR_ARG(row.control_id));
    return name->ptr && address->ptr ? ST_OK : ST_MEMORY;
}

const evidence_teller controls_teller = { STR("control-answer"), tell };
