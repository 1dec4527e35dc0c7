// body_ops.c - the acts on bodies. See organisations.h.
#include <sodium.h>

#include "kit/os/os.h"
#include "modules/organisations/body_ops.h"
#include "modules/organisations/body_store.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/supervisor_ops.h"
#include "modules/organisations/tree_ops.h"

status body_must_hold(call *c, int64_t id)
{
    bool in;
    if (!call_may(c, RIGHT_BODIES_ADMIN)) return ST_FORBIDDEN;
    if (c->who.person_id == -1) return ST_OK;
    TRY(body_in_branch(c, id, c->who.body_id, &in));
    return in ? ST_OK : ST_FORBIDDEN;
}

// The state's own bodies bear the same uid on every node: version 8, made from the code.
static status uuid_of_code(arena *a, str code, str *out)
{
    unsigned char bytes[16];
    str           text = arena_printf(a, "coloa body " STR_FMT, STR_ARG(code));
    if (!text.ptr) return ST_MEMORY;
    if (crypto_generichash(bytes, sizeof bytes, (const unsigned char *)text.ptr,
                           (unsigned long long)text.len, NULL, 0) != 0) {
        return ST_BROKEN;
    }
    return os_uuid_text(bytes, 8, a, out);
}

// ---- a new body -------------------------------------------------------------------------------------

typedef struct add_work {
    call             *c;
    const body_draft *checked;
    body_draft        draft; // with its code; made anew by each run
    int64_t           id;
    bool              alone; // may stand under nobody
    problem          *why;
} add_work;

static status code_taken(db *d, arena scratch, str code, bool *taken)
{
    body_id_by_code_row row;
    status st = body_id_by_code(d, &(body_id_by_code_in){ .code = code }, &scratch, &row);
    *taken    = st == ST_OK;
    return st == ST_MISSING ? ST_OK : st;
}

// The parent's code and the next free number below it: "T34-01-07".
static status make_code(call *c, db *d, int64_t parent_id, str *out, problem *why)
{
    body                    parent;
    body_children_count_row below;
    TRY(body_by_id(c, parent_id, &parent));
    TRY(body_children_count(d, &(body_children_count_in){ .parent = parent_id }, c->a, &below));
    for (int64_t n = below.n + 1; n < below.n + 1000; n++) {
        bool taken;
        str  code = arena_printf(c->a, STR_FMT "-%02lld", STR_ARG(parent.code), (long long)n);
        if (!code.ptr) return ST_MEMORY;
        if (code.len > BODY_CODE_MAX) break;
        TRY(code_taken(d, *c->a, code, &taken));
        if (taken) continue;
        *out = code;
        return ST_OK;
    }
    return problem_set(why, ST_INVALID, S("code"), S("required"));
}

status body_must_be_open(call *c, int64_t id, str field, problem *why)
{
    body b;
    str  today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    status st = body_by_id(c, id, &b);
    if (st == ST_MISSING) return problem_set(why, ST_INVALID, field, S("unknown-body"));
    if (st == ST_OK && b.valid_to.len && str_compare(b.valid_to, today) < 0) {
        return problem_detail(why, ST_INVALID, field, S("body-ended"), b.name_vi);
    }
    return st;
}

static status add_above(add_work *w, db *d)
{
    body_draft *b = &w->draft;
    if (b->parent_id == 0) {
        return w->alone || w->c->who.person_id == -1 ? ST_OK : ST_FORBIDDEN;
    }
    TRY(body_must_be_open(w->c, b->parent_id, S("parent_id"), w->why));
    TRY(body_must_hold(w->c, b->parent_id));
    body_list above;
    TRY(body_above(w->c, b->parent_id, S(""), &above));
    if (above.count + 2 > BODY_DEPTH_MAX) {
        return problem_set(w->why, ST_INVALID, S("parent_id"), S("too-deep"));
    }
    if (b->code.len == 0) return make_code(w->c, d, b->parent_id, &b->code, w->why);
    return ST_OK;
}

static status save_above(db *d, int64_t id, const body_draft *b, str valid_to)
{
    if (b->parent_id == 0) return ST_OK;
    supervision_insert_in in = { .body       = id,
                                 .parent     = b->parent_id,
                                 .valid_from = body_day_from(b->valid_from),
                                 .valid_to   = body_day_to(valid_to) };
    return supervision_insert(d, &in, NULL);
}

static status audit_body(call *c, str act, int64_t id, str code, str name)
{
    buf b = buf_in(c->a, 256, 4096);
    buf_put(&b, S("{\"code\":"));
    buf_json(&b, code);
    buf_put(&b, S(",\"name\":"));
    buf_json(&b, name);
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : audit_write(c, act, S("body"), id, buf_str(&b));
}

