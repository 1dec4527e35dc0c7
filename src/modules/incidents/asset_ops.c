// asset_ops.c - what an incident touched, and its files. See mark_ops.h.
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/mark_ops.h"
#include "modules/incidents/mark_store.h"

const str incident_files = STR("incident");

// ---- assets ----------------------------------------------------------------------------------------

status incidents_assets(call *c, const incident *i, incident_asset **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return mark_store_assets(d, i->id, c->a, out, count);
}

typedef struct touching {
    call                 *c;
    int64_t               id;
    incident_asset_add_in in;
    problem              *why;
} touching;

static status touch(db *d, void *ctx)
{
    touching                 *w = ctx;
    call                     *c = w->c;
    incident                  i;
    incident_assets_count_row have;
    incident_asking           ask = { w->id, 0, ACT_MARK };
    TRY(incident_for_act(c, &ask, &i));
    TRY(incident_assets_count(d, &(incident_assets_count_in){ .id = i.id }, c->a, &have));
    if (have.n >= ASSETS_MAX)
        return problem_detail(w->why, ST_INVALID, S("asset_name"), S("too-many"),
                              arena_printf(c->a, "%d", ASSETS_MAX));
    w->in.id = i.id;
    TRY(incident_asset_add(d, &w->in, NULL));
    incident_event_draft e = { .kind = "asset", .after = w->in.name, .words = w->in.harm };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.asset", &i, S(""));
}

status incidents_asset_add(call *c, const incident_asset_draft *d, problem *why)
{
    touching               w  = { .c = c, .id = d->id, .why = why };
    incident_asset_add_in *in = &w.in;
    TRY(incident_words_check(c, "asset_name", d->name, INCIDENT_TEXT_MAX, true, &in->name, why));
    TRY(incident_words_check(c, "asset_address", d->address, INCIDENT_TEXT_MAX, false, &in->address,
                             why));
    TRY(incident_words_check(c, "asset_harm", d->harm, INCIDENT_REASON_MAX, false, &in->harm, why));
    if (!asset_kind_key(d->kind).len)
        return problem_set(why, ST_INVALID, S("asset_kind"), S("choice-unknown"));
    in->kind   = d->kind;
    in->person = incident_person(c);
    in->body   = c->who.body_name.ptr ? c->who.body_name : S("");
    in->now    = c->now_ms;
    return call_act(c, touch, &w);
}

typedef struct untouching {
    call                         *c;
    const incident_asset_undraft *k;
    str                           reason;
    problem                      *why;
} untouching;

static status untouch(db *d, void *ctx)
{
    untouching            *w = ctx;
    call                  *c = w->c;
    incident               i;
    incident_asset_one_row one;
    int64_t                n   = 0;
    incident_asking        ask = { w->k->id, 0, ACT_MARK };
    TRY(incident_for_act(c, &ask, &i));
    TRY(incident_asset_one(d, &(incident_asset_one_in){ i.id, w->k->asset }, c->a, &one));
    incident_asset_back_in in = { .id     = i.id,
                                  .asset  = w->k->asset,
                                  .reason = w->reason,
                                  .person = incident_person(c),
                                  .now    = c->now_ms };
    TRY(incident_asset_back(d, &in, &n));
    if (n != 1) return problem_set(w->why, ST_INVALID, S("back_reason"), S("asset-back"));
    incident_event_draft e = { .kind = "asset-back", .before = one.name, .words = w->reason };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.asset-back", &i, S(""));
}

status incidents_asset_back(call *c, const incident_asset_undraft *k, problem *why)
{
    untouching w = { .c = c, .k = k, .why = why };
    TRY(incident_words_check(c, "back_reason", k->reason, INCIDENT_REASON_MAX, true, &w.reason,
                             why));
    return call_act(c, untouch, &w);
}

// ---- files -----------------------------------------------------------------------------------------

