// dossier.c - see dossier.h.
#include "modules/dossiers/dossier.h"

#include "kit/text/text.h"

// ---- names ----------------------------------------------------------------------------------------------

str dossier_code(arena *a, int64_t id)
{
    return arena_printf(a, "HS-%06lld", (long long)id);
}

bool dossier_ref_id(str ref, int64_t *id)
{
    bool code = ref.len > 3 && str_equal_nocase(str_slice(ref, 0, 3), S("HS-"));
    return str_int(code ? str_slice(ref, 3, ref.len) : ref, id) && *id > 0;
}

static const str lists[] = { STR(""), STR("devices"), STR("services"), STR("zones") };

str dossier_list_key(dossier_list l)
{
    return lists[l];
}

bool dossier_list_named(str key, dossier_list *out)
{
    for (int l = DOSSIER_DEVICES; l <= DOSSIER_ZONES; l++) {
        if (!str_equal(lists[l], key)) continue;
        *out = (dossier_list)l;
        return true;
    }
    return false;
}

const str dossier_document_kinds[DOSSIER_DOCUMENT_KINDS] = { STR("design-preliminary"),
                                                             STR("design-construction"),
                                                             STR("design-equal"),
                                                             STR("diagram-logical"),
                                                             STR("diagram-physical"),
                                                             STR("risk"),
                                                             STR("opinion"),
                                                             STR("other") };

const char *dossier_part_state_key(dossier_part_state s)
{
    static const char *const keys[] = { "", "not-started", "in-work", "lacking", "done" };
    return keys[s];
}

str dossier_text_of(const dossier_content *k, str key)
{
    for (size_t i = 0; i < k->text_count; i++) {
        if (str_equal(k->texts[i].key, key)) return k->texts[i].text;
    }
    return S("");
}

static const str plan_keys[DOSSIER_PLAN_PARTS] = { STR("plan.1"), STR("plan.2"), STR("plan.3"),
                                                   STR("plan.4"), STR("plan.5"), STR("plan.6"),
                                                   STR("plan.7") };

bool dossier_text_known(str key, str *part)
{
    for (size_t i = 0; i < DOSSIER_PLAN_PARTS; i++) {
        if (!str_equal(plan_keys[i], key)) continue;
        *part = S("plan");
        return true;
    }
    static const str others[] = { STR("proposal"), STR("need-247"), STR("risk"), STR("overview") };
    for (size_t i = 0; i < COUNT(others); i++) {
        if (!str_equal(others[i], key)) continue;
        *part = str_equal(key, S("need-247")) ? S("proposal") : key;
        return true;
    }
    return false;
}

const char *const dossier_cell_names[DOSSIER_CELLS] = { "name", "second", "zone", "fourth" };

str dossier_cell(const dossier_row *r, size_t i)
{
    const str cells[DOSSIER_CELLS] = { r->name, r->second, r->zone, r->fourth };
    return cells[i];
}

bool dossier_cell_moved(const dossier_row *now, const dossier_row *mine, size_t i)
{
    if (!mine->was) return false;
    str there = dossier_cell(now, i), typed = dossier_cell(mine, i),
        read = dossier_cell(mine->was, i);
    return !str_equal(typed, read) && !str_equal(there, read) && !str_equal(there, typed);
}

// ---- parts -------------------------------------------------------------------------------------------------

static size_t rows_of(const dossier_content *k, dossier_list list)
{
    size_t n = 0;
    for (size_t i = 0; i < k->row_count; i++) n += k->rows[i].list == list;
    return n;
}

static size_t documents_of(const dossier_content *k, str prefix)
{
    size_t n = 0;
    for (size_t i = 0; i < k->document_count; i++) n += str_starts(k->documents[i].kind, prefix);
    return n;
}

static void lack(dossier_part *p, str key)
{
    if (p->lack_count < DOSSIER_LACKS_MAX) p->lacks[p->lack_count++] = key;
}