static status add(db *d, void *ctx)
{
    add_work *w = ctx;
    bool      taken;
    body_new  row   = { .valid_to = S("") };
    str       today = organisations_day(w->c);
    if (!today.ptr) return ST_MEMORY;
    w->draft = *w->checked;
    TRY(add_above(w, d));
    if (w->draft.code.len == 0) {
        return problem_set(w->why, ST_INVALID, S("code"), S("required"));
    }
    TRY(code_taken(d, *w->c->a, w->draft.code, &taken));
    if (taken) {
        return problem_detail(w->why, ST_INVALID, S("code"), S("code-taken"), w->draft.code);
    }
    TRY(os_uuid(w->c->now_ms, w->c->a, &row.uid));
    row.draft = w->draft;
    TRY(body_save_new(d, w->c->a, &row, &w->id));
    TRY(save_above(d, w->id, &w->draft, S("")));
    TRY(tree_refresh(w->c, d, w->id, today));
    return audit_body(w->c, S("body.add"), w->id, w->draft.code, w->draft.name_vi);
}

static status check_new(call *c, const body_draft *draft, body_draft *checked, problem *why)
{
    if (!call_may(c, RIGHT_BODIES_ADMIN)) return ST_FORBIDDEN;
    TRY(body_draft_check(draft, c->a, checked, why));
    if (str_equal(checked->kind, S("government"))) { // there is one, and the law's list brings it
        return problem_detail(why, ST_INVALID, S("kind"), S("unknown-kind"), checked->kind);
    }
    return ST_OK;
}

status bodies_add(call *c, const body_draft *draft, int64_t *id, problem *why)
{
    body_draft checked;
    add_work   w = { .c = c, .checked = &checked, .why = why };
    TRY(check_new(c, draft, &checked, why));
    TRY(call_act(c, add, &w));
    *id = w.id;
    return ST_OK;
}

status bodies_add_inside(call *c, db *d, const body_draft *draft, int64_t *id, problem *why)
{
    body_draft checked;
    add_work   w = { .c = c, .checked = &checked, .why = why };
    TRY(check_new(c, draft, &checked, why));
    TRY(add(d, &w));
    *id = w.id;
    return ST_OK;
}

status bodies_add_enterprise_inside(call *c, db *d, const body_enterprise *e, int64_t *id,
                                    problem *why)
{
    body             by;
    body_draft       draft = e->draft, checked;
    supervisor_draft over  = e->by;
    add_work         w     = { .c = c, .checked = &checked, .alone = true, .why = why };
    TRY(body_must_hold(c, e->by.by_id));
    TRY(body_by_id(c, e->by.by_id, &by));
    draft.parent_id = 0;
    draft.kind = str_equal(by.kind, S("sample")) ? by.kind : S("enterprise"); // invented ones apart
    TRY(check_new(c, &draft, &checked, why));
    TRY(add(d, &w));
    over.body_id = w.id;
    TRY(supervisor_add_inside(c, d, &over, why));
    TRY(body_contact_put(d, w.id, &e->contact));
    *id = w.id;
    return ST_OK;
}

// ---- a new name -------------------------------------------------------------------------------------

typedef struct rename_work {
    call      *c;
    int64_t    id, version;
    body_names names;
} rename_work;

static status rename_body(db *d, void *ctx)
{
    rename_work *w = ctx;
    body         b;
    TRY(body_by_id(w->c, w->id, &b));
    TRY(body_must_hold(w->c, w->id));
    TRY(body_save_names(d, w->c->a, w->id, w->version, &w->names));
    buf detail = buf_in(w->c->a, 256, 4096);
    buf_put(&detail, S("{\"code\":"));
    buf_json(&detail, b.code);
    buf_put(&detail, S(",\"before\":"));
    buf_json(&detail, b.name_vi);
    buf_put(&detail, S(",\"after\":"));
    buf_json(&detail, w->names.name_vi);
    buf_char(&detail, '}');
    if (detail.failed) return ST_MEMORY;
    return audit_write(w->c, S("body.rename"), S("body"), w->id, buf_str(&detail));
}

status bodies_rename(call *c, int64_t id, int64_t version, const body_names *names, problem *why)
{
    rename_work w = { .c = c, .id = id, .version = version };
    TRY(body_names_check(names, c->a, &w.names, why));
    return call_act(c, rename_body, &w);
}

// ---- another place in the tree ----------------------------------------------------------------------

