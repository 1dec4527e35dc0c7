// dossier_begin_ops.c - a dossier begun, or a decision of earlier entered as it is.
#include "modules/dossiers/dossier_ops.h"

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

enum { JOINT_LEVEL_MAX = 2 }; // ours: joint dossiers are of levels 1 and 2

typedef struct begin_work {
    dossier_work           w;
    const dossier_opening *what;
    const law_pack        *pack;
    int                    level; // 0: as computed
    bool                   entering;
    system_record         *first; // of its systems
    dossier                like;  // drawn up like this one; id 0: none
    int64_t                id;
} begin_work;

static dossier_kind kind_of(const system_record *s, dossier_kind said)
{
    if (said) return said;
    if (s->state == SYSTEM_UPGRADING) return DOSSIER_UPGRADE;
    if (s->approval == APPROVAL_APPROVED) return DOSSIER_REDETERMINE;
    return s->state == SYSTEM_RUNNING ? DOSSIER_RUNNING : DOSSIER_NEW;
}

static status load_systems(begin_work *b)
{
    call            *c = b->w.c;
    dossier_content *k = &b->w.k;
    system_record   *r = NEW(c->a, system_record, 1);
    b->first           = NEW(c->a, system_record, 1);
    k->systems         = NEW(c->a, dossier_system, DOSSIER_SYSTEMS_MAX);
    k->system_count    = 0;
    if (!r || !b->first || !k->systems) return ST_MEMORY;
    for (size_t i = 0; i < b->what->count; i++) {
        bool   again = false;
        status st    = systems_get(c, b->what->systems[i], r);
        if (st == ST_MISSING)
            return problem_detail(b->w.why, ST_INVALID, S("systems"), S("system-unknown"),
                                  b->what->systems[i]);
        TRY(st);
        for (size_t n = 0; n < k->system_count; n++) again = again || k->systems[n].id == r->id;
        if (again) continue;
        if (k->system_count == 0) *b->first = *r;
        k->systems[k->system_count++] = dossier_system_of(r, r->determination_id);
    }
    if (k->system_count) return ST_OK;
    return problem_set(b->w.why, ST_INVALID, S("systems"), S("required"));
}

// Its level: the highest that is found among its systems, or the one that was decided.
static status settle_level(begin_work *b)
{
    dossier_content *k     = &b->w.k;
    int              level = 0;
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_system *s = &k->systems[i];
        if (s->result != LAW_DECIDED && !b->entering)
            return problem_detail(b->w.why, ST_INVALID, S("systems"), S("dossier-level"), s->code);
        level = s->level > level ? s->level : level;
    }
    k->d.level = b->level ? b->level : level;
    if (k->system_count > 1 && k->d.level > JOINT_LEVEL_MAX)
        return problem_set(b->w.why, ST_INVALID, S("systems"), S("dossier-joint-level"));
    return ST_OK;
}

static status settle_ground(begin_work *b)
{
    call                *c     = b->w.c;
    dossier             *d     = &b->w.k.d;
    const system_record *first = b->first;
    uint64_t             bit   = UINT64_C(1) << TASK_OPERATOR;
    b->w.k.pack                = b->pack ? b->pack : law_pack_find(b->w.l, first->pack);
    if (!b->w.k.pack) return ST_BROKEN;
    *d = (dossier){ .system_id     = first->id,
                    .owner_id      = first->owner_id,
                    .operator_id   = first->operator_id,
                    .operator_name = first->operator_name.len ? first->operator_name
                                                              : first->data.operator_,
                    .operator_role = c->who.roles & bit ? TASK_OPERATOR : TASK_SYSTEM_OFFICER,
                    .kind          = kind_of(first, b->what->kind),
                    .edition       = 1,
                    .appraiser_id  = first->owner_id,
                    .author_id     = c->who.person_id,
                    .author        = c->who.name.len ? c->who.name : c->who.login,
                    .drafted_on    = b->w.today,
                    .due_on        = S(""),
                    .raise_reason  = S(""),
                    .appraiser     = S(""),
                    .appraiser_no  = S(""),
                    .appraiser_on  = S(""),
                    .submitted_on  = S(""),
                    .appraised_on  = S(""),
                    .approved_on   = S(""),
                    .decision_no   = S(""),
                    .decision_on   = S(""),
                    .decision_by   = S(""),
                    .report_no     = S(""),
                    .report_on     = S(""),
                    .live_no       = S(""),
                    .live_on       = S(""),
                    .live_by       = S(""),
                    .system_code   = first->code,
                    .system_name   = first->data.name,
                    .owner_name    = first->owner_name,
                    .version       = 1 };
    return settle_level(b);
}

static status find_rivals(begin_work *b, db *d)
{
    b->w.k.other_under_way = false;
    for (size_t i = 0; i < b->w.k.system_count; i++) {
        dossier_rivals_row n;
        TRY(dossier_rivals(d, &(dossier_rivals_in){ 0, b->w.k.systems[i].id }, b->w.c->a, &n));
        b->w.k.other_under_way = b->w.k.other_under_way || n.n > 0;
    }
    return ST_OK;
}