// What the register must tell of every system.
static void judge_overview(const dossier_content *k, dossier_part *p)
{
    bool operator_ = true, scope = true, size = true, served = true, purpose = true;
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_system *s = &k->systems[i];
        operator_               = operator_ && s->operator_.len;
        scope                   = scope && s->scope.len;
        size                    = size && s->size.len;
        served                  = served && s->served.len;
        purpose                 = purpose && s->purpose.len;
    }
    if (!operator_) lack(p, S("operator"));
    if (!purpose) lack(p, S("purpose"));
    if (!scope) lack(p, S("scope"));
    if (!size) lack(p, S("size"));
    if (!served) lack(p, S("served"));
}

static void judge_proposal(const dossier_content *k, dossier_part *p)
{
    int computed = 0;
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_system *s = &k->systems[i];
        if (s->result != LAW_DECIDED) lack(p, S("level"));
        if (s->determination_id != s->rests_on) lack(p, S("finding"));
        if (s->level > computed) computed = s->level;
    }
    if (k->d.level < computed) lack(p, S("level-below"));
    if (k->d.level > computed && !k->d.raise_reason.len) lack(p, S("raise-reason"));
    bool around = false;
    for (size_t i = 0; i < k->system_count; i++) around = around || k->systems[i].needs_247;
    if (around && !dossier_text_of(k, S("need-247")).len) lack(p, S("need-247"));
}

static void judge_plan(const dossier_content *k, dossier_part *p)
{
    for (size_t i = 0; i < DOSSIER_PLAN_PARTS; i++) {
        if (!dossier_text_of(k, plan_keys[i]).len) lack(p, plan_keys[i]);
    }
    bool none = false, other = false, open = false, reasons = false, confirm = false;
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_sheet *s = &k->systems[i].sheet;
        none                   = none || !s->id;
        other                  = other || (s->id && !s->fits);
        open                   = open || s->answered < s->rows;
        reasons                = reasons || s->lacking > 0;
        confirm                = confirm || s->confirm > 0;
    }
    if (none) lack(p, S("sheet"));
    if (other) lack(p, S("sheet-other"));
    if (open) lack(p, S("answers"));
    if (reasons) lack(p, S("reasons"));
    if (confirm) lack(p, S("confirm"));
}

// Somebody has answered a requirement.
static bool answered(const dossier_content *k)
{
    for (size_t i = 0; i < k->system_count; i++) {
        if (k->systems[i].sheet.answered) return true;
    }
    return false;
}

static bool written(const dossier_content *k)
{
    for (size_t i = 0; i < DOSSIER_PLAN_PARTS; i++) {
        if (dossier_text_of(k, plan_keys[i]).len) return true;
    }
    return false;
}

static void judge_zones(const dossier_content *k, dossier_part *p);

static void judge_regulation(const dossier_content *k, dossier_part *p)
{
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_system *s = &k->systems[i];
        if (s->regulation_no.len && s->regulation_on.len) continue;
        lack(p, S("regulation"));
        return;
    }
}

// Does the part hold anything at all, though it lacks more?
static bool begun(const dossier_content *k, str key)
{
    if (str_equal(key, S("zones"))) return rows_of(k, DOSSIER_ZONES) > 0;
    if (str_equal(key, S("plan"))) return written(k) || answered(k);
    return str_equal(key, S("overview")) || str_equal(key, S("proposal"));
}

static void judge(const dossier_content *k, dossier_part *p)
{
    str key = p->component->key;
    if (str_equal(key, S("overview"))) judge_overview(k, p);
    if (str_equal(key, S("devices")) && !rows_of(k, DOSSIER_DEVICES)) lack(p, S("devices"));
    if (str_equal(key, S("services")) && !rows_of(k, DOSSIER_SERVICES)) lack(p, S("services"));
    if (str_equal(key, S("zones"))) judge_zones(k, p);
    if (str_equal(key, S("design")) && !documents_of(k, S("design-"))) lack(p, S("design"));
    if (str_equal(key, S("proposal"))) judge_proposal(k, p);
    if (str_equal(key, S("plan"))) judge_plan(k, p);
    if (str_equal(key, S("risk")) && !dossier_text_of(k, key).len && !documents_of(k, key))
        lack(p, S("risk"));
    if (str_equal(key, S("regulation"))) judge_regulation(k, p);
    if (str_equal(key, S("opinion")) && !documents_of(k, key)) lack(p, S("opinion"));
    for (size_t i = 0; i < k->touch_count; i++) {
        if (!str_equal(k->touches[i].part, key)) continue;
        p->person   = k->touches[i].person;
        p->since_ms = k->touches[i].since_ms;
    }
    p->state = PART_DONE;
    if (!p->lack_count) return;
    p->state = p->person.len ? PART_IN_WORK : begun(k, key) ? PART_LACKING : PART_NOT_STARTED;
}

