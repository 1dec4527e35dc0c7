// look_ops.c - files of a system, of a thing, what a file serves, its content. See evidence.h.
#include "modules/evidence/evidence.h"

#include "kit/os/os.h"
#include "modules/evidence/evidence_store.h"
#include "modules/evidence/keep_ops.h"
#include "modules/organisations/organisations.h"

static struct {
    const evidence_teller *const *all;
    size_t                        count;
} tellers;

void evidence_tellers(const evidence_teller *const *all, size_t count)
{
    tellers.all   = all;
    tellers.count = count < EVIDENCE_TELLERS_MAX ? count : EVIDENCE_TELLERS_MAX;
}

status evidence_load(call *c, int64_t id, evidence *out)
{
    TRY(evidence_row(c, id, out));
    return out->state == EVIDENCE_RECEIVING ? ST_MISSING : ST_OK;
}

status evidence_list(call *c, const evidence_ask *ask, evidence_page *out, problem *why)
{
    db                     *d;
    evidence_page_rows_row *rows;
    evidence_count_row      counted;
    size_t                  limit = ask->limit;
    int64_t                 state = ask->state ? ask->state : EVIDENCE_WHOLE, below = INT64_MAX;
    if (limit == 0 || limit > EVIDENCE_PAGE_MAX) limit = EVIDENCE_PAGE_MAX;
    if (ask->cursor.len && (!str_int(ask->cursor, &below) || below < 1))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    TRY(scope_may_see(c, SCOPE_SYSTEM, ask->system_id, NULL));
    TRY(call_db(c, &d));
    evidence_page_rows_in in = { .system = ask->system_id,
                                 .viewer = c->who.body_id,
                                 .state  = state,
                                 .below  = below,
                                 .max    = (int64_t)limit + 1 };
    TRY(evidence_page_rows(d, &in, c->a, &rows, &out->count));
    TRY(EVIDENCE_ROWS(c->a, rows, out->count, &out->items));
    TRY(evidence_count(d, &(evidence_count_in){ in.system, in.viewer, state }, c->a, &counted));
    out->total = counted.n;
    out->bytes = counted.bytes.value;
    out->next  = S("");
    if (out->count <= limit) return ST_OK;
    out->count = limit;
    out->next  = arena_printf(c->a, "%lld", (long long)out->items[limit - 1].id);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

status evidence_of(call *c, str object_kind, int64_t object_id, evidence **out, size_t *count)
{
    db                   *d;
    evidence_of_rows_row *rows;
    evidence_of_rows_in   in = { object_kind, object_id, c->who.body_id, EVIDENCE_OF_MAX };
    TRY(call_db(c, &d));
    TRY(evidence_of_rows(d, &in, c->a, &rows, count));
    return EVIDENCE_ROWS(c->a, rows, *count, out);
}

status evidence_links_of(call *c, int64_t system_id, str object_kind, evidence_link_row **out,
                         size_t *count)
{
    db                        *d;
    evidence_system_links_row *rows;
    evidence_system_links_in   in = { system_id, c->who.body_id, object_kind, EVIDENCE_LINKS_MAX };
    TRY(call_db(c, &d));
    TRY(evidence_system_links(d, &in, c->a, &rows, count));
    *out = NEW(c->a, evidence_link_row, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const evidence_system_links_row *r = &rows[i];
        (*out)[i] = (evidence_link_row){ r->object_id, r->evidence_id, r->name, r->type,
                                         r->valid_until };
    }
    return ST_OK;
}

status evidence_recent(call *c, int64_t *ids, size_t most, size_t *count)
{
    db                          *d;
    evidence_recent_systems_row *rows;
    evidence_recent_systems_in   in = { c->who.person_id, c->who.body_id, (int64_t)most };
    TRY(call_db(c, &d));
    TRY(evidence_recent_systems(d, &in, c->a, &rows, count));
    for (size_t i = 0; i < *count; i++) ids[i] = rows[i].system_id;
    return ST_OK;
}

// ---- what a file serves ----------------------------------------------------------------------------

static status tell_place(call *c, evidence_place *p)
{
    p->name = p->address = S("");
    for (size_t i = 0; i < tellers.count; i++) {
        if (!str_equal(tellers.all[i]->kind, p->kind)) continue;
        status st = tellers.all[i]->tell(c, p->object_id, &p->name, &p->address);
        if (st == ST_MISSING) p->name = p->address = S("");
        return st == ST_MISSING ? ST_OK : st;
    }
    return ST_OK;
}

status evidence_places(call *c, int64_t id, evidence_place **out, size_t *count)
{
    db                       *d;
    evidence                  e;
    evidence_places_rows_row *rows;
    TRY(evidence_load(c, id, &e));
    TRY(call_db(c, &d));
    TRY(evidence_places_rows(d, &(evidence_places_rows_in){ id, EVIDENCE_PLACES_MAX }, c->a, &rows,
                             count));
    *out = NEW(c->a, evidence_place, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        evidence_place *p = &(*out)[i];
        *p                = (evidence_place){ .kind      = rows[i].object_kind,
                                              .person    = rows[i].person,
                                              .object_id = rows[i].object_id,
                                              .at_ms     = rows[i].at_ms };
        TRY(tell_place(c, p));
    }
    return ST_OK;
}

// ---- content ---------------------------------------------------------------------------------------

typedef struct open_work {
    call           *c;
    const char     *act;
    const evidence *e;
} open_work;

static status note_open(db *d, void *ctx)
{
    open_work *w = ctx;
    (void)d;
    return evidence_tell(w->c, w->act, w->e);
}

status evidence_open(call *c, int64_t id, bool view, evidence *out, int *fd, problem *why)
{
    TRY(evidence_load(c, id, out));
    TRY(blobs_content(out->sha256, fd, why));
    open_work w  = { c, view ? "evidence.view" : "evidence.download", out };
    status    st = call_act(c, note_open, &w);
    if (st == ST_OK) return st;
    os_close(*fd);
    *fd = -1;
    return st;
}
