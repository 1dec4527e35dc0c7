// dossier_ops.c - the acts that move a dossier: what each leaves behind.
#include "modules/dossiers/dossier_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

// ---- steps ------------------------------------------------------------------------------------------

status dossier_take(dossier_work *w)
{
    call         *c = w->c;
    workflow_seat who;
    TRY(dossier_load_whole(c, w->l, w->of.id, &w->k));
    const dossier *d = &w->k.d;
    w->today         = organisations_day(c);
    if (!w->today.ptr) return ST_MEMORY;
    if (w->of.version && w->of.version != d->version)
        return problem_set(w->why, ST_CONFLICT, S(""), S("dossier-moved"));
    TRY(dossier_seat(c, d, &who));
    if (!who.person) return ST_FORBIDDEN;
    w->row = workflow_act(w->k.pack, w->act, w->k.state, d->level);
    if (!w->row || !w->row->by_count) {
        str words = c->lang == LANG_EN ? w->k.state->name.en : w->k.state->name.vi;
        return problem_detail(w->why, ST_CONFLICT, S(""), S("dossier-state"), words);
    }
    return workflow_fits(w->k.pack, w->row, d->level, &who) ? ST_OK : ST_FORBIDDEN;
}

status dossier_holds(dossier_work *w)
{
    const dossier_moment now = { .today       = w->today,
                                 .person_id   = w->c->who.person_id,
                                 .decision_on = S(""),
                                 .report_on   = w->given.report_on };
    dossier_facts        f   = dossier_facts_of(&w->k, &now);
    if (w->row->needs & LAW_NEEDS_SIGNER) f.decision_on = w->given.on;
    f.going_live = str_equal(w->row->act, S("go_live"));
    return workflow_hold(w->row, dossier_guards, &f, w->c->lang, w->why);
}

status dossier_event(dossier_work *w, const law_state *from, const workflow_given *given)
{
    str post;
    TRY(dossier_post_of(w->c, &post));
    const workflow_step step = { dossier_thing(&w->k.d), w->row, from, post, given };
    TRY(workflow_write(w->c, &step, NULL));
    str detail = arena_printf(w->c->a, "{\"code\":\"" STR_FMT "\",\"state\":\"" STR_FMT "\"}",
                              STR_ARG(w->k.d.code), STR_ARG(w->k.d.state));
    str act    = arena_printf(w->c->a, "dossier." STR_FMT, STR_ARG(w->row->act));
    if (!detail.ptr || !act.ptr) return ST_MEMORY;
    return audit_write(w->c, act, S("dossier"), w->k.d.id, detail);
}

// ---- a new state -----------------------------------------------------------------------------------------

static str task_kind_of(arena *a, str state)
{
    return arena_printf(a, "dossiers." STR_FMT, STR_ARG(state));
}

// Its body and role: of those who have the next word. 0: nobody of this program.
static task_role role_of(const law_actor *holder, const dossier *d)
{
    if (str_equal(holder->party, S("operator"))) return (task_role)d->operator_role;
    for (int role = 1; role <= TASK_ROLES; role++) {
        if (str_equal(task_role_name((task_role)role), holder->roles[0])) return (task_role)role;
    }
    return (task_role)0;
}

static int64_t body_of(const law_actor *holder, const dossier *d)
{
    if (str_equal(holder->party, S("operator")))
        return d->operator_id ? d->operator_id : d->owner_id;
    return str_equal(holder->party, S("appraiser")) ? d->appraiser_id : d->owner_id;
}

static status open_task(dossier_work *w, const law_state *s, const law_limit *limit)
{
    const dossier   *d      = &w->k.d;
    const law_actor *holder = workflow_holder(w->k.pack, s, d->level);
    int64_t          id;
    if (!holder) return ST_OK;
    const task_draft t = {
        .kind        = task_kind_of(w->c->a, s->key),
        .object_kind = S("system"),
        .object_id   = d->system_id,
        .object_code = d->system_code,
        .object_name = d->system_name,
        .address     = arena_printf(w->c->a, "/ho-so/" STR_FMT, STR_ARG(d->code)),
        .under_scope = true,
        .body_id     = body_of(holder, d),
        .role        = role_of(holder, d),
        .due_on      = d->due_on,
        .cite        = limit && d->due_on.len ? limit->cite.text.vi : S(""),
        .certainty = limit && d->due_on.len ? str_from(law_certainty_key(limit->certainty)) : S(""),
    };
    if (!t.kind.ptr || !t.address.ptr) return ST_MEMORY;
    return task_open(w->c, &t, &id, w->why);
}