status incidents_files(call *c, const incident *i, evidence **out, size_t *count)
{
    return evidence_of(c, incident_files, i->id, out, count);
}

typedef struct filing {
    call                  *c;
    const incident_filing *k;
    problem               *why;
} filing;

static bool is_there(const evidence *all, size_t n, int64_t id)
{
    for (size_t k = 0; k < n; k++) {
        if (all[k].id == id) return true;
    }
    return false;
}

static status file_one(filing *w, const incident *i, int64_t id)
{
    call    *c = w->c;
    evidence e;
    status   st = evidence_load(c, id, &e);
    if (st == ST_MISSING ||
        (st == ST_OK && (e.system_id != i->system_id || e.state != EVIDENCE_WHOLE)))
        return problem_set(w->why, ST_INVALID, S("evidence"), S("incident-file-other"));
    TRY(st);
    TRY(evidence_attach(c, incident_files, i->id, id));
    incident_event_draft k = { .kind = "file", .after = e.name, .words = e.sha256 };
    TRY(incident_timeline_add(c, i->id, &k));
    str detail = arena_printf(c->a, "\"file\":%lld,\"sha256\":\"" STR_FMT "\"", (long long)id,
                              STR_ARG(e.sha256));
    return detail.ptr ? incident_audit(c, "incident.file", i, detail) : ST_MEMORY;
}

static status file(db *d, void *ctx)
{
    filing         *w = ctx;
    call           *c = w->c;
    incident        i;
    evidence       *have;
    size_t          n;
    incident_asking ask = { w->k->id, 0, ACT_MARK };
    (void)d;
    TRY(incident_for_act(c, &ask, &i));
    if (!i.system_id)
        return problem_set(w->why, ST_INVALID, S("evidence"), S("incident-no-system"));
    TRY(incidents_files(c, &i, &have, &n));
    for (size_t k = 0; k < w->k->count; k++) {
        if (!is_there(have, n, w->k->files[k])) TRY(file_one(w, &i, w->k->files[k]));
    }
    return ST_OK;
}

status incidents_file(call *c, const incident_filing *k, problem *why)
{
    filing w = { c, k, why };
    if (!k->count) return problem_set(why, ST_INVALID, S("evidence"), S("required"));
    return call_act(c, file, &w);
}

typedef struct unfiling {
    call                    *c;
    const incident_unfiling *k;
    str                      reason;
} unfiling;

static status unfile(db *d, void *ctx)
{
    unfiling       *w = ctx;
    call           *c = w->c;
    incident        i;
    evidence       *have;
    size_t          n;
    incident_asking ask = { w->k->id, 0, ACT_MARK };
    (void)d;
    TRY(incident_for_act(c, &ask, &i));
    TRY(incidents_files(c, &i, &have, &n));
    for (size_t k = 0; k < n; k++) {
        if (have[k].id != w->k->file) continue;
        TRY(evidence_detach(c, incident_files, i.id, w->k->file));
        incident_event_draft e = { .kind = "file-off", .before = have[k].name, .words = w->reason };
        TRY(incident_timeline_add(c, i.id, &e));
        return incident_audit(c, "incident.file-off", &i, S(""));
    }
    return ST_MISSING;
}

status incidents_unfile(call *c, const incident_unfiling *k, problem *why)
{
    unfiling w = { .c = c, .k = k };
    TRY(incident_words_check(c, "back_reason", k->reason, INCIDENT_REASON_MAX, true, &w.reason,
                             why));
    return call_act(c, unfile, &w);
}

static status tell(call *c, int64_t id, str *name, str *address)
{
    incident i;
    TRY(incident_load(c, id, &i));
    *name    = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(i.code), STR_ARG(i.title));
    *address = arena_printf(c->a, "/su-co/" STR_FMT "/dau-vet#tep", STR_ARG(i.code));
    return name->ptr && address->ptr ? ST_OK : ST_MEMORY;
}

const evidence_teller incidents_file_teller = { STR("incident"), tell };
