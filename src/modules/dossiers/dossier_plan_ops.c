// dossier_plan_ops.c - from an approved plan to a plan carried out: what is left is a task of who answers for it, and the
// register tells how far it is.
#include "kit/text/text.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossier_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

static const str task_kind = STR("dossiers.measures"), task_about = STR("measures");

typedef struct holder {
    int64_t   body_id, person_id;
    task_role role;
} holder;

// The person whom the sheet names, if it is one of the operator or the owner; else those who operate.
static status find_holder(call *c, const dossier *d, str responsible, holder *out)
{
    db                       *at;
    dossier_person_named_row *rows;
    size_t                    count;
    int64_t                   operates = d->operator_id ? d->operator_id : d->owner_id;
    dossier_person_named_in   in       = { .name = responsible,
                                           .operator= operates,
                                           .owner = d->owner_id,
                                           .today = organisations_day(c) };
    *out                               = (holder){ operates, 0, (task_role)d->operator_role };
    if (!responsible.len) return ST_OK;
    if (!in.today.ptr) return ST_MEMORY;
    TRY(call_db(c, &at));
    TRY(dossier_person_named(at, &in, c->a, &rows, &count));
    for (size_t i = 1; i < count; i++) {
        if (rows[i].id != rows[0].id) return ST_OK; // two bear the name
    }
    if (count) *out = (holder){ rows[0].body_id, rows[0].id, (task_role)rows[0].role };
    return ST_OK;
}

static status open_one(call *c, const dossier *d, const control_sheet *s, int64_t id,
                       const control_load *load)
{
    holder  h;
    int64_t made;
    problem why = { 0 };
    TRY(find_holder(c, d, load->responsible, &h));
    const task_draft t = {
        .kind        = task_kind,
        .object_kind = task_about,
        .object_id   = id,
        .object_code = s->system_code,
        .object_name = s->system_name,
        .address     = arena_printf(c->a, "/bang-yeu-cau/%lld?loc=viec", (long long)s->id),
        .n           = load->n,
        .body_id     = h.body_id,
        .role        = h.role,
        .person_id   = h.person_id,
        .due_on      = load->due,
    };
    return t.address.ptr ? task_open(c, &t, &made, &why) : ST_MEMORY;
}

static const control_load *load_of(const control_load *loads, size_t count, str responsible)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(loads[i].responsible, responsible)) return &loads[i];
    }
    return NULL;
}

// Each who still has something to do has one task; who has done all has none. `over`: nobody has any more.
static status settle_tasks(call *c, const dossier *d, const control_sheet *s, bool over)
{
    db                       *at;
    control_load             *loads;
    dossier_measure_rows_row *rows;
    size_t                    load_count, count;
    TRY(call_db(c, &at));
    TRY(control_sheet_loads(c, s->id, &loads, &load_count));
    if (over) load_count = 0;
    for (size_t i = 0; i < load_count; i++)
        TRY(dossier_measure_add(at, &(dossier_measure_add_in){ s->id, loads[i].responsible },
                                NULL));
    TRY(dossier_measure_rows(at, &(dossier_measure_rows_in){ s->id, 2 * CONTROL_LOADS_MAX }, c->a,
                             &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const control_load *load = load_of(loads, load_count, rows[i].responsible);
        if (load) TRY(open_one(c, d, s, rows[i].id, load));
        if (!load) TRY(task_close(c, task_kind, task_about, rows[i].id));
    }
    return ST_OK;
}

// Column "triển khai" of the register, for a decision that is in force.
static status tell_register(call *c, int64_t system_id, const control_sheet *s)
{
    control_counts n;
    system_record *r   = NEW(c->a, system_record, 1);
    problem        why = { 0 };
    if (!r) return ST_MEMORY;
    TRY(control_sheet_counts(c, s->id, &n));
    const system_outcome o = { .deployment = (system_deployment)control_deployed(&n) };
    TRY(systems_get_id(c, system_id, r));
    return r->deployment == o.deployment ? ST_OK : systems_set_outcome(c, system_id, &o, &why);
}

status dossier_plan_settle(call *c, const dossier *d, const dossier_system *of)
{
    control_sheet s;
    bool          force = str_equal(d->state, S("in_force"));
    bool          live  = force || str_equal(d->state, S("approved"));
    if (!of->sheet.id) return ST_OK;
    TRY(control_sheet_load(c, of->sheet.id, &s));
    if (!s.frozen_ms) return ST_OK;
    TRY(settle_tasks(c, d, &s, !live));
    return force ? tell_register(c, of->id, &s) : ST_OK;
}

// ---- what modules/controls tells ----------------------------------------------------------------------

status dossier_sheet_moved(call *c, const control_sheet *s)
{
    db                  *d;
    dossier_of_sheet_row row;
    dossier              of;
    TRY(call_db(c, &d));
    status st = dossier_of_sheet(d, &(dossier_of_sheet_in){ s->id }, c->a, &row);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    st = dossier_find(c, row.dossier_id, &of);
    if (st == ST_MISSING) return ST_OK; // the first of its systems is out of this body's sight
    TRY(st);
    return dossier_plan_settle(c, &of,
                               &(dossier_system){ .id = row.system_id, .sheet = { .id = s->id } });
}