typedef struct move_work {
    call    *c;
    int64_t  id, parent_id;
    problem *why;
} move_work;

static status check_place(move_work *w, db *d)
{
    bool                   below;
    body_list              above;
    body_branch_height_row height;
    str                    field = S("parent_id");
    TRY(body_must_be_open(w->c, w->id, S("id"), w->why));
    TRY(body_must_be_open(w->c, w->parent_id, field, w->why));
    TRY(body_must_hold(w->c, w->id));
    TRY(body_must_hold(w->c, w->parent_id));
    TRY(body_in_branch(w->c, w->parent_id, w->id, &below));
    if (below) return problem_set(w->why, ST_INVALID, field, S("cycle"));
    TRY(body_above(w->c, w->parent_id, S(""), &above));
    TRY(body_branch_height(d, &(body_branch_height_in){ .top = w->id }, w->c->a, &height));
    int64_t depth = (int64_t)above.count + 2 + (height.depth.set ? height.depth.value : 0);
    if (depth > BODY_DEPTH_MAX) return problem_set(w->why, ST_INVALID, field, S("too-deep"));
    return ST_OK;
}

static status move_body(db *d, void *ctx)
{
    move_work *w     = ctx;
    str        today = organisations_day(w->c);
    str        last  = today.ptr ? body_day_before(w->c->a, today) : today;
    if (!last.ptr) return ST_MEMORY;
    TRY(check_place(w, d));
    TRY(supervision_forget(d, &(supervision_forget_in){ .body = w->id, .day = today }, NULL));
    supervision_end_in end = { .body = w->id, .day = today, .last = last };
    TRY(supervision_end(d, &end, NULL));
    supervision_insert_in in = {
        .body = w->id, .parent = w->parent_id, .valid_from = today, .valid_to = BODY_DAY_LAST
    };
    TRY(supervision_insert(d, &in, NULL));
    TRY(tree_refresh(w->c, d, w->id, today));
    str detail = arena_printf(w->c->a, "{\"parent\":\"%lld\"}", (long long)w->parent_id);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("body.move"), S("body"), w->id, detail);
}

status bodies_move(call *c, int64_t id, int64_t parent_id, problem *why)
{
    return call_act(c, move_body, &(move_work){ c, id, parent_id, why });
}

// ---- an end -----------------------------------------------------------------------------------------

typedef struct close_work {
    call    *c;
    int64_t  id, into;
    str      last_day;
    problem *why;
} close_work;

static status close_body(db *d, void *ctx)
{
    close_work *w = ctx;
    body        b;
    str         today = organisations_day(w->c);
    if (!today.ptr) return ST_MEMORY;
    TRY(body_by_id(w->c, w->id, &b));
    TRY(body_must_hold(w->c, w->id));
    if (w->into == w->id) return problem_set(w->why, ST_INVALID, S("into"), S("cycle"));
    if (w->into) TRY(body_must_be_open(w->c, w->into, S("into"), w->why));
    if (b.valid_from.len && str_compare(w->last_day, b.valid_from) < 0) {
        return problem_detail(w->why, ST_INVALID, S("last_day"), S("before-start"), b.valid_from);
    }
    body_end_in end = { .id = w->id, .valid_to = w->last_day };
    if (w->into) end.merged_into = some_int(w->into);
    TRY(body_end(d, &end, NULL));
    supervision_close_in close = { .body = w->id, .last = w->last_day };
    TRY(supervision_close(d, &close, NULL));
    TRY(tree_refresh(w->c, d, w->id, today));
    str detail = arena_printf(w->c->a, "{\"last_day\":\"" STR_FMT "\",\"into\":\"%lld\"}",
                              STR_ARG(w->last_day), (long long)w->into);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("body.close"), S("body"), w->id, detail);
}

status bodies_close(call *c, int64_t id, str last_day, int64_t into, problem *why)
{
    day d;
    if (day_parse(last_day, &d) != ST_OK) {
        return problem_detail(why, ST_INVALID, S("last_day"), S("not-a-day"), last_day);
    }
    return call_act(c, close_body, &(close_work){ c, id, into, last_day, why });
}

// ---- the state's own list -----------------------------------------------------------------------

typedef struct seed_work {
    call           *c;
    const law_body *rows;
    size_t          count;
    int64_t         added;
    int64_t        *ids; // of the rows added now; 0 for those that were there
    problem        *why;
} seed_work;

// Ours, no law: a code of letters only is also how the body signs its numbers.
static str symbol_of(str code)
{
    for (ptrdiff_t i = 0; i < code.len; i++) {
        if (code.ptr[i] < 'A' || code.ptr[i] > 'Z') return S("");
    }
    return code;
}

