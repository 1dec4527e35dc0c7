// due_ops.c - which systems owe a hunt and by when: lists, the sweep of tasks, a system's page, the response network. See
// hunts.h.
#include <stdlib.h>

#include "kit/documents/documents.h"
#include "kit/store/kept.h"
#include "kit/text/text.h"
#include "modules/hunts/duty_ops.h"
#include "modules/network/network.h"
#include "modules/tasks/tasks.h"

enum { ROWS_MAX = 60000 }; // systems looked through in one list

// ---- whose ---------------------------------------------------------------------------------------

status hunt_org(call *c, str ref, body *out, int64_t *reader, problem *why)
{
    bool in   = true;
    ref       = str_trim(ref.ptr ? ref : S(""));
    status st = ref.len ? body_by_ref(c, ref, out) : body_by_id(c, c->who.body_id, out);
    // The machine reads for any body what that body sees itself.
    bool machine = hunt_machine(c);
    *reader      = machine && st == ST_OK ? out->id : c->who.body_id;
    if (st == ST_OK && !machine) st = body_in_branch(c, out->id, c->who.body_id, &in);
    if (st == ST_MISSING || (st == ST_OK && !in))
        return problem_detail(why, ST_INVALID, S("org"), S("unknown-body"), ref);
    return st;
}

// ---- lists -----------------------------------------------------------------------------------------

typedef struct due_at { // a system that the question is for
    int64_t due, id;
} due_at;

typedef struct due_walk {
    const hunt_duty_ask *ask;
    hunt_duty_list      *list;
    day                  today;
    due_at              *dues; // as many as ROWS_MAX
    size_t               count;
} due_walk;

hunt_subject hunt_subject_of(const hunt_duty_rows_row *r)
{
    return (hunt_subject){ .level         = (int)r->level,
                           .sheet_level   = (int)r->sheet_level,
                           .state         = (int)r->state,
                           .running_since = r->running_since,
                           .registered    = hunt_day_of(r->created_ms),
                           .last_on       = hunt_later(r->last_on, r->told_on) };
}

static hunt_subject subject_of_one(const hunt_duty_one_row *r)
{
    return (hunt_subject){ .level         = (int)r->level,
                           .sheet_level   = (int)r->sheet_level,
                           .state         = (int)r->state,
                           .running_since = r->running_since,
                           .registered    = hunt_day_of(r->created_ms),
                           .last_on       = hunt_later(r->last_on, r->told_on) };
}

static bool asked_for(const hunt_duty_ask *ask, hunt_standing s, int level)
{
    bool fits = (!ask->late && !ask->soon) || s == HUNT_LATE || (ask->soon && s == HUNT_SOON);
    return fits && (!ask->level || ask->level == level);
}

static status due_step(void *ctx, const hunt_duty_few_row *r)
{
    due_walk          *w    = ctx;
    hunt_duty_list    *list = w->list;
    const hunt_subject s    = { .level         = (int)r->level,
                                .sheet_level   = (int)r->sheet_level,
                                .state         = (int)r->state,
                                .running_since = r->running_since,
                                .registered    = hunt_day_of(r->created_ms),
                                .last_on       = hunt_later(r->last_on, r->told_on) };
    if (!hunt_owed(&list->term, &s)) return ST_OK;
    day           due      = hunt_due(&list->term, &s);
    hunt_standing standing = hunt_standing_of(due, w->today);
    list->total++;
    list->late += standing == HUNT_LATE;
    list->soon += standing == HUNT_SOON;
    list->never += s.last_on.len == 0;
    if (w->ask->numbers || !asked_for(w->ask, standing, hunt_level(&s))) return ST_OK;
    list->asked++;
    if (w->count < ROWS_MAX) w->dues[w->count++] = (due_at){ day_number(due), r->id };
    return ST_OK;
}

