// member_ops.c - applying, checking, accepting, suspending, restoring, correcting. See network.h.
#include "modules/network/member_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/letters/letters.h"

enum { CODES_TRIED = 1000, CODE_MAX = 30 };

str member_person(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

str member_address(call *c, int64_t id)
{
    return arena_printf(c->a, "/mang-luoi/%lld", (long long)id);
}

status member_tell(call *c, db *d, int64_t id, const member_told *t)
{
    buf                  b  = buf_in(c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    network_event_add_in in = { .id        = id,
                                .now       = c->now_ms,
                                .person    = member_person(c),
                                .body_name = c->who.body_name.ptr ? c->who.body_name : S(""),
                                .act       = str_from(t->act),
                                .detail    = t->detail.ptr ? t->detail : S(""),
                                .reason    = t->reason.ptr ? t->reason : S(""),
                                .letter    = t->letter_id };
    TRY(network_event_add(d, &in, NULL));
    buf_put(&b, S("{\"detail\":"));
    buf_json(&b, str_begin(in.detail, 500));
    buf_put(&b, S(",\"reason\":"));
    buf_json(&b, str_begin(in.reason, 1000));
    buf_char(&b, '}');
    TRY(buf_status(&b));
    str act = arena_printf(c->a, "network.%s", t->act);
    if (!act.ptr) return ST_MEMORY;
    return audit_write(c, act, S("member"), id, buf_str(&b));
}

status member_notice(call *c, const member *m, const member_word *word)
{
    int64_t to = m->body_id;
    if (word->to_coordinator) {
        status st = network_coordinator(c, &to);
        if (st != ST_OK) return st == ST_MISSING ? ST_OK : st;
    }
    const notice_draft n = { .kind        = str_from(word->kind),
                             .object_kind = S("member"),
                             .object_id   = m->id,
                             .object_code = m->code,
                             .object_name = m->body_name,
                             .address     = member_address(c, m->id),
                             .detail  = word->detail.ptr ? str_begin(word->detail, TASK_NAME_MAX)
                                                         : S(""),
                             .n       = 1,
                             .body_id = to,
                             .role    = word->to_coordinator ? TASK_COORDINATOR : TASK_SPECIALIST };
    return n.address.ptr ? notice_add(c, &n) : ST_MEMORY;
}

status member_to_write(call *c, int64_t id, member *out, problem *why)
{
    bool coordinates;
    TRY(network_row_load(c, id, out));
    if (!call_may(c, RIGHT_NETWORK_WRITE)) return ST_FORBIDDEN;
    TRY(network_coordinates(c, &coordinates));
    if (out->body_id != c->who.body_id && !coordinates) return ST_FORBIDDEN;
    if (out->state == MEMBER_REFUSED || out->state == MEMBER_OVER)
        return problem_set(why, ST_INVALID, S(""), S("member-over"));
    return ST_OK;
}

// ---- applying, correcting ------------------------------------------------------------------------

typedef struct register_work {
    call        *c;
    problem     *why;
    member_draft d;
    body         b;
    bool         obligatory;
    str          fold, sort_key;
    int64_t      id, version;
    str          before[MEMBER_FIELDS];
} register_work;

static status keys_of(register_work *w)
{
    arena *a   = w->c->a;
    str    all = arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(w->b.name_vi),
                              STR_ARG(w->b.code), STR_ARG(w->d.cluster));
    if (!all.ptr) return ST_MEMORY;
    w->fold     = text_fold(a, all);
    w->sort_key = text_sort_key(a, w->b.name_vi);
    return w->fold.ptr && w->sort_key.ptr ? ST_OK : ST_MEMORY;
}

static status put_texts(const register_work *w, db *d, buf *changed)
{
    for (int i = 0; i < MEMBER_FIELDS; i++) {
        str before = w->before[i].ptr ? w->before[i] : S("");
        if (str_equal(before, w->d.texts[i])) continue;
        network_text_put_in in = { w->id, str_from(member_fields[i].key), w->d.texts[i] };
        TRY(network_text_put(d, &in, NULL));
        buf_printf(changed, "%s%s", changed->len ? ", " : "", member_fields[i].key);
    }
    return ST_OK;
}

static status begin(register_work *w, const member_draft *typed)
{
    call *c = w->c;
    if (!call_may(c, RIGHT_NETWORK_WRITE)) return ST_FORBIDDEN;
    TRY(member_draft_check(typed, c->a, &w->d, w->why));
    const law_incident_category *k = law_member_category_find(law_current(), w->d.category);
    w->obligatory                  = k && k->obligatory;
    return keys_of(w);
}

static status add(db *d, void *ctx)
{
    register_work         *w = ctx;
    call                  *c = w->c;
    network_own_living_row living;
    network_insert_row     made;
    member                 m;
    buf                    changed = buf_in(c->a, 256, 2000);
    status st = network_own_living(d, &(network_own_living_in){ w->b.id }, c->a, &living);
    if (st == ST_OK)
        return problem_detail(w->why, ST_INVALID, S("body"), S("member-already"), w->b.name_vi);
    if (st != ST_MISSING) return st;
    network_insert_in in = { .body       = w->b.id,
                             .invented   = str_equal(w->b.kind, S("sample")),
                             .category   = w->d.category,
                             .obligatory = w->obligatory,
                             .cluster    = w->d.cluster,
                             .fold       = w->fold,
                             .sort_key   = w->sort_key,
                             .person     = member_person(c),
                             .now        = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(network_insert(d, &in, c->a, &made));
    w->id = made.id;
    TRY(put_texts(w, d, &changed));
    TRY(member_tell(c, d, w->id, &(member_told){ .act = "register", .detail = w->d.category }));
    TRY(network_row_load(c, w->id, &m));
    return member_notice(c, &m, &(member_word){ "network.asked", m.body_name, true });
}

status network_register(call *c, const member_draft *typed, int64_t *id, problem *why)
{
    register_work *w       = NEW(c->a, register_work, 1);
    int64_t        body_id = c->who.body_id;
    bool           coordinates;
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    if (str_trim(typed->body).len) TRY(body_read_ref(c, S("body"), typed->body, &body_id, why));
    TRY(body_by_id(c, body_id, &w->b));
    TRY(network_coordinates(c, &coordinates));
    if (body_id != c->who.body_id && !coordinates) return ST_FORBIDDEN;
    if (str_equal(w->b.kind, S("sample")) != c->who.invented)
        return problem_detail(why, ST_INVALID, S("body"), S("sample-apart"), w->b.name_vi);
    TRY(begin(w, typed));
    TRY(call_act(c, add, w));
    *id = w->id;
    return ST_OK;
}

static status correct(db *d, void *ctx)
{
    register_work    *w       = ctx;
    int64_t           changed = 0;
    buf               fields  = buf_in(w->c->a, 256, 2000);
    network_change_in in      = { .id         = w->id,
                                  .known      = w->version,
                                  .category   = w->d.category,
                                  .obligatory = w->obligatory,
                                  .cluster    = w->d.cluster,
                                  .fold       = w->fold,
                                  .now        = w->c->now_ms };
    TRY(network_change(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    TRY(put_texts(w, d, &fields));
    return member_tell(w->c, d, w->id,
                       &(member_told){ .act = "correct", .detail = buf_str(&fields) });
}

status network_correct(call *c, int64_t id, int64_t version, const member_draft *typed,
                       problem *why)
{
    register_work *w = NEW(c->a, register_work, 1);
    member         m;
    if (!w) return ST_MEMORY;
    w->c       = c;
    w->why     = why;
    w->id      = id;
    w->version = version;
    TRY(member_to_write(c, id, &m, why));
    TRY(body_by_id(c, m.body_id, &w->b));
    TRY(network_texts_load(c, id, w->before));
    TRY(begin(w, typed));
    return call_act(c, correct, w);
}

// ---- its life --------------------------------------------------------------------------------------

typedef struct move_work {
    call              *c;
    problem           *why;
    const member_move *move;
    member             m;
    member_step        step;
    str                reason, from, to, code;
} move_work;

static status code_free(move_work *w, db *d, str code, bool *is)
{
    network_code_taken_row row;
    arena                  scratch = *w->c->a;
    status st = network_code_taken(d, &(network_code_taken_in){ code }, &scratch, &row);
    *is       = st == ST_MISSING;
    return *is ? ST_OK : st;
}

// The code typed, else the next free one.
static status find_code(move_work *w, db *d)
{
    bool                  is_free;
    network_code_last_row last;
    str                   typed = str_trim(w->move->code.ptr ? w->move->code : S(""));
    w->code                     = w->m.code;
    if (w->move->act != MEMBER_ACCEPT) return ST_OK;
    TRY(text_check(S("code"), typed, 0, CODE_MAX, w->why));
    w->code = typed;
    if (typed.len) {
        TRY(code_free(w, d, typed, &is_free));
        return is_free
                   ? ST_OK
                   : problem_detail(w->why, ST_INVALID, S("code"), S("member-code-taken"), typed);
    }
    TRY(network_code_last(d, &(network_code_last_in){ w->m.invented }, w->c->a, &last));
    for (int64_t n = last.n + 1; n < last.n + CODES_TRIED; n++) {
        w->code = arena_printf(w->c->a, "%s-%04lld", w->m.invented ? "TVM" : "TV", (long long)n);
        if (!w->code.ptr) return ST_MEMORY;
        TRY(code_free(w, d, w->code, &is_free));
        if (is_free) return ST_OK;
    }
    return ST_LIMIT;
}

static status do_move(db *d, void *ctx)
{
    move_work *w       = ctx;
    call      *c       = w->c;
    int64_t    changed = 0;
    TRY(find_code(w, d));
    network_move_in in = { .id         = w->m.id,
                           .known      = w->move->version,
                           .state      = w->step.to,
                           .code       = w->code.len ? w->code : (str){ 0 },
                           .valid_from = w->from,
                           .valid_to   = w->to,
                           .reason     = w->reason,
                           .now        = c->now_ms };
    TRY(network_move(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    str key = member_act_key(w->move->act);
    TRY(member_tell(c, d, w->m.id,
                    &(member_told){ .act       = key.ptr,
                                    .detail    = w->move->act == MEMBER_ACCEPT ? w->code : S(""),
                                    .reason    = w->reason,
                                    .letter_id = w->move->letter_id }));
    if (w->step.to == MEMBER_OVER || w->step.to == MEMBER_REFUSED)
        TRY(tasks_drop(c, S("member"), w->m.id));
    if (w->step.own)
        return member_notice(c, &w->m, &(member_word){ "network.withdrawn", S(""), true });
    w->m.code = w->code;
    str kind  = arena_printf(c->a, "network.%s", key.ptr);
    if (!kind.ptr) return ST_MEMORY;
    return member_notice(c, &w->m, &(member_word){ arena_cstr(c->a, kind), w->reason, false });
}

static status may_move(move_work *w)
{
    call *c = w->c;
    bool  coordinates;
    if (!call_may(c, RIGHT_NETWORK_WRITE)) return ST_FORBIDDEN;
    TRY(network_coordinates(c, &coordinates));
    w->step = member_step_of(w->m.state, w->move->act);
    // Which act it is says who may do it, also where the state has moved on.
    bool own = w->move->act == MEMBER_WITHDRAW;
    if (own ? w->m.body_id != c->who.body_id : !coordinates) return ST_FORBIDDEN;
    if (!w->step.to)
        return problem_detail(w->why, ST_INVALID, S("act"), S("member-step"),
                              member_act_key(w->move->act));
    return ST_OK;
}

static status read_letter(const move_work *w)
{
    letter l;
    if (!w->move->letter_id) return ST_OK;
    status st = letters_get(w->c, w->move->letter_id, &l);
    return st == ST_MISSING ? problem_set(w->why, ST_INVALID, S("letter"), S("letter-unknown"))
                            : st;
}

static status read_days(move_work *w, str today)
{
    day d;
    w->from = w->m.valid_from;
    w->to   = w->step.to == MEMBER_OVER ? today : w->m.valid_to;
    if (w->move->act != MEMBER_ACCEPT) return ST_OK;
    w->from = str_trim(w->move->on.len ? w->move->on : today);
    if (day_parse(w->from, &d) != ST_OK)
        return problem_detail(w->why, ST_INVALID, S("on"), S("not-a-day"), w->from);
    return ST_OK;
}

status network_act(call *c, const member_move *move, problem *why)
{
    move_work *w     = NEW(c->a, move_work, 1);
    str        today = organisations_day(c);
    if (!w || !today.ptr) return ST_MEMORY;
    w->c    = c;
    w->why  = why;
    w->move = move;
    TRY(network_row_load(c, move->id, &w->m));
    TRY(may_move(w));
    w->reason = move->reason.len ? text_tidy_lines(c->a, move->reason) : S("");
    if (!w->reason.ptr) return ST_MEMORY;
    TRY(text_check(S("reason"), w->reason, w->step.reason, MEMBER_REASON_MAX, why));
    TRY(read_letter(w));
    TRY(read_days(w, today));
    return call_act(c, do_move, w);
}
