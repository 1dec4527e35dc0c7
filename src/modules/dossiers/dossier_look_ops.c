// dossier_look_ops.c - dossiers as a reader sees them: one, a list, what may be done, who holds it.
#include "modules/dossiers/dossier_ops.h"

#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

enum { LEVEL_247_MIN = 4 }; // NĐ 331/2026 Điều 14: the criterion is one of level 4

workflow_thing dossier_thing(const dossier *d)
{
    return (workflow_thing){ S("dossier"), d->id };
}

status dossiers_get(call *c, str ref, dossier *out)
{
    int64_t id;
    return dossier_ref_id(ref, &id) ? dossier_find(c, id, out) : ST_MISSING;
}

// The pack of its id as the program has it now; its rows of the workflow are found by key.
static status under_pack(const law *l, dossier_content *k)
{
    k->pack  = law_pack_find(l, k->d.pack);
    k->state = k->pack ? law_state_find(k->pack, k->d.state) : NULL;
    return k->state ? ST_OK : ST_BROKEN;
}

dossier_system dossier_system_of(const system_record *r, int64_t rests_on)
{
    return (dossier_system){ .id               = r->id,
                             .owner_id         = r->owner_id,
                             .determination_id = r->determination_id,
                             .rests_on         = rests_on,
                             .code             = r->code,
                             .name             = r->data.name,
                             .operator_        = r->data.operator_,
                             .purpose          = r->data.purpose,
                             .scope            = r->data.scope,
                             .size             = r->data.size,
                             .served           = r->data.users_served,
                             .running_since    = r->data.running_since,
                             .regulation_no    = r->data.regulation_no,
                             .regulation_on    = r->data.regulation_on,
                             .project          = r->data.project_kind.len > 0,
                             .embedded         = str_equal(r->data.embedded, S("yes")),
                             .project_on       = r->data.project_on,
                             .level            = r->level,
                             .result           = r->result,
                             .plan_done        = r->deployment == DEPLOYED_FULL,
                             .assessed         = (r->inspections & INSPECTED_BEFORE_USE) != 0 };
}

// Does a criterion that gave the system its level ask whether it must run around the clock? Its latest finding says.
static status asks_247(call *c, const law_pack *p, const law_fact *fact, dossier_system *s)
{
    determination  *all;
    size_t          count, rules;
    const law_rule *rule = law_rules(p, &rules);
    TRY(systems_determinations(c, s->id, &all, &count));
    for (size_t i = 0; count && i < rules; i++) {
        str id = arena_printf(c->a, "\"" STR_FMT "\"", STR_ARG(rule[i].id));
        if (!id.ptr) return ST_MEMORY;
        if (rule[i].uses >> fact->index & 1 && rule[i].level >= LEVEL_247_MIN &&
            str_find(all[0].hits, id) >= 0)
            s->needs_247 = true;
    }
    return ST_OK;
}

static status dossier_ask_247(call *c, dossier_content *k)
{
    const law_fact *fact = law_fact_find(law_current(), S("need_247"));
    for (size_t i = 0; fact && i < k->system_count; i++)
        TRY(asks_247(c, k->pack, fact, &k->systems[i]));
    return ST_OK;
}

status dossier_load_whole(call *c, const law *l, int64_t id, dossier_content *k)
{
    size_t         n = 0;
    system_record *r = NEW(c->a, system_record, 1);
    if (!r) return ST_MEMORY;
    *k = (dossier_content){ 0 };
    TRY(dossier_find(c, id, &k->d));
    TRY(under_pack(l, k));
    TRY(dossier_content_load(c, k));
    for (size_t i = 0; i < k->system_count; i++) {
        status st = systems_get_id(c, k->systems[i].id, r);
        if (st == ST_MISSING) continue; // a system that is another's now
        TRY(st);
        const dossier_sheet sheet = k->systems[i].sheet;
        k->systems[n]             = dossier_system_of(r, k->systems[i].rests_on);
        k->systems[n].sheet       = sheet;
        TRY(systems_upgraded_since(c, r, &k->systems[n].upgraded_since_ms));
        TRY(dossier_sheet_load(c, k, &k->systems[n++]));
    }
    k->system_count = n;
    return k->d.level >= LEVEL_247_MIN ? dossier_ask_247(c, k) : ST_OK;
}

status dossiers_content(call *c, str ref, dossier_content *out)
{
    int64_t id;
    if (!dossier_ref_id(ref, &id)) return ST_MISSING;
    return dossier_load_whole(c, law_current(), id, out);
}

// ---- lists ----------------------------------------------------------------------------------------------

