// hunt_ops.c - hunts opened, changed, begun, ended, closed, called off. See hunts.h.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/hunts/row_ops.h"
#include "modules/systems/systems.h"

enum { FOLD_BYTES_MAX = 8192, OPEN_NAMED_MAX = 10 };

// ---- who may ---------------------------------------------------------------------------------------

static bool right_to(const call *c, hunt_act act)
{
    if (!call_may(c, RIGHT_INCIDENTS_WRITE)) return false;
    // The machine keeps the register for who has none of its own; it approves nothing.
    if (hunt_machine(c) && !c->who.roles) return act != HUNT_ACT_CLOSE && act != HUNT_ACT_INCIDENT;
    return hunt_role_may(c->who.roles, act);
}

bool hunts_may_open(const call *c)
{
    return right_to(c, HUNT_ACT_OPEN);
}

bool hunt_may(const call *c, const hunt *h, const hunt_threat *t, hunt_act act)
{
    bool own = h->body_id == c->who.body_id || (hunt_machine(c) && !c->who.roles);
    if (act == HUNT_ACT_REMOVE && t && t->owner_body_id == c->who.body_id) own = true;
    return own && right_to(c, act);
}

// ---- what was typed --------------------------------------------------------------------------------

typedef struct opening {
    call             *c;
    const hunt_draft *typed;
    hunt_draft        d; // tidied
    int64_t           systems[HUNT_SYSTEMS_MAX];
    size_t            count;
    str               uid, fold;
    buf               names;
    body              org;
    hunt              was; // of a change
    int64_t           id, version;
    problem          *why;
} opening;