static int by_day(const void *a, const void *b)
{
    const due_at *x = a, *y = b;
    if (x->due != y->due) return x->due < y->due ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_due(const void *a, const void *b)
{
    const hunt_duty *x = a, *y = b;
    if (x->days != y->days) return x->days < y->days ? -1 : 1;
    return str_compare(x->code, y->code);
}

static status duty_load(call *c, db *d, const due_walk *w, const hunt_duty_one_in *in,
                        hunt_duty *to)
{
    hunt_duty_one_row r;
    TRY(hunt_duty_one(d, in, c->a, &r));
    const hunt_subject s   = subject_of_one(&r);
    day                due = hunt_due(&w->list->term, &s);
    *to                    = (hunt_duty){ .id         = in->system,
                                          .owner_id   = r.owner_id,
                                          .code       = r.code,
                                          .name       = r.name,
                                          .owner_code = r.owner_code,
                                          .owner_name = r.owner_name,
                                          .last_on    = s.last_on,
                                          .due_on     = day_iso(c->a, due),
                                          .level      = hunt_level(&s),
                                          .days       = day_number(due) - day_number(w->today),
                                          .standing   = hunt_standing_of(due, w->today),
                                          .told       = s.last_on.len &&
                                                  !str_equal(s.last_on, r.last_on.ptr ? r.last_on : S("")) };
    return to->due_on.ptr ? ST_OK : ST_MEMORY;
}

// Those that are due first, with all that is shown of them.
static status items_load(call *c, db *d, due_walk *w, int64_t reader)
{
    hunt_duty_list *list = w->list;
    size_t max = w->ask->max && w->ask->max < HUNT_DUTIES_MAX ? w->ask->max : HUNT_DUTIES_MAX;
    qsort(w->dues, w->count, sizeof *w->dues, by_day);
    if (w->count < max) max = w->count;
    list->items = NEW(c->a, hunt_duty, max + 1);
    if (!list->items) return ST_MEMORY;
    for (size_t i = 0; i < max; i++) {
        const hunt_duty_one_in in = { w->dues[i].id, reader };
        status                 st = duty_load(c, d, w, &in, &list->items[list->count]);
        if (st == ST_MISSING) continue; // gone out of sight since
        TRY(st);
        list->count++;
    }
    qsort(list->items, list->count, sizeof *list->items, by_due);
    return ST_OK;
}

typedef struct kept_numbers {
    int64_t total, late, soon, never;
} kept_numbers;

// Four numbers over a whole branch stand on a page that is opened often.
static status numbers_load(call *c, db *d, const hunt_duty_few_in *in, due_walk *w)
{
    static const char what[] = "hunts due";
    enum { KEPT_MS = 60 * 1000 };
    const kept_key  key  = { .what = what, .body = in->reader, .other = in->top * 2 + in->branch };
    const kept_term term = { .now_ms = c->now_ms, .others_ms = KEPT_MS, .ms = KEPT_MS };
    hunt_duty_list *list = w->list;
    kept_numbers    n;
    size_t          size = sizeof n;
    if (kept_find(d, &key, &term, &n, &size) && size == sizeof n) {
        list->total = n.total;
        list->late  = n.late;
        list->soon  = n.soon;
        list->never = n.never;
        return ST_OK;
    }
    TRY(hunt_duty_few(d, in, due_step, w));
    n = (kept_numbers){ list->total, list->late, list->soon, list->never };
    kept_put(d, &key, c->now_ms, &n, sizeof n);
    return ST_OK;
}

status hunts_due(call *c, const hunt_duty_ask *ask, hunt_duty_list *out, problem *why)
{
    db              *d;
    hunt_duty_few_in in = { .branch = !ask->own };
    due_walk         w  = { .ask = ask, .list = out, .today = hunt_day_of(c->now_ms) };
    *out                = (hunt_duty_list){ .term = hunt_term_on(law_current(), w.today) };
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_FORBIDDEN;
    TRY(hunt_org(c, ask->org, &out->org, &in.reader, why));
    in.top = out->org.id;
    TRY(call_db(c, &d));
    if (ask->numbers) return numbers_load(c, d, &in, &w);
    w.dues = NEW(c->a, due_at, ROWS_MAX);
    if (!w.dues) return ST_MEMORY;
    TRY(hunt_duty_few(d, &in, due_step, &w));
    return items_load(c, d, &w, in.reader);
}

// ---- as a sheet ------------------------------------------------------------------------------------

static const struct {
    text_key title;
    int      width;
} columns[] = {
    { T_hunts_system, 14 },   { T_hunts_system_name, 50 }, { T_hunts_owner, 40 },
    { T_hunts_level, 8 },     { T_hunts_last, 14 },        { T_hunts_due, 14 },
    { T_hunts_standing, 18 },
};
enum { COLUMNS = COUNT(columns) };

static xlsx_cell cell_of_day(str iso)
{
    day on;
    if (day_parse(iso, &on) != ST_OK) return (xlsx_cell){ .kind = XLSX_EMPTY };
    return (xlsx_cell){ .kind = XLSX_DAY, .on = on };
}

static status put_duty(call *c, xlsx *x, const hunt_duty *r)
{
    str key = arena_printf(c->a, "hunts.standing." STR_FMT,
                           STR_ARG(hunt_standing_key(r->standing)));
    if (!key.ptr) return ST_MEMORY;
    const xlsx_cell cells[COLUMNS] = {
        { .kind = XLSX_TEXT, .text = r->code },
        { .kind = XLSX_TEXT, .text = r->name },
        { .kind = XLSX_TEXT, .text = r->owner_name },
        { .kind = XLSX_INT, .number = r->level },
        cell_of_day(r->last_on),
        cell_of_day(r->due_on),
        { .kind = XLSX_TEXT, .text = text_named(c->lang, key) },
    };
    return xlsx_row(x, cells, COLUMNS);
}

status hunts_due_export(call *c, const hunt_duty_list *list, int fd)
{
    xlsx       *x;
    xlsx_column heads[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        heads[i] = (xlsx_column){ text_get(c->lang, columns[i].title), columns[i].width };
    const str titles[] = { text_get(c->lang, T_hunts_due_title), list->org.name_vi,
                           organisations_day(c) };
    if (!titles[2].ptr) return ST_MEMORY;
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &x));
    status st = xlsx_sheet_titled(x, S("San lung"), titles, COUNT(titles), heads, COLUMNS);
    for (size_t i = 0; st == ST_OK && i < list->count; i++) {
        arena mark = *c->a;
        st         = put_duty(c, x, &list->items[i]);
        *c->a      = mark;
    }
    if (st == ST_OK) return xlsx_finish(x, NULL);
    xlsx_drop(x);
    return st;
}