static system_approval approval_of(str word)
{
    return (system_approval)system_choice_number(S("approval"), word);
}

static status tell_register(dossier_work *w, const law_state *s)
{
    const dossier       *d = &w->k.d;
    const system_outcome o = { .approval    = approval_of(s->status),
                               .decision_no = d->decision_no,
                               .decision_on = d->decision_on,
                               .decision_by = d->decision_by };
    for (size_t i = 0; i < w->k.system_count && o.approval; i++)
        TRY(systems_set_outcome(w->c, w->k.systems[i].id, &o, w->why));
    return ST_OK;
}

status dossier_enter_state(dossier_work *w, const law_state *from)
{
    dossier         *d = &w->k.d;
    dossier_clock    clock;
    const law_state *s    = w->row->to;
    problem          none = { 0 };
    d->state              = s->key;
    d->state_ms           = w->c->now_ms;
    d->under_way          = !s->rest || str_equal(s->key, S("withdrawn"));
    status st             = dossier_clock_of(w->k.pack, s, d, w->today, w->c->a, &clock, &none);
    if (st == ST_LIMIT) clock = (dossier_clock){ .due_on = S("") };
    if (st != ST_LIMIT) TRY(st);
    d->due_on = w->given.date.len ? w->given.date : clock.due_on;
    if (from) {
        str was = task_kind_of(w->c->a, from->key);
        if (!was.ptr) return ST_MEMORY;
        TRY(task_close(w->c, was, S("system"), d->system_id));
    }
    TRY(open_task(w, s, w->given.date.len ? NULL : clock.limit));
    return tell_register(w, s);
}

// ---- what each act leaves ---------------------------------------------------------------------------------

static void begin_again(dossier *d)
{
    d->submitted_on = d->appraised_on = d->approved_on = S("");
}

// A decision to run all the same is known above: to the heads and supervisors of the nearest body.
static status tell_above(dossier_work *w)
{
    static const task_role roles[] = { TASK_HEAD, TASK_SUPERVISOR };
    const dossier         *d       = &w->k.d;
    body_list              above;
    TRY(body_above(w->c, d->owner_id, S(""), &above));
    for (size_t i = 0; above.count && i < COUNT(roles); i++) {
        const notice_draft n = { .kind        = S("dossiers.override"),
                                 .object_kind = S("system"),
                                 .object_id   = d->system_id,
                                 .object_code = d->system_code,
                                 .object_name = d->system_name,
                                 .address     = arena_printf(w->c->a, "/ho-so/" STR_FMT,
                                                             STR_ARG(d->code)),
                                 .under_scope = true,
                                 .detail      = d->live_no,
                                 .body_id     = above.items[0].id,
                                 .role        = roles[i] };
        if (!n.address.ptr) return ST_MEMORY;
        TRY(notice_add(w->c, &n));
    }
    return ST_OK;
}

// What is left of the plan is somebody's task from the approval on; the register follows once it is in force.
static status settle_plan(dossier_work *w)
{
    for (size_t i = 0; i < w->k.system_count; i++)
        TRY(dossier_plan_settle(w->c, &w->k.d, &w->k.systems[i]));
    return ST_OK;
}

// A dossier that is in force gives way to the one that comes into force for the same system.
static status supersede(dossier_work *w)
{
    db                  *d;
    dossier_earlier_row *rows;
    size_t               count;
    for (size_t i = 0; i < w->k.system_count; i++) {
        const dossier_earlier_in in = { w->k.d.id, w->k.systems[i].id, S("in_force"),
                                        DOSSIER_SYSTEMS_MAX };
        TRY(call_db(w->c, &d));
        TRY(dossier_earlier(d, &in, w->c->a, &rows, &count));
        for (size_t n = 0; n < count; n++) {
            dossier_work old = { .c = w->c, .l = w->l, .why = w->why, .today = w->today };
            TRY(dossier_load_whole(w->c, w->l, rows[n].id, &old.k));
            old.row = workflow_act(old.k.pack, S("supersede"), old.k.state, old.k.d.level);
            if (!old.row || !old.row->to) continue;
            old.k.d.state    = old.row->to->key;
            old.k.d.state_ms = w->c->now_ms;
            TRY(dossier_save(w->c, &old.k.d));
            TRY(settle_plan(&old));
            TRY(dossier_event(&old, old.k.state, NULL));
        }
    }
    return ST_OK;
}

