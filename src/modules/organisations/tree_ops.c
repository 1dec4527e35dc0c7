#include "modules/organisations/tree_ops.h"

#include "modules/organisations/body_store.h"
#include "modules/organisations/change_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/scope_ops.h"

typedef struct tree_line { // a body with itself and everything above it, nearest first
    int64_t above[BODY_DEPTH_MAX + 2];
    size_t  count;
} tree_line;

static bool line_has(const tree_line *line, int64_t id)
{
    for (size_t i = 0; i < line->count; i++) {
        if (line->above[i] == id) return true;
    }
    return false;
}

// The line as the dated tree has it. It ends at the top body even where the tree does not say so:
// the whole register lies in the top body's sight.
static status line_compute(db *d, arena scratch, int64_t id, str on, tree_line *out)
{
    body b;
    TRY(body_load(d, &scratch, id, on, &b));
    // A body that has ended keeps the line of its last day.
    bool                ended = b.valid_to.len && str_compare(b.valid_to, on) < 0;
    body_above_ids_in   in    = { .id        = id,
                                  .day       = ended ? b.valid_to : on,
                                  .depth_max = BODY_DEPTH_MAX };
    body_above_ids_row *rows;
    size_t              count;
    TRY(body_above_ids(d, &in, &scratch, &rows, &count));
    tree_line line = { .count = 0 };
    for (size_t i = 0; i < count && i <= BODY_DEPTH_MAX; i++) {
        if (!line_has(&line, rows[i].id)) line.above[line.count++] = rows[i].id;
    }
    // Invented bodies stand apart: nothing of theirs is counted with what real bodies have.
    if (str_equal(b.kind, S("sample"))) {
        *out = line;
        return ST_OK;
    }
    body_top_id_row top;
    status          st = body_top_id(d, &scratch, &top);
    if (st == ST_OK && !line_has(&line, top.id)) line.above[line.count++] = top.id;
    if (st != ST_OK && st != ST_MISSING) return st;
    *out = line;
    return ST_OK;
}

static status line_save(db *d, arena scratch, int64_t id, const tree_line *line, bool *changed)
{
    body_lines_of_row *rows;
    size_t             count;
    TRY(body_lines_of(d, &(body_lines_of_in){ .id = id }, &scratch, &rows, &count));
    bool same = count == line->count;
    for (size_t i = 0; same && i < count; i++) same = rows[i].above == line->above[i];
    *changed = !same;
    if (same) return ST_OK;
    TRY(lines_delete(d, &(lines_delete_in){ .id = id }, NULL));
    for (size_t i = 0; i < line->count; i++) {
        line_insert_in in = { .id = id, .above = line->above[i], .depth = (int64_t)i };
        TRY(line_insert(d, &in, NULL));
    }
    return ST_OK;
}

// Who sees it besides, by the dated supervisors of the body and of those above it; a body that has
// ended keeps those of its last day. After its line was saved.
static status sights_save(db *d, arena scratch, int64_t id, str on, bool *changed)
{
    body b;
    TRY(body_load(d, &scratch, id, on, &b));
    bool            ended = b.valid_to.len && str_compare(b.valid_to, on) < 0;
    sights_due_in   in    = { .body = id, .day = ended ? b.valid_to : on, .max = SUPERVISORS_MAX };
    sights_due_row *due;
    sights_of_row  *had;
    size_t          due_count, had_count;
    TRY(sights_due(d, &in, &scratch, &due, &due_count));
    TRY(sights_of(d, &(sights_of_in){ .body = id }, &scratch, &had, &had_count));
    bool same = due_count == had_count;
    for (size_t i = 0; same && i < due_count; i++) {
        same = due[i].by == had[i].by && due[i].role == had[i].role;
    }
    if (same) return ST_OK;
    *changed = true;
    TRY(sights_delete(d, &(sights_delete_in){ .body = id }, NULL));
    for (size_t i = 0; i < due_count; i++) {
        sight_insert_in row = { .body = id, .by = due[i].by, .role = due[i].role };
        TRY(sight_insert(d, &row, NULL));
    }
    return ST_OK;
}

static status line_refresh(call *c, db *d, int64_t id, str on)
{
    tree_line line;
    bool      changed;
    TRY(line_compute(d, *c->a, id, on, &line));
    TRY(line_save(d, *c->a, id, &line, &changed));
    TRY(sights_save(d, *c->a, id, on, &changed));
    return changed ? scope_rewrite_owned(c, d, id) : ST_OK;
}

status tree_refresh(call *c, db *d, int64_t top, str on)
{
    arena                scratch = *c->a;
    body_branch_ids_row *below;
    size_t               count;
    TRY(body_branch_ids(d, &(body_branch_ids_in){ .top = top }, &scratch, &below, &count));
    call inner = *c; // its arena begins after the list of the branch
    inner.a    = &scratch;
    TRY(line_refresh(&inner, d, top, on));
    for (size_t i = 0; i < count; i++) {
        if (below[i].id != top) TRY(line_refresh(&inner, d, below[i].id, on));
    }
    return ST_OK;
}

// ---- a new day ------------------------------------------------------------------------------------

typedef struct roll_work {
    call *c;
    str   today;
} roll_work;

static status roll(db *d, void *ctx)
{
    roll_work    *w = ctx;
    lines_day_row last;
    arena         scratch = *w->c->a;
    TRY(lines_day(d, &scratch, &last));
    if (str_compare(last.day, w->today) >= 0) return ST_OK;
    supervision_changed_in   in = { .since = last.day, .today = w->today };
    supervision_changed_row *rows;
    size_t                   count;
    TRY(supervision_changed(d, &in, &scratch, &rows, &count));
    call inner = *w->c;
    inner.a    = &scratch;
    for (size_t i = 0; i < count; i++) TRY(tree_refresh(&inner, d, rows[i].id, w->today));
    supervisors_changed_in   sights = { .since = last.day, .today = w->today };
    supervisors_changed_row *watched;
    size_t                   watched_count;
    TRY(supervisors_changed(d, &sights, &scratch, &watched, &watched_count));
    for (size_t i = 0; i < watched_count; i++) {
        TRY(tree_refresh(&inner, d, watched[i].id, w->today));
    }
    count += watched_count;
    TRY(lines_day_set(d, &(lines_day_set_in){ .day = w->today }, NULL));
    if (count == 0) return ST_OK;
    buf detail = buf_in(&scratch, 64, 128);
    buf_printf(&detail, "{\"day\":\"" STR_FMT "\",\"bodies\":%zu}", STR_ARG(w->today), count);
    return audit_write(w->c, S("bodies.roll"), S("body"), 0, buf_str(&detail));
}

static status roll_day(call *c)
{
    db           *d;
    lines_day_row last;
    arena         scratch = *c->a;
    char          room[16];
    arena         keep  = arena_over(room, sizeof(room)); // c->a is rewound by the act
    str           today = day_iso(&keep, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES));
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(lines_day(d, &scratch, &last));
    if (str_compare(last.day, today) >= 0) return ST_OK;
    return call_act(c, roll, &(roll_work){ c, today });
}

status organisations_roll(call *c)
{
    TRY(roll_day(c));
    return body_changes_due(c);
}
