// wording_ops.c - see wording_ops.h.
#include "modules/controls/wording_ops.h"

#include <string.h>

#include "kit/law/law.h"
#include "kit/text/text.h"
#include "kit/workers/sheet.h"
#include "modules/controls/controls_queries.gen.h"

enum { HELD_MAX = 10, VALUE_SHOWN = 80 };

// ---- reading the file -------------------------------------------------------------------------------

typedef struct wording_line {
    const law_requirement *r;
    int64_t                level;
    str                    text;
} wording_line;

typedef struct reading {
    call                *c;
    arena               *a; // what outlives the row
    const law_catalogue *k;
    int32_t              id, level, text; // columns; 0 none
    wording_line        *lines;
    size_t               count, room;
    wording_report      *out;
} reading;

static status fault(reading *w, int64_t row, int32_t column, str value, const char *rule,
                    str detail)
{
    wording_report *o = w->out;
    o->faults_all++;
    if (o->fault_count == WORDING_FAULTS_MAX) return ST_OK;
    wording_fault *f = &o->faults[o->fault_count++];
    ptrdiff_t      n = value.len > VALUE_SHOWN ? VALUE_SHOWN : value.len;
    while (n > 0 && n < value.len && ((unsigned char)value.ptr[n] & 0xC0) == 0x80) n--;
    *f = (wording_fault){ .row    = row,
                          .column = sheet_cell_name(w->c->a, row, column),
                          .why    = { .rule = str_from(rule) } };
    TRY(arena_copy(w->c->a, str_slice(value, 0, n), &f->value));
    return arena_copy(w->c->a, detail, &f->why.detail);
}

static void read_head(reading *w, const sheet_row *row)
{
    static const struct {
        const char *head;
        int         what;
    } heads[]          = { { "id", 1 },
                           { "ma", 1 },
                           { "ma yeu cau", 1 },
                           { "control", 1 },
                           { "level", 2 },
                           { "cap do", 2 },
                           { "cap", 2 },
                           { "wording", 3 },
                           { "text", 3 },
                           { "loi van", 3 },
                           { "noi dung", 3 },
                           { "nguyen van", 3 },
                           { "loi van chinh thuc", 3 } };
    int32_t *columns[] = { &w->id, &w->level, &w->text };
    for (size_t i = 0; i < row->count; i++) {
        arena scratch = *w->c->a;
        str   bare    = str_is_text(row->cells[i].text) ? text_bare(&scratch, row->cells[i].text)
                                                        : S("");
        for (size_t h = 0; h < COUNT(heads); h++) {
            if (!str_equal(bare, str_from(heads[h].head))) continue;
            if (!*columns[heads[h].what - 1]) *columns[heads[h].what - 1] = row->cells[i].column;
        }
    }
}

static str cell_at(const sheet_row *row, int32_t column)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].column == column) return row->cells[i].text;
    }
    return S("");
}

static const law_requirement *requirement_named(const law_catalogue *k, str id)
{
    for (size_t i = 0; i < k->count; i++) {
        if (str_equal_nocase(k->rows[i].id, id)) return &k->rows[i];
    }
    return NULL;
}

static status take_level(reading *w, const sheet_row *row, wording_line *line)
{
    str typed   = str_trim(cell_at(row, w->level));
    line->level = 0;
    if (!typed.len) return ST_OK;
    if (!str_int(typed, &line->level) || line->level < 1 || line->level > LAW_LEVELS) {
        line->level = 0;
        return fault(w, row->number, w->level, typed, "level-range", S(""));
    }
    if (line->r && !line->r->clauses[line->level - 1].len)
        return fault(w, row->number, w->level, typed, "controls-not-asked", line->r->id);
    return ST_OK;
}

static status take_text(reading *w, const sheet_row *row, wording_line *line)
{
    str typed = cell_at(row, w->text);
    if (!str_is_text(typed)) return fault(w, row->number, w->text, S(""), "not-text", S(""));
    if (!str_trim(typed).len) return fault(w, row->number, w->text, S(""), "required", S(""));
    str tidy = text_tidy_lines(w->c->a, typed);
    if (!tidy.ptr) return ST_MEMORY;
    if (str_characters(tidy) > WORDING_CHARACTERS_MAX) {
        str max = arena_printf(w->c->a, "%d", WORDING_CHARACTERS_MAX);
        return fault(w, row->number, w->text, tidy, "too-long", max);
    }
    line->text = tidy;
    return ST_OK;
}

static status take_line(reading *w, const sheet_row *row)
{
    wording_line line = { 0 };
    str          id   = str_trim(cell_at(row, w->id));
    size_t       bad  = w->out->faults_all;
    w->out->rows++;
    line.r = requirement_named(w->k, id);
    if (!line.r) TRY(fault(w, row->number, w->id, id, "controls-unknown", id));
    TRY(take_level(w, row, &line));
    TRY(take_text(w, row, &line));
    for (size_t i = 0; i < w->count && line.r; i++) {
        if (w->lines[i].r == line.r && w->lines[i].level == line.level)
            return fault(w, row->number, w->id, id, "controls-twice", id);
    }
    if (w->out->faults_all > bad) return ST_OK;
    if (w->count == w->room) return ST_LIMIT;
    w->lines[w->count++] = line;
    return ST_OK;
}