static status tell_author(dossier_work *w, const char *kind)
{
    const dossier     *d = &w->k.d;
    const notice_draft n = { .kind        = str_from(kind),
                             .object_kind = S("system"),
                             .object_id   = d->system_id,
                             .object_code = d->system_code,
                             .object_name = d->system_name,
                             .address = arena_printf(w->c->a, "/ho-so/" STR_FMT, STR_ARG(d->code)),
                             .under_scope = true,
                             .detail      = d->decision_no,
                             .body_id     = d->operator_id ? d->operator_id : d->owner_id,
                             .role        = (task_role)d->operator_role };
    return n.address.ptr ? notice_add(w->c, &n) : ST_MEMORY;
}

static status record_decision(dossier_work *w)
{
    dossier *d     = &w->k.d;
    d->decision_no = w->given.number;
    d->decision_on = w->given.on;
    d->decision_by = w->given.signer;
    d->report_no   = w->given.report_no;
    d->report_on   = w->given.report_on;
    TRY(supersede(w));
    return tell_author(w, "dossiers.in-force");
}

// The guards held: every system of the dossier runs from today on.
static status go_live(dossier_work *w)
{
    const system_outcome o = { .runs = true };
    for (size_t i = 0; i < w->k.system_count; i++)
        TRY(systems_set_outcome(w->c, w->k.systems[i].id, &o, w->why));
    return ST_OK;
}

static status leave_behind(dossier_work *w)
{
    dossier *d   = &w->k.d;
    str      act = w->row->act;
    int64_t  settled;
    if (str_equal(act, S("submit"))) {
        begin_again(d);
        d->submitted_on = w->today;
        d->submitter_id = w->c->who.person_id;
        TRY(workflow_settle(w->c, dossier_thing(d), 0, &settled));
    }
    if (str_starts(act, S("conclude_"))) d->appraised_on = w->today;
    if (str_starts(act, S("answer"))) {
        d->appraised_on = w->given.on;
        d->appraiser    = w->given.signer;
    }
    if (str_equal(act, S("approve"))) {
        d->approved_on = w->today;
        TRY(dossier_sheets_freeze(w));
    }
    if (str_equal(act, S("revise"))) {
        d->edition++;
        TRY(dossier_sheets_renew(w)); // the plan that was judged stays as it was
    }
    if (str_equal(act, S("revise")) || str_equal(act, S("reopen"))) begin_again(d);
    if (str_equal(act, S("appoint"))) {
        d->appraiser    = w->given.reason;
        d->appraiser_no = w->given.number;
        d->appraiser_on = w->given.on;
    }
    if (str_equal(act, S("go_live_anyway"))) {
        d->live_no = w->given.number;
        d->live_on = w->given.on;
        d->live_by = w->given.signer;
        TRY(tell_above(w));
    }
    if (str_equal(act, S("go_live"))) return go_live(w);
    if (str_equal(act, S("record"))) return record_decision(w);
    return ST_OK;
}

// Another date for what somebody was given: the task's timer follows.
static status move_date(dossier_work *w)
{
    w->k.d.due_on = w->given.date;
    return open_task(w, w->k.state, NULL);
}

// Acts that say yes need every test of the appraisal to say yes.
static bool favours(str act)
{
    return !str_starts(act, S("conclude_not")) && !str_starts(act, S("answer_not"));
}

// Every part is there that may not follow later; each that is not is named.
static status whole(dossier_work *w)
{
    dossier_parts *parts = NEW(w->c->a, dossier_parts, 1);
    buf            b     = buf_in(w->c->a, 256, 8192);
    if (!parts) return ST_MEMORY;
    if (!(w->row->needs & LAW_NEEDS_PARTS)) return ST_OK;
    dossier_parts_of(&w->k, parts);
    for (size_t i = 0; i < parts->count; i++) {
        const law_component *part = parts->items[i].component;
        if (!dossier_part_wanted(&parts->items[i])) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, w->c->lang == LANG_EN ? part->name.en : part->name.vi);
    }
    if (b.failed) return ST_MEMORY;
    if (!b.len) return ST_OK;
    return problem_detail(w->why, ST_INVALID, S("parts"), S("dossier-parts"), buf_str(&b));
}