static status add_rows(begin_work *b, db *d)
{
    call           *c = b->w.c;
    dossier        *o = &b->w.k.d;
    dossier_add_row made;
    TRY(os_uuid(c->now_ms, c->a, &o->uid));
    const dossier_add_in in = { .uid           = o->uid,
                                .system_id     = o->system_id,
                                .owner_id      = o->owner_id,
                                .operator_id   = o->operator_id,
                                .operator_role = o->operator_role,
                                .kind          = o->kind,
                                .state         = b->w.row->to->key,
                                .under_way     = !b->w.row->to->rest,
                                .now           = c->now_ms,
                                .level         = o->level,
                                .pack          = b->w.k.pack->id,
                                .pack_version  = b->w.k.pack->version,
                                .pack_sha256   = str_from(b->w.k.pack->sha256),
                                .appraiser_id  = o->appraiser_id,
                                .author_id     = o->author_id,
                                .author        = o->author,
                                .today         = o->drafted_on };
    TRY(dossier_add(d, &in, c->a, &made));
    o->id   = made.id;
    o->code = dossier_code(c->a, made.id);
    if (!o->code.ptr) return ST_MEMORY;
    for (size_t i = 0; i < b->w.k.system_count; i++) {
        const dossier_system_add_in one = { made.id, b->w.k.systems[i].id,
                                            b->w.k.systems[i].rests_on };
        TRY(dossier_system_add(d, &one, NULL));
    }
    return ST_OK;
}

// The similar one: a dossier by its code, else the latest of a system.
static status find_like(begin_work *b, db *d)
{
    call              *c = b->w.c;
    int64_t            id;
    system_record     *s = NEW(c->a, system_record, 1);
    dossier_latest_row latest;
    str                ref = b->what->from.ptr ? str_trim(b->what->from) : S("");
    b->like                = (dossier){ 0 };
    if (!s) return ST_MEMORY;
    if (!ref.len) return ST_OK;
    bool   by_code = str_starts(ref, S("HS-")) && dossier_ref_id(ref, &id);
    status st      = by_code ? dossier_find(c, id, &b->like) : systems_get(c, ref, s);
    if (st == ST_OK && !by_code) {
        TRY(dossier_latest(d, &(dossier_latest_in){ s->id, S(""), c->who.body_id }, c->a, &latest));
        st = latest.id ? dossier_find(c, latest.id, &b->like) : ST_MISSING;
    }
    if (st != ST_MISSING) return st;
    return problem_detail(b->w.why, ST_INVALID, S("from"), S("dossier-from-unknown"), ref);
}

// Its lists, plan and answers; each is looked through again by who draws this one up.
static status take_over(begin_work *b, db *d)
{
    const dossier_texts_copy_in texts = { b->like.id, b->w.k.d.id, b->w.k.d.author,
                                          b->w.c->now_ms };
    if (!b->like.id) return ST_OK;
    TRY(dossier_rows_copy(d, &(dossier_rows_copy_in){ b->like.id, b->w.k.d.id }, NULL));
    return dossier_texts_copy(d, &texts, NULL);
}

static status row_of(begin_work *b)
{
    workflow_seat who;
    b->w.row = workflow_act(b->w.k.pack, b->w.act, NULL, b->w.k.d.level);
    TRY(dossier_seat(b->w.c, &b->w.k.d, &who));
    if (!b->w.row) return ST_BROKEN;
    return workflow_fits(b->w.k.pack, b->w.row, b->w.k.d.level, &who) ? ST_OK : ST_FORBIDDEN;
}

static status begin(db *d, void *ctx)
{
    begin_work          *b     = ctx;
    const workflow_given typed = b->w.given;
    b->w.today                 = organisations_day(b->w.c);
    if (!b->w.today.ptr) return ST_MEMORY;
    TRY(load_systems(b));
    TRY(settle_ground(b));
    TRY(row_of(b));
    TRY(find_rivals(b, d));
    TRY(find_like(b, d));
    const workflow_ask ask = { b->w.k.pack, b->w.row, true, b->w.today };
    status             st  = workflow_check(&ask, &b->w.given, b->w.c->a, b->w.why);
    if (st == ST_OK) st = dossier_holds(&b->w);
    if (st == ST_OK) st = add_rows(b, d);
    if (st == ST_OK && b->entering) {
        b->w.k.d.decision_no = b->w.given.number;
        b->w.k.d.decision_on = b->w.given.on;
        b->w.k.d.decision_by = b->w.given.signer;
        b->w.k.d.approved_on = b->w.given.on;
    }
    if (st == ST_OK) st = take_over(b, d);
    if (st == ST_OK && !b->entering) st = dossier_sheets_make(&b->w, b->like.system_id);
    if (st == ST_OK) st = dossier_enter_state(&b->w, NULL);
    if (st == ST_OK) st = dossier_save(b->w.c, &b->w.k.d);
    if (st == ST_OK) st = dossier_event(&b->w, NULL, &b->w.given);
    b->id      = b->w.k.d.id;
    b->w.given = typed; // an act may run again
    return st;
}

static status run(call *c, begin_work *b, int64_t *id)
{
    if (!call_may(c, RIGHT_DOSSIERS_ACT) || c->who.person_id <= 0) return ST_FORBIDDEN;
    TRY(call_act(c, begin, b));
    *id = b->id;
    return ST_OK;
}

status dossiers_open(call *c, const dossier_opening *what, int64_t *id, problem *why)
{
    begin_work *b = NEW(c->a, begin_work, 1);
    if (!b) return ST_MEMORY;
    b->w    = (dossier_work){ .c = c, .l = law_current(), .why = why, .act = S("open") };
    b->what = what;
    return run(c, b, id);
}

status dossiers_enter(call *c, const dossier_entering *what, workflow_given *given, int64_t *id,
                      problem *why)
{
    begin_work *b = NEW(c->a, begin_work, 1);
    if (!b) return ST_MEMORY;
    if (what->level < 1 || what->level > LAW_LEVEL_MAX)
        return problem_set(why, ST_INVALID, S("level"), S("required"));
    b->w        = (dossier_work){ .c = c, .l = law_current(), .why = why, .act = S("enter") };
    b->w.given  = *given;
    b->what     = &what->of;
    b->level    = what->level;
    b->pack     = what->pack;
    b->entering = true;
    return run(c, b, id);
}