// ---- one system ------------------------------------------------------------------------------------

status hunts_system_duty(call *c, int64_t system_id, hunt_system_duty *out)
{
    db               *d;
    hunt_duty_one_row r;
    hunt              last;
    hunt_duty_one_in  in    = { system_id, c->who.body_id };
    day               today = hunt_day_of(c->now_ms);
    *out                    = (hunt_system_duty){ .last_on   = S(""),
                                                  .due_on    = S(""),
                                                  .hunt_code = S(""),
                                                  .term      = hunt_term_on(law_current(), today) };
    TRY(call_db(c, &d));
    TRY(hunt_duty_one(d, &in, c->a, &r));
    const hunt_subject s = subject_of_one(&r);
    out->last_on         = s.last_on;
    out->told = s.last_on.len && !str_equal(s.last_on, r.last_on.ptr ? r.last_on : S(""));
    out->owed = hunt_owed(&out->term, &s);
    status st = r.hunt_id.set ? hunt_row_load(c, r.hunt_id.value, &last) : ST_MISSING;
    if (st == ST_OK) out->hunt_code = last.code;
    if (st != ST_MISSING) TRY(st);
    if (!out->owed) return ST_OK;
    day due       = hunt_due(&out->term, &s);
    out->standing = hunt_standing_of(due, today);
    out->due_on   = day_iso(c->a, due);
    return out->due_on.ptr ? ST_OK : ST_MEMORY;
}