static status read_texts(opening *w)
{
    const hunt_draft *t = w->typed;
    hunt_draft       *d = &w->d;
    const struct {
        hunt_field field;
        str        typed, *to;
    } all[] = {
        { { "title", HUNT_LINE_MAX, true }, t->title, &d->title },
        { { "reach", HUNT_LONG_MAX, true }, t->reach, &d->reach },
        { { "hypothesis", HUNT_LONG_MAX, false }, t->hypothesis, &d->hypothesis },
        { { "rules", HUNT_LINE_MAX, false }, t->rules, &d->rules },
        { { "rules_version", HUNT_LINE_MAX, false }, t->rules_version, &d->rules_version },
        { { "evidence", HUNT_LONG_MAX, false }, t->evidence, &d->evidence },
        { { "firm", HUNT_LINE_MAX, false }, t->firm, &d->firm },
        { { "team", HUNT_LONG_MAX, false }, t->team, &d->team },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        TRY(hunt_words(w->c, &all[i].field, all[i].typed, all[i].to, w->why));
    const hunt_day_field plan  = { .name = "planned_on" },
                         began = { .name = "began_on", .past = true };
    TRY(hunt_day_read(w->c, &plan, t->planned_on, &d->planned_on, w->why));
    return hunt_day_read(w->c, &began, t->began_on, &d->began_on, w->why);
}

static status add_system(opening *w, str code)
{
    call          *c = w->c;
    system_record *s = NEW(c->a, system_record, 1);
    scope_role     role;
    if (!s) return ST_MEMORY;
    status st = systems_get(c, code, s);
    if (st == ST_MISSING)
        return problem_detail(w->why, ST_INVALID, S("systems"), S("system-unknown"), code);
    TRY(st);
    TRY(scope_may_see(c, SCOPE_SYSTEM, s->id, &role));
    if (role > SCOPE_SUPERIOR)
        return problem_detail(w->why, ST_INVALID, S("systems"), S("hunt-system"), s->code);
    for (size_t i = 0; i < w->count; i++) {
        if (w->systems[i] == s->id) return ST_OK;
    }
    if (w->count == HUNT_SYSTEMS_MAX)
        return problem_set(w->why, ST_INVALID, S("systems"), S("too-many"));
    w->systems[w->count++] = s->id;
    buf_char(&w->names, ' ');
    buf_put(&w->names, s->code);
    if (w->names.len < FOLD_BYTES_MAX / 2) {
        buf_char(&w->names, ' ');
        buf_put(&w->names, str_slice(s->data.name, 0, HUNT_LINE_MAX));
    }
    return ST_OK;
}

// The machine keeps the books of a body that has nobody here yet.
static status read_org(opening *w)
{
    call *c   = w->c;
    str   ref = str_trim(w->typed->org.ptr ? w->typed->org : S(""));
    if (!ref.len || !hunt_machine(c)) return body_by_id(c, c->who.body_id, &w->org);
    status st = body_by_ref(c, ref, &w->org);
    return st == ST_MISSING ? problem_detail(w->why, ST_INVALID, S("org"), S("unknown-body"), ref)
                            : st;
}

static bool parts_codes(char c)
{
    return c == ' ' || c == ',' || c == ';' || c == '\n' || c == '\r' || c == '\t';
}

static status read_systems(opening *w)
{
    str typed = w->typed->systems.ptr ? w->typed->systems : S("");
    for (ptrdiff_t i = 0; i < typed.len; i++) {
        ptrdiff_t from = i;
        while (i < typed.len && !parts_codes(typed.ptr[i])) i++;
        if (i > from) TRY(add_system(w, str_slice(typed, from, i)));
    }
    return w->count ? ST_OK : problem_set(w->why, ST_INVALID, S("systems"), S("required"));
}

static status read_draft(opening *w)
{
    w->names = buf_in(w->c->a, 512, 64 * 1024);
    TRY(read_texts(w));
    buf_put(&w->names, w->d.title);
    TRY(read_systems(w));
    TRY(buf_status(&w->names));
    w->fold = text_fold(w->c->a, str_slice(buf_str(&w->names), 0, FOLD_BYTES_MAX));
    return w->fold.ptr ? ST_OK : ST_MEMORY;
}

// ---- opened ----------------------------------------------------------------------------------------

static status put_systems(const opening *w, db *d, int64_t id)
{
    for (size_t i = 0; i < w->count; i++)
        TRY(hunt_system_add(d, &(hunt_system_add_in){ id, w->systems[i] }, NULL));
    return ST_OK;
}

static status open_one(db *d, void *ctx)
{
    opening          *w = ctx;
    call             *c = w->c;
    const hunt_draft *t = &w->d;
    hunt_insert_row   made;
    hunt_insert_in    in = { .uid           = w->uid,
                             .body          = w->org.id,
                             .body_name     = w->org.name_vi,
                             .invented      = c->who.invented,
                             .state         = t->began_on.len ? HUNT_RUNNING : HUNT_PLANNED,
                             .title         = t->title,
                             .fold          = w->fold,
                             .reach         = t->reach,
                             .hypothesis    = t->hypothesis,
                             .rules         = t->rules,
                             .rules_version = t->rules_version,
                             .evidence      = t->evidence,
                             .firm          = t->firm,
                             .team          = t->team,
                             .planned_on    = t->planned_on,
                             .began_on      = t->began_on,
                             .person        = hunt_person(c),
                             .now           = c->now_ms };
    TRY(call_code(c, d, "SL", &in.code));
    TRY(hunt_insert(d, &in, c->a, &made));
    w->id = made.id;
    TRY(put_systems(w, d, w->id));
    TRY(hunt_tell(c, d, &(hunt_told){ w->id, 0, "open", in.code, t->planned_on }));
    if (!t->began_on.len) return ST_OK;
    return hunt_tell(c, d, &(hunt_told){ w->id, 0, "begin", in.code, t->began_on });
}

status hunts_open(call *c, const hunt_draft *d, int64_t *id, problem *why)
{
    opening *w = NEW(c->a, opening, 1);
    if (!w) return ST_MEMORY;
    if (!hunts_may_open(c)) return ST_FORBIDDEN;
    *w = (opening){ .c = c, .typed = d, .why = why };
    TRY(read_org(w));
    TRY(read_draft(w));
    TRY(os_uuid(c->now_ms, c->a, &w->uid));
    TRY(call_act(c, open_one, w));
    *id = w->id;
    return ST_OK;
}

// ---- changed ---------------------------------------------------------------------------------------

// What was there before is kept in the history: a hunt must say what it was meant to be when it was done.
static status differences(const opening *w, buf *b)
{
    const hunt       *h = &w->was;
    const hunt_draft *d = &w->d;
    const struct {
        const char *name;
        str         before, after;
    } all[] = {
        { "title", h->title, d->title },
        { "reach", h->reach, d->reach },
        { "hypothesis", h->hypothesis, d->hypothesis },
        { "rules", h->rules, d->rules },
        { "rules_version", h->rules_version, d->rules_version },
        { "evidence", h->evidence, d->evidence },
        { "firm", h->firm, d->firm },
        { "team", h->team, d->team },
        { "planned_on", h->planned_on, d->planned_on },
        { "began_on", h->began_on, d->began_on },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(all[i].before, all[i].after)) continue;
        str key = arena_printf(w->c->a, "hunts.field.%s", all[i].name);
        if (!key.ptr) return ST_MEMORY;
        if (b->len) buf_char(b, '\n');
        buf_put(b, text_named(LANG_VI, key));
        buf_put(b, S(": “"));
        buf_put(b, all[i].before);
        buf_put(b, S("” → “"));
        buf_put(b, all[i].after);
        buf_put(b, S("”"));
    }
    return buf_status(b);
}

