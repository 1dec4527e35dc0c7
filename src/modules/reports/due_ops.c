// due_ops.c - what is due to whom by which law, and which units have handed in.
#include "modules/reports/gather_ops.h"
#include "modules/reports/load_ops.h"

enum { DUE_MAX = 32 };

static bool in_force(str from, str to, str today)
{
    return (!from.len || str_compare(from, today) <= 0) && (!to.len || str_compare(today, to) <= 0);
}

// A body with nothing above it but the top is an owner (chủ quản) that reports to the ministry; one below
// such a body hands in to it.
static status reports_upward(call *c, int64_t body_id, bool *unit)
{
    body_list above;
    TRY(body_above(c, body_id, S(""), &above));
    *unit = above.count > 1;
    return ST_OK;
}

// The last safe day of a quarterly report: before a day of the quarter's last month.
static day quarter_last(const law_report *r, day today)
{
    int32_t month = ((today.month - 1) / 3 + 1) * 3;
    day     last  = { today.year, month, r->before.dom };
    if (day_number(today) >= day_number(last)) {
        last = month == 12 ? (day){ today.year + 1, 3, r->before.dom }
                           : (day){ today.year, month + 3, r->before.dom };
    }
    return day_from_number(day_number(last) - 1);
}

static status state_of(call *c, report_due *due)
{
    db               *d;
    report_latest_row row;
    report_latest_in  in = { c->who.body_id, due->what->id, due->year };
    TRY(call_db(c, &d));
    status st = report_latest(d, &in, c->a, &row);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    due->report_id = row.id;
    due->state     = (report_state)row.state;
    return ST_OK;
}

static str named(const call *c, const law_pack *p, str key, day today)
{
    const law_label *l = law_label_on(p, key, today);
    return l ? law_say(l->text, c->lang == LANG_EN) : S("");
}

typedef struct listing {
    call       *c;
    report_due *items;
    size_t      count;
    day         today;
    str         iso;
    bool        unit;
} listing;

static status add_due(listing *l, const law_pack *p, const law_report *r, int year, bool overdue)
{
    report_due due = { .pack       = p,
                       .what       = r,
                       .year       = year,
                       .built_here = r->form.len > 0,
                       .overdue    = overdue,
                       .to         = named(l->c, p, r->to, l->today) };
    if (l->count == DUE_MAX) return ST_OK;
    if (year) due.last = law_report_year(r, year).last;
    if (r->cycle == LAW_QUARTERLY && r->before.dom) due.last = quarter_last(r, l->today);
    due.own = l->unit == str_equal(r->to, S("owner"));
    if (due.built_here) TRY(state_of(l->c, &due));
    if (overdue && due.state == REPORT_SENT) return ST_OK; // nothing is owed
    l->items[l->count++] = due;
    return ST_OK;
}

// Two regimes live side by side and both know the yearly report: it is sent once, by the newer one
// unless the body has begun it under the other.
static bool told_already(const listing *l, const law_report *r)
{
    for (size_t i = 0; i < l->count; i++) {
        if (str_equal(l->items[i].what->id, r->id)) return true;
    }
    return false;
}

static status add_row(listing *l, const law_pack *p, const law_report *r)
{
    if (!in_force(r->valid_from, r->valid_to, l->iso) || told_already(l, r)) return ST_OK;
    if (r->cycle != LAW_YEARLY) return add_due(l, p, r, 0, false);
    report_due_years years = report_years_due(r, l->today);
    if (years.overdue && r->form.len) TRY(add_due(l, p, r, years.next - 1, true));
    return add_due(l, p, r, years.next, false);
}

status reports_due(call *c, report_due **out, size_t *count)
{
    const law *laws = law_current();
    listing    l    = { .c     = c,
                        .today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES),
                        .iso   = organisations_day(c),
                        .items = NEW(c->a, report_due, DUE_MAX) };
    if (!l.items || !l.iso.ptr) return ST_MEMORY;
    if (c->who.body_id) TRY(reports_upward(c, c->who.body_id, &l.unit));
    for (size_t i = law_pack_count(laws); i-- > 0;) {
        const law_pack *p = law_pack_at(laws, i);
        size_t          n;
        if (p->overlay || !in_force(p->valid_from, p->valid_to, l.iso)) continue;
        const law_report *rows = law_reports(p, &n);
        for (size_t k = 0; k < n; k++) TRY(add_row(&l, p, &rows[k]));
    }
    *out   = l.items;
    *count = l.count;
    return ST_OK;
}

// ---- units ------------------------------------------------------------------------------------------

static unit_state unit_how(const report_units_row *r, str last)
{
    if (!r->state.set) return UNIT_NONE;
    if (r->state.value != REPORT_SENT) return UNIT_BEGUN;
    return str_compare(r->sent_on, last) <= 0 ? UNIT_IN_TIME : UNIT_LATE;
}

static void count_unit(report_unit_list *l, unit_state how)
{
    l->in_time += how == UNIT_IN_TIME;
    l->late += how == UNIT_LATE;
    l->begun += how == UNIT_BEGUN;
    l->none += how == UNIT_NONE;
}

status reports_units(call *c, int64_t body_id, int year, report_unit_list *out)
{
    static const str  kind = STR("yearly-unit");
    report_head       h;
    report_units_row *rows;
    db               *d;
    problem           why = { 0 };
    report_units_in   in  = { body_id, kind, year, REPORT_UNITS_MAX };
    *out                  = (report_unit_list){ 0 };
    TRY(reports_find(c, body_id, kind, year, NULL, &h, &why)); // sight, and the day
    out->last = law_report_year(h.what, year).last;
    str last  = day_iso(c->a, out->last);
    TRY(call_db(c, &d));
    TRY(report_units(d, &in, c->a, &rows, &out->count));
    out->items = NEW(c->a, report_unit_row, out->count + 1);
    if (!out->items || !last.ptr) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        const report_units_row *r       = &rows[i];
        bool                    english = c->lang == LANG_EN && r->name_en.len;
        out->items[i]                   = (report_unit_row){ .body_id   = r->id,
                                                             .code      = r->code,
                                                             .name      = english ? r->name_en : r->name,
                                                             .systems   = r->systems,
                                                             .report_id = r->report_id.set ? r->report_id.value : 0,
                                                             .state     = (report_state)(r->state.set ? r->state.value
                                                                                                      : 0),
                                                             .total     = r->total.set ? r->total.value : 0,
                                                             .sent_on   = r->sent_on,
                                                             .how       = unit_how(r, last) };
        count_unit(out, out->items[i].how);
    }
    return ST_OK;
}