// ---- tasks -----------------------------------------------------------------------------------------

typedef struct sweep {
    call       *c;
    task_found *found;
    void       *ctx;
    hunt_term   term;
    day         today;
    int64_t     owner, n, first; // of the owner read now: how many, the day of the nearest
    char        code[64];
    char        name[1024];
    size_t      code_len, name_len;
} sweep;

static status sweep_end(sweep *w)
{
    if (!w->n) return ST_OK;
    const task_draft t = { .object_kind = S("body"),
                           .object_id   = w->owner,
                           .object_code = (str){ w->code, (ptrdiff_t)w->code_len },
                           .object_name = (str){ w->name, (ptrdiff_t)w->name_len },
                           .address     = S("/san-lung/den-han?own=1&soon=1"),
                           .n           = w->n,
                           .body_id     = w->owner,
                           .role        = TASK_SPECIALIST,
                           .due_on      = day_iso(w->c->a, day_from_number(w->first)),
                           .cite        = w->term.cite,
                           .certainty   = str_from(law_certainty_key(w->term.certainty)) };
    w->n               = 0;
    return t.due_on.ptr ? w->found(w->ctx, &t) : ST_MEMORY;
}

static size_t keep(char *room, size_t max, str s)
{
    str part = str_begin(s, (ptrdiff_t)max);
    memcpy(room, part.ptr, (size_t)part.len);
    return (size_t)part.len;
}

static status sweep_step(void *ctx, const hunt_duty_all_row *r)
{
    sweep             *w = ctx;
    const hunt_subject s = { .level         = (int)r->level,
                             .sheet_level   = (int)r->sheet_level,
                             .state         = (int)r->state,
                             .running_since = r->running_since,
                             .registered    = hunt_day_of(r->created_ms),
                             .last_on       = hunt_later(r->last_on, r->told_on) };
    if (r->owner_id != w->owner) {
        TRY(sweep_end(w));
        w->owner    = r->owner_id;
        w->code_len = keep(w->code, sizeof w->code, r->owner_code);
        w->name_len = keep(w->name, sizeof w->name, r->owner_name);
    }
    if (!hunt_owed(&w->term, &s)) return ST_OK;
    day due = hunt_due(&w->term, &s);
    if (hunt_standing_of(due, w->today) == HUNT_IN_TIME) return ST_OK;
    int64_t at = day_number(due);
    w->first   = w->n && w->first < at ? w->first : at;
    w->n++;
    return ST_OK;
}

static status look(call *c, task_found *found, void *ctx)
{
    db    *d;
    sweep *w = NEW(c->a, sweep, 1);
    if (!w) return ST_MEMORY;
    *w      = (sweep){ .c = c, .found = found, .ctx = ctx, .today = hunt_day_of(c->now_ms) };
    w->term = hunt_term_on(law_current(), w->today);
    TRY(call_db(c, &d));
    TRY(hunt_duty_all(d, sweep_step, w));
    return sweep_end(w);
}

static status mark(call *c, int64_t *out)
{
    db                *d;
    hunt_duty_mark_row row;
    TRY(call_db(c, &d));
    TRY(hunt_duty_mark(d, c->a, &row));
    *out = row.mark;
    return ST_OK;
}

const task_source hunts_due_source = { STR("hunts.due"), mark, look };

// ---- the response network --------------------------------------------------------------------------

status hunts_network(call *c, int64_t owner_id, network_hunted **out, size_t *count)
{
    db                  *d;
    hunted_of_owner_row *rows;
    hunted_of_owner_in   in = { owner_id, NETWORK_SYSTEMS_MAX };
    TRY(call_db(c, &d));
    TRY(hunted_of_owner(d, &in, c->a, &rows, count));
    *out = NEW(c->a, network_hunted, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (network_hunted){ rows[i].system_id, rows[i].last_on };
    return ST_OK;
}