static bool listed(const opening *w, int64_t system)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->systems[i] == system) return true;
    }
    return false;
}

static status keep_threats(const opening *w, db *d)
{
    hunt_threat *all;
    size_t       n;
    TRY(hunt_threats_load(w->c, d, &w->was, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (!listed(w, all[i].system_id))
            return problem_detail(w->why, ST_INVALID, S("systems"), S("hunt-system-threat"),
                                  all[i].system_code);
    }
    return ST_OK;
}

static status systems_differ(const opening *w, db *d, buf *b)
{
    hunt_system *old;
    size_t       n, same = 0;
    TRY(hunt_systems_load(w->c, d, &w->was, &old, &n));
    for (size_t i = 0; i < n; i++) same += listed(w, old[i].id);
    if (same == n && n == w->count) return ST_OK;
    if (b->len) buf_char(b, '\n');
    buf_put(b, text_get(LANG_VI, T_hunts_field_systems));
    buf_put(b, S(": “"));
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(b, ' ');
        buf_put(b, old[i].code);
    }
    buf_put(b, S("” → “"));
    buf_put(b, str_trim(w->typed->systems));
    buf_put(b, S("”"));
    return buf_status(b);
}

static status change(db *d, void *ctx)
{
    opening          *w  = ctx;
    call             *c  = w->c;
    const hunt_draft *t  = &w->d;
    int64_t           n  = 0;
    buf               b  = buf_in(c->a, 512, 256 * 1024);
    hunt_update_in    in = { .id            = w->id,
                             .known         = w->version,
                             .title         = t->title,
                             .fold          = w->fold,
                             .reach         = t->reach,
                             .hypothesis    = t->hypothesis,
                             .rules         = t->rules,
                             .rules_version = t->rules_version,
                             .evidence      = t->evidence,
                             .firm          = t->firm,
                             .team          = t->team,
                             .planned_on    = t->planned_on,
                             .began_on      = t->began_on };
    TRY(hunt_row_load(c, w->id, &w->was));
    if (!hunt_after(w->was.state, HUNT_ACT_CHANGE)) return ST_CONFLICT;
    TRY(differences(w, &b));
    TRY(systems_differ(w, d, &b));
    TRY(keep_threats(w, d));
    TRY(hunt_update(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(hunt_systems_drop(d, &(hunt_systems_drop_in){ w->id }, NULL));
    TRY(put_systems(w, d, w->id));
    return hunt_tell(c, d, &(hunt_told){ w->id, 0, "change", w->was.code, buf_str(&b) });
}

status hunts_change(call *c, int64_t id, int64_t version, const hunt_draft *typed, problem *why)
{
    opening *w = NEW(c->a, opening, 1);
    if (!w) return ST_MEMORY;
    *w = (opening){ .c = c, .typed = typed, .id = id, .version = version, .why = why };
    TRY(hunt_row_load(c, id, &w->was));
    if (!hunt_may(c, &w->was, NULL, HUNT_ACT_CHANGE)) return ST_FORBIDDEN;
    if (!hunt_after(w->was.state, HUNT_ACT_CHANGE)) return ST_CONFLICT;
    if (!version) w->version = w->was.version;
    TRY(read_draft(w));
    // When it began is told by an act of its own; one that runs must have begun.
    if (w->was.state == HUNT_PLANNED) w->d.began_on = S("");
    if (w->was.state != HUNT_PLANNED && !w->d.began_on.len) w->d.began_on = w->was.began_on;
    return call_act(c, change, w);
}

// ---- from state to state ---------------------------------------------------------------------------

typedef struct stepping {
    call            *c;
    const hunt_step *typed;
    hunt             h;
    hunt_move_in     in;
    str              words;
    problem         *why;
} stepping;

static const char *step_name(hunt_act act)
{
    if (act == HUNT_ACT_BEGIN) return "begin";
    if (act == HUNT_ACT_END) return "end";
    return act == HUNT_ACT_CLOSE ? "close" : "cancel";
}

// Which are open, by number: "1, 3". A hunt with an open threat is not over.
static status none_open(const stepping *w, db *d)
{
    hunt_threat *all;
    size_t       n, named = 0;
    buf          b = buf_in(w->c->a, 128, 4096);
    TRY(hunt_threats_load(w->c, d, &w->h, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (!threat_is_open(all[i].state)) continue;
        if (named && named < OPEN_NAMED_MAX) buf_put(&b, S(", "));
        if (named < OPEN_NAMED_MAX) buf_printf(&b, "%lld", (long long)all[i].no);
        if (named++ == OPEN_NAMED_MAX) buf_put(&b, S(" …"));
    }
    TRY(buf_status(&b));
    return named
               ? problem_detail(w->why, ST_INVALID, S("state"), S("hunt-threats-open"), buf_str(&b))
               : ST_OK;
}

static status read_end(stepping *w)
{
    call                *c    = w->c;
    bool                 over = w->h.state == HUNT_WAITING;
    const hunt_day_field on   = { "ended_on", !over, true, w->h.began_on };
    const hunt_field     said = { "result", HUNT_LONG_MAX, !over };
    str                  ended, result;
    TRY(hunt_day_read(c, &on, w->typed->on, &ended, w->why));
    TRY(hunt_words(c, &said, w->typed->words, &result, w->why));
    if (ended.len) w->in.ended_on = ended;
    if (result.len) w->in.result = result;
    w->words = w->in.result;
    return ST_OK;
}

static status read_step(stepping *w)
{
    call                *c       = w->c;
    const hunt_day_field began   = { .name = "began_on", .past = true };
    const hunt_field     because = { "reason", HUNT_LONG_MAX, true };
    str                  today   = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (w->typed->act == HUNT_ACT_BEGIN) {
        TRY(hunt_day_read(c, &began, w->typed->on, &w->in.began_on, w->why));
        if (!w->in.began_on.len) w->in.began_on = today;
        w->words = w->in.began_on;
        return ST_OK;
    }
    if (w->typed->act == HUNT_ACT_CANCEL) {
        TRY(hunt_words(c, &because, w->typed->words, &w->in.reason, w->why));
        w->words = w->in.reason;
        return ST_OK;
    }
    if (w->typed->act == HUNT_ACT_CLOSE) {
        w->in.closed_on = today;
        w->in.closed_by = hunt_person(c);
    }
    return read_end(w);
}

static status step(db *d, void *ctx)
{
    stepping *w = ctx;
    int64_t   n = 0;
    TRY(hunt_row_load(w->c, w->typed->id, &w->h));
    if (w->typed->version && w->typed->version != w->h.version) return ST_CONFLICT;
    hunt_state to = hunt_after(w->h.state, w->typed->act);
    if (!to)
        return problem_detail(w->why, ST_INVALID, S("state"), S("hunt-step"),
                              hunt_state_key(w->h.state));
    w->in = (hunt_move_in){ .id        = w->h.id,
                            .known     = w->h.version,
                            .state     = to,
                            .began_on  = w->h.began_on,
                            .ended_on  = w->h.ended_on,
                            .result    = w->h.result,
                            .reason    = w->h.reason,
                            .closed_on = w->h.closed_on,
                            .closed_by = w->h.closed_by };
    if (to == HUNT_CLOSED || to == HUNT_CANCELLED) TRY(none_open(w, d));
    TRY(read_step(w));
    TRY(hunt_move(d, &w->in, &n));
    if (n != 1) return ST_CONFLICT;
    if (to == HUNT_CLOSED) TRY(hunted_add(d, &(hunted_add_in){ w->h.id, w->in.ended_on }, NULL));
    const hunt_told told = { w->h.id, 0, step_name(w->typed->act), w->h.code, w->words };
    return hunt_tell(w->c, d, &told);
}

status hunts_step(call *c, const hunt_step *s, problem *why)
{
    stepping *w = NEW(c->a, stepping, 1);
    if (!w) return ST_MEMORY;
    *w = (stepping){ .c = c, .typed = s, .why = why };
    if (s->act < HUNT_ACT_BEGIN || s->act > HUNT_ACT_CANCEL)
        return problem_set(why, ST_INVALID, S("state"), S("hunt-step"));
    TRY(hunt_row_load(c, s->id, &w->h));
    if (!hunt_may(c, &w->h, NULL, s->act)) return ST_FORBIDDEN;
    return call_act(c, step, w);
}