static status act_on(db *db_, void *ctx)
{
    dossier_work        *w     = ctx;
    const workflow_given typed = w->given;
    (void)db_;
    TRY(dossier_take(w));
    const law_state   *from = w->k.state;
    const workflow_ask ask  = { w->k.pack, w->row, favours(w->act), w->today };
    status             st   = whole(w);
    if (st == ST_OK) st = dossier_take_letter(w);
    if (st == ST_OK) st = workflow_check(&ask, &w->given, w->c->a, w->why);
    if (st == ST_OK) st = dossier_holds(w);
    if (st == ST_OK) st = dossier_keep_findings(w);
    if (st == ST_OK) st = leave_behind(w);
    if (st == ST_OK && w->row->to) st = dossier_enter_state(w, from);
    if (st == ST_OK && w->row->to && w->k.d.approved_on.len) st = settle_plan(w);
    if (st == ST_OK && !w->row->to && w->given.date.len) st = move_date(w);
    if (st == ST_OK) st = dossier_save(w->c, &w->k.d);
    if (st == ST_OK) st = dossier_event(w, from, &w->given);
    if (st == ST_OK) st = papers_keep_write(w->c, &w->keep, NULL);
    if (st == ST_CONFLICT && w->why && !w->why->rule.len)
        st = problem_set(w->why, ST_CONFLICT, S(""), S("dossier-moved"));
    w->given = typed; // an act may run again
    return st;
}

// Those that are done by functions of their own, or follow from others.
static bool is_move(str act)
{
    static const str own[] = { STR("open"), STR("enter"), STR("edit"), STR("comment"),
                               STR("supersede") };
    for (size_t i = 0; i < COUNT(own); i++) {
        if (str_equal(own[i], act)) return false;
    }
    return true;
}

status dossiers_act(call *c, dossier_ref of, str act, workflow_given *given, problem *why)
{
    dossier_work *w = NEW(c->a, dossier_work, 1);
    if (!w) return ST_MEMORY;
    if (!is_move(act)) return problem_detail(why, ST_INVALID, S("act"), S("unknown-value"), act);
    *w       = (dossier_work){ .c = c, .l = law_current(), .why = why, .of = of, .act = act };
    w->given = *given;
    TRY(papers_keep_for_act(c, of.id, act, given, &w->keep, why));
    return call_act(c, act_on, w);
}

// ---- comments ---------------------------------------------------------------------------------------------------

typedef struct comment_work {
    dossier_work  w;
    workflow_item what;
    int64_t       note_id;
} comment_work;

static status comment(db *db_, void *ctx)
{
    comment_work *x = ctx;
    str           post;
    (void)db_;
    TRY(dossier_take(&x->w));
    if (!law_component_find(x->w.k.pack, x->what.anchor))
        return problem_detail(x->w.why, ST_INVALID, S("part"), S("unknown-value"), x->what.anchor);
    TRY(dossier_post_of(x->w.c, &post));
    TRY(workflow_comment(x->w.c, dossier_thing(&x->w.k.d), x->what, post));
    return audit_write(x->w.c, S("dossier.comment"), S("dossier"), x->w.of.id, S(""));
}

status dossiers_comment(call *c, dossier_ref of, workflow_item what, problem *why)
{
    comment_work x = {
        .w = { .c = c, .l = law_current(), .why = why, .of = of, .act = S("comment") }, .what = what
    };
    x.what.text = str_trim(what.text.ptr ? what.text : S(""));
    TRY(text_check(S("text"), x.what.text, 1, WORKFLOW_TEXT_MAX, why));
    return call_act(c, comment, &x);
}

static status settle(db *db_, void *ctx)
{
    comment_work *x = ctx;
    int64_t       n;
    (void)db_;
    TRY(dossier_take(&x->w));
    TRY(workflow_settle(x->w.c, dossier_thing(&x->w.k.d), x->note_id, &n));
    if (n == 0) return ST_MISSING;
    return audit_write(x->w.c, S("dossier.settle"), S("dossier"), x->w.of.id, S(""));
}

status dossiers_settle(call *c, dossier_ref of, int64_t note_id, problem *why)
{
    comment_work x = {
        .w       = { .c = c, .l = law_current(), .why = why, .of = of, .act = S("comment") },
        .note_id = note_id
    };
    return note_id > 0 ? call_act(c, settle, &x) : ST_MISSING;
}