static status each_row(void *ctx, const sheet_row *row)
{
    reading *w = ctx;
    if (!w->id || !w->text) {
        w->id = w->level = w->text = 0;
        if (row->number <= 30) read_head(w, row);
        return ST_OK;
    }
    return take_line(w, row);
}

// ---- keeping ----------------------------------------------------------------------------------------

typedef struct loading {
    call          *c;
    const reading *from;
    str            catalogue;
} loading;

static status load(db *d, void *ctx)
{
    loading                 *w   = ctx;
    call                    *c   = w->c;
    control_wordings_drop_in old = { .body_id = c->who.body_id, .catalogue = w->catalogue };
    TRY(control_wordings_drop(d, &old, NULL));
    for (size_t i = 0; w->from && i < w->from->count; i++) {
        const wording_line    *line = &w->from->lines[i];
        control_wording_put_in in   = { .body_id    = c->who.body_id,
                                        .catalogue  = w->catalogue,
                                        .control_id = line->r->id,
                                        .level      = line->level,
                                        .wording    = line->text,
                                        .person     = c->who.name.len ? c->who.name : c->who.login,
                                        .now        = c->now_ms };
        TRY(control_wording_put(d, &in, NULL));
    }
    str detail = arena_printf(c->a, "{\"catalogue\":\"" STR_FMT "\",\"rows\":%zu}",
                              STR_ARG(w->catalogue), w->from ? w->from->count : 0);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(c, w->from ? S("controls.wording") : S("controls.wording-forget"), S("body"),
                       c->who.body_id, detail);
}

status wordings_load(call *c, const control_file *file, str catalogue, wording_report *out,
                     problem *why)
{
    reading       w    = { .c = c, .k = law_catalogue_find(law_current(), catalogue), .out = out };
    sheet_options o    = { .program = file->parser, .format = SHEET_ANY };
    sheet_sink    sink = { .ctx = &w, .row = each_row };
    *out               = (wording_report){ .rows = 0 };
    if (!w.k)
        return problem_detail(why, ST_INVALID, S("catalogue"), S("controls-catalogue-unknown"),
                              catalogue);
    w.room     = w.k->count * (LAW_LEVELS + 1);
    w.lines    = NEW(c->a, wording_line, w.room);
    char *room = arena_alloc(c->a, 1, 1, SHEET_ARENA_BYTES);
    if (!w.lines || !room) return ST_MEMORY;
    arena  scratch = arena_over(room, SHEET_ARENA_BYTES);
    status st      = sheet_read(&o, file->fd, &sink, &scratch, NULL, why);
    if (st != ST_OK) {
        TRY(arena_copy(c->a, why->detail.ptr ? why->detail : S(""), &why->detail));
        return st;
    }
    if (!w.id || !w.text)
        return problem_set(why, ST_INVALID, S("file"), S("controls-wording-head"));
    if (out->faults_all) {
        str n = arena_printf(c->a, "%zu", out->faults_all);
        return problem_detail(why, ST_INVALID, S("file"), S("controls-wording-faults"), n);
    }
    loading l   = { .c = c, .from = &w, .catalogue = catalogue };
    out->loaded = w.count;
    return call_act(c, load, &l);
}

status wordings_forget(call *c, str catalogue)
{
    loading l = { .c = c, .catalogue = catalogue };
    return call_act(c, load, &l);
}

status wordings_of(call *c, wording_held **out, size_t *count)
{
    db                        *d;
    control_wordings_held_row *rows;
    control_wordings_held_in   in = { .body_id = c->who.body_id, .max = HELD_MAX };
    TRY(call_db(c, &d));
    TRY(control_wordings_held(d, &in, c->a, &rows, count));
    *out = NEW(c->a, wording_held, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (wording_held){ rows[i].catalogue, rows[i].person, rows[i].n, rows[i].at_ms };
    return ST_OK;
}

// ---- showing ----------------------------------------------------------------------------------------

status wordings_for(call *c, str catalogue, int level, wording_list *out)
{
    db                       *d;
    control_wordings_for_row *rows;
    size_t                    n;
    control_wordings_for_in   in = { .viewer    = c->who.body_id,
                                     .catalogue = catalogue,
                                     .level     = level };
    *out                         = (wording_list){ .count = 0 };
    TRY(call_db(c, &d));
    TRY(control_wordings_for(d, &in, c->a, &rows, &n));
    out->items = NEW(c->a, wording, n + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) { // of one requirement the last is the nearest
        bool same = out->count && str_equal(out->items[out->count - 1].control, rows[i].control_id);
        if (!same) out->count++;
        out->items[out->count - 1] = (wording){ rows[i].control_id, rows[i].wording,
                                                rows[i].body_name };
    }
    return ST_OK;
}