void dossier_parts_of(const dossier_content *k, dossier_parts *out)
{
    const law_workflow *w = law_workflow_of(k->pack);
    *out                  = (dossier_parts){ 0 };
    for (size_t i = 0; i < w->component_count && out->count < DOSSIER_PARTS_MAX; i++) {
        const law_component *c = &w->components[i];
        if (k->d.level < c->level_min || k->d.level > c->level_max) continue;
        dossier_part *p = &out->items[out->count++];
        p->component    = c;
        judge(k, p);
        out->missing += p->state != PART_DONE;
    }
}

bool dossier_part_wanted(const dossier_part *p)
{
    return p->state != PART_DONE && !p->component->may_follow;
}

// ---- zones ----------------------------------------------------------------------------------------------------

static bool holds_something(const dossier_content *k, str zone)
{
    for (size_t i = 0; i < k->row_count; i++) {
        const dossier_row *r = &k->rows[i];
        if (r->list != DOSSIER_ZONES && str_equal(r->zone, zone)) return true;
    }
    return false;
}

static int64_t zones_empty(const dossier_content *k)
{
    int64_t n = 0;
    for (size_t i = 0; i < k->row_count; i++) {
        const dossier_row *r = &k->rows[i];
        n += r->list == DOSSIER_ZONES && !holds_something(k, r->name);
    }
    return n;
}

static bool planned(const dossier_content *k, str zone)
{
    for (size_t i = 0; i < k->row_count; i++) {
        if (k->rows[i].list == DOSSIER_ZONES && str_equal(k->rows[i].second, zone)) return true;
    }
    return false;
}

static int64_t zones_missing(const dossier_content *k)
{
    const law_workflow *w = law_workflow_of(k->pack);
    int64_t             n = 0;
    for (size_t i = 0; i < w->zone_count; i++) {
        const law_zone *z = &w->zones[i];
        bool wanted = !z->optional && k->d.level >= z->level_min && k->d.level <= z->level_max;
        n += wanted && !planned(k, z->key);
    }
    return n;
}

static void judge_zones(const dossier_content *k, dossier_part *p)
{
    if (!rows_of(k, DOSSIER_ZONES))
        lack(p, S("zones"));
    else if (zones_empty(k))
        lack(p, S("zones-empty"));
    if (zones_missing(k)) lack(p, S("zones-missing"));
}

// ---- facts -------------------------------------------------------------------------------------------------------

// A design of the right kind for what is proposed; "equal" serves for both.
static bool design_fits(const dossier_content *k)
{
    bool built = k->d.kind == DOSSIER_RUNNING || k->d.kind == DOSSIER_REDETERMINE;
    for (size_t i = 0; i < k->document_count; i++) {
        str kind = k->documents[i].kind;
        if (str_equal(kind, S("design-equal"))) return true;
        if (str_equal(kind, built ? S("design-construction") : S("design-preliminary")))
            return true;
    }
    return false;
}