// A body seeded by an older list gets the place which that list did not know.
static status learn_place(db *d, const law_body *r, str place)
{
    if (!place.len) return ST_OK;
    body_place_learn_in in = { .code            = r->code,
                               .place           = place,
                               .place_certainty = r->place_certainty };
    return body_place_learn(d, &in, NULL);
}

static status seed_row(seed_work *w, db *d, size_t i)
{
    const law_body *r     = &w->rows[i];
    str             place = r->place.ptr ? r->place : S("");
    body_new        row   = { .valid_to        = r->valid_to,
                              .protocol        = (int64_t)i + 1,
                              .place_certainty = r->place_certainty };
    body_draft      draft = { .code       = r->code,
                              .name_vi    = r->name_vi,
                              .name_en    = r->name_en,
                              .symbol     = symbol_of(r->code),
                              .kind       = r->kind,
                              .place      = place,
                              .note       = r->note,
                              .valid_from = r->valid_from };
    bool            taken;
    w->ids[i] = 0;
    status st = body_draft_check(&draft, w->c->a, &row.draft, w->why);
    if (st != ST_OK) {
        if (w->why) w->why->row = (int64_t)i + 1;
        return st;
    }
    TRY(code_taken(d, *w->c->a, row.draft.code, &taken));
    if (taken) return learn_place(d, r, place);
    TRY(uuid_of_code(w->c->a, row.draft.code, &row.uid));
    TRY(body_save_new(d, w->c->a, &row, &w->ids[i]));
    w->added++;
    return ST_OK;
}

static status id_by_code(seed_work *w, db *d, size_t i, str code, int64_t *id)
{
    body_id_by_code_row row;
    arena               scratch = *w->c->a;
    status st = body_id_by_code(d, &(body_id_by_code_in){ .code = code }, &scratch, &row);
    if (st == ST_MISSING) {
        status refused = problem_detail(w->why, ST_INVALID, S("parent"), S("unknown-body"), code);
        if (w->why) w->why->row = (int64_t)i + 1;
        return refused;
    }
    if (st == ST_OK) *id = row.id;
    return st;
}

static status seed_links(seed_work *w, db *d, size_t i)
{
    const law_body *r = &w->rows[i];
    if (w->ids[i] == 0) return ST_OK;
    if (r->parent.len) {
        body_draft above = { .valid_from = r->valid_from };
        TRY(id_by_code(w, d, i, r->parent, &above.parent_id));
        TRY(save_above(d, w->ids[i], &above, r->valid_to));
    }
    if (r->merged_into.len == 0) return ST_OK;
    body_end_in end = { .id = w->ids[i], .valid_to = body_day_to(r->valid_to) };
    int64_t     into;
    TRY(id_by_code(w, d, i, r->merged_into, &into));
    end.merged_into = some_int(into);
    return body_end(d, &end, NULL);
}

static status seed(db *d, void *ctx)
{
    seed_work *w     = ctx;
    str        today = organisations_day(w->c);
    w->added         = 0;
    w->ids           = NEW(w->c->a, int64_t, w->count ? w->count : 1);
    if (!w->ids || !today.ptr) return ST_MEMORY;
    for (size_t i = 0; i < w->count; i++) TRY(seed_row(w, d, i));
    if (w->added == 0) return ST_OK;
    for (size_t i = 0; i < w->count; i++) TRY(seed_links(w, d, i));
    for (size_t i = 0; i < w->count; i++) {
        if (w->ids[i]) TRY(tree_refresh(w->c, d, w->ids[i], today));
    }
    // In a fresh register every line has just been made for today.
    lines_day_row last;
    TRY(lines_day(d, w->c->a, &last));
    if (str_equal(last.day, BODY_DAY_FIRST)) {
        TRY(lines_day_set(d, &(lines_day_set_in){ .day = today }, NULL));
    }
    str detail = arena_printf(w->c->a, "{\"bodies\":%lld}", (long long)w->added);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("bodies.seed"), S("body"), 0, detail);
}

status organisations_seed(call *c, const law_body *rows, size_t count, int64_t *added, problem *why)
{
    if (!call_may(c, RIGHT_BODIES_ADMIN)) return ST_FORBIDDEN;
    if (sodium_init() < 0) return ST_BROKEN;
    seed_work w = { .c = c, .rows = rows, .count = count, .why = why };
    TRY(call_act(c, seed, &w));
    if (added) *added = w.added;
    return ST_OK;
}