static bool state_known(str key)
{
    const law *l = law_current();
    for (size_t i = 0; i < law_pack_count(l); i++) {
        if (law_state_find(law_pack_at(l, i), key)) return true;
    }
    return false;
}

status dossiers_filter_set(call *c, str name, str value, dossier_filter *f, problem *why)
{
    system_record s;
    if (!value.len) return ST_OK;
    if (str_equal(name, S("state")) && state_known(value)) {
        f->state = value;
        return ST_OK;
    }
    if (str_equal(name, S("level")) && str_int(value, &f->level) && f->level >= 1 && f->level <= 5)
        return ST_OK;
    if (str_equal(name, S("under_way")) && (str_equal(value, S("1")) || str_equal(value, S("0")))) {
        f->under_way = str_equal(value, S("1"));
        return ST_OK;
    }
    if (str_equal(name, S("system"))) {
        status st = systems_get(c, value, &s);
        if (st != ST_MISSING) {
            f->system_id = st == ST_OK ? s.id : 0;
            return st;
        }
    }
    return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
}

status dossiers_list(call *c, const dossier_filter *f, str cursor, size_t limit,
                     dossier_list_page *out, problem *why)
{
    db               *d;
    dossier_count_row n;
    int64_t           below = INT64_MAX;
    size_t            most  = limit && limit < DOSSIER_PAGE ? limit : DOSSIER_PAGE;
    str               state = f->state.ptr ? f->state : S("");
    if (cursor.len && (!str_int(cursor, &below) || below <= 0))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    const dossier_page_rows_in in = { .viewer    = c->who.body_id,
                                      .state     = state,
                                      .under_way = f->under_way,
                                      .level     = f->level,
                                      .system    = f->system_id,
                                      .below     = below,
                                      .max       = (int64_t)most + 1 };
    TRY(call_db(c, &d));
    TRY(dossier_count(
        d, &(dossier_count_in){ c->who.body_id, state, f->under_way, f->level, f->system_id }, c->a,
        &n));
    *out = (dossier_list_page){ .total = n.n };
    TRY(dossiers_overrides(c, &out->overrides));
    TRY(dossier_find_many(c, &in, &out->items, &out->count));
    if (out->count <= most) return ST_OK;
    out->count = most;
    out->next  = arena_printf(c->a, "%lld", (long long)out->items[most - 1].id);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

// ---- who ----------------------------------------------------------------------------------------------------

status dossier_seat(call *c, const dossier *d, workflow_seat *out)
{
    str *names = NEW(c->a, str, TASK_ROLES);
    if (!names) return ST_MEMORY;
    int64_t operates = d->operator_id ? d->operator_id : d->owner_id;
    *out = (workflow_seat){ .person    = c->who.person_id > 0 && call_may(c, RIGHT_DOSSIERS_ACT),
                            .operator_ = c->who.body_id == operates,
                            .owner     = c->who.body_id == d->owner_id,
                            .appraiser = c->who.body_id == d->appraiser_id,
                            .roles     = names };
    for (int role = 1; role <= TASK_ROLES; role++) {
        if (c->who.roles >> role & 1) names[out->role_count++] = task_role_name((task_role)role);
    }
    return ST_OK;
}

status dossier_open_acts(call *c, const dossier_content *k, const law_act **out, size_t *count)
{
    workflow_seat who;
    TRY(dossier_seat(c, &k->d, &who));
    *count = workflow_acts(k->pack, k->state, k->d.level, &who, out, WORKFLOW_ACTS_MAX);
    return ST_OK;
}

status dossier_stands(call *c, const dossier_content *k, dossier_standing *out)
{
    const law_actor *holder = workflow_holder(k->pack, k->state, k->d.level);
    const dossier   *d      = &k->d;
    day              today  = day_of_ms(k->d.state_ms, VIETNAM_OFFSET_MINUTES);
    problem          why    = { 0 };
    *out                    = (dossier_standing){ .holder = S(""), .body = S("") };
    if (holder) {
        bool operates = str_equal(holder->party, S("operator"));
        out->holder   = holder->key;
        out->body     = operates && d->operator_name.len ? d->operator_name : d->owner_name;
        if (str_equal(holder->party, S("appraiser")) && d->appraiser.len) out->body = d->appraiser;
    }
    str    iso = day_iso(c->a, today);
    status st  = dossier_clock_of(k->pack, k->state, d, iso, c->a, &out->clock, &why);
    return st == ST_LIMIT ? ST_OK : st; // the calendar does not reach so far: no date is told
}