static void facts_of_systems(const dossier_content *k, dossier_facts *f)
{
    int64_t owner = 0;
    f->current = f->decided = f->plan_done = f->assessed = k->system_count > 0;
    f->regulation_on = k->system_count ? k->systems[0].regulation_on : S("");
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_system *s = &k->systems[i];
        if (i == 0 || s->owner_id != owner) f->owners++;
        owner        = s->owner_id;
        f->current   = f->current && s->determination_id == s->rests_on;
        f->decided   = f->decided && s->result == LAW_DECIDED;
        f->computed  = s->level > f->computed ? s->level : f->computed;
        f->plan_done = f->plan_done && s->plan_done;
        f->assessed  = f->assessed && s->assessed;
        f->reasonless += s->sheet.lacking;
        f->needs_247 = f->needs_247 || s->needs_247;
        // One that is being upgraded runs again only by a dossier drawn up for that.
        bool own = (k->d.kind == DOSSIER_UPGRADE || k->d.kind == DOSSIER_REDETERMINE) &&
                   k->d.made_ms >= s->upgraded_since_ms;
        if (s->upgraded_since_ms && !own) f->in_force = false;
        f->sheet_of_another_pack = f->sheet_of_another_pack || (s->sheet.id && !s->sheet.fits);
        if (s->running_since.len) f->running_since = s->running_since;
        if (s->project && !s->embedded) f->statement_apart = true;
        if (s->project_on.len &&
            (!f->project_on.len || str_compare(s->project_on, f->project_on) < 0))
            f->project_on = s->project_on;
        // The latest of the regulations is the one that must not come after the approval.
        str on = s->regulation_on;
        if (!on.len || (f->regulation_on.len && str_compare(on, f->regulation_on) > 0))
            f->regulation_on = on;
    }
    if (!f->running_since.ptr) f->running_since = S("");
    if (!f->project_on.ptr) f->project_on = S("");
}

dossier_facts dossier_facts_of(const dossier_content *k, const dossier_moment *m)
{
    const dossier *d = &k->d;
    dossier_facts  f = { .kind                = d->kind,
                         .other_under_way     = k->other_under_way,
                         .level               = d->level,
                         .raised_for_a_reason = d->raise_reason.len > 0,
                         .appointed           = d->appraiser_no.len > 0,
                         .has_opinion         = documents_of(k, S("opinion")) > 0,
                         .has_247             = dossier_text_of(k, S("need-247")).len > 0,
                         .has_design          = documents_of(k, S("design-")) > 0,
                         .design_fits         = design_fits(k),
                         .zones_empty         = zones_empty(k),
                         .zones_missing       = zones_missing(k),
                         .drafted_on          = d->drafted_on,
                         .submitted_on        = d->submitted_on,
                         .appraised_on        = d->appraised_on,
                         .approved_on         = d->approved_on,
                         .decision_on = m->decision_on.len ? m->decision_on : d->decision_on,
                         .report_on   = m->report_on.len ? m->report_on : d->report_on,
                         .today       = m->today,
                         .frozen      = d->approved_on.len > 0,
                         .in_force    = str_equal(d->state, S("in_force")) };
    facts_of_systems(k, &f);
    bool    text_only    = !d->operator_id && d->operator_name.len > 0;
    int64_t operates     = d->operator_id ? d->operator_id : d->owner_id;
    f.operator_appraises = !text_only && operates == d->appraiser_id;
    f.own_work           = m->person_id > 0 &&
                 (m->person_id == d->author_id || m->person_id == d->submitter_id);
    return f;
}

// ---- clock -----------------------------------------------------------------------------------------------------------

status dossier_clock_of(const law_pack *p, const law_state *s, const dossier *d, str today,
                        arena *a, dossier_clock *out, problem *why)
{
    day start, due;
    *out       = (dossier_clock){ .start_on = S(""), .due_on = S("") };
    out->limit = s->limit.len ? law_limit_of(p, s->limit, d->level) : NULL;
    if (!out->limit || out->limit->days == 0) return ST_OK;
    out->start_on = s->from_submission && d->submitted_on.len ? d->submitted_on : today;
    TRY(day_parse(out->start_on, &start));
    TRY(calendar_due(law_calendar(p->whole), start, out->limit->days,
                     out->limit->working ? CALENDAR_WORKING : CALENDAR_DAYS, &due, &out->unsure,
                     why));
    out->due_on = day_iso(a, due);
    return out->due_on.ptr ? ST_OK : ST_MEMORY;
}
