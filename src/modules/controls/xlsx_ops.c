// xlsx_ops.c - see xlsx_ops.h.
#include "modules/controls/xlsx_ops.h"

#include "kit/documents/documents.h"
#include "kit/workers/sheet.h"
#include "modules/controls/wording_ops.h"

enum { FIXED = 6, VALUE_SHOWN = 80, HEAD_ROWS = 30 };

typedef enum column_what { // before the fields
    COLUMN_CONTROL = 0,
    COLUMN_CLAUSE,
    COLUMN_GROUP,
    COLUMN_TITLE,
    COLUMN_WORDING,
    COLUMN_VERSION, // at the end
} column_what;

static const text_key fixed_words[FIXED] = { T_controls_field_control,  T_controls_column_clause,
                                             T_controls_column_group,   T_controls_column_title,
                                             T_controls_column_wording, T_controls_column_version };

// ---- out --------------------------------------------------------------------------------------------

static xlsx_cell text_cell(str s)
{
    return (xlsx_cell){ .kind = s.len ? XLSX_TEXT : XLSX_EMPTY, .text = s };
}

static xlsx_cell field_cell(call *c, control_field f, str value)
{
    xlsx_cell cell = text_cell(value);
    if (!value.len) return cell;
    switch (control_fields[f].kind) {
    case CONTROL_DAY:
        if (day_parse(value, &cell.on) == ST_OK) cell.kind = XLSX_DAY;
        return cell;
    case CONTROL_MONEY:
        if (str_int(value, &cell.number)) cell.kind = XLSX_INT;
        return cell;
    case CONTROL_CHOICE: return text_cell(control_say(f, value, c->lang, c->a));
    case CONTROL_LINE:
    case CONTROL_LINES: return cell;
    }
    return cell;
}

typedef struct writing {
    call                *c;
    xlsx                *x;
    const control_sheet *sheet;
    wording_list         wordings;
} writing;

static status write_row(writing *w, const control_row *row)
{
    xlsx_cell      cells[FIXED + CONTROL_FIELDS];
    size_t         n       = 0;
    bool           english = w->c->lang == LANG_EN;
    const wording *own     = wording_find(&w->wordings, row->control);
    str            group   = row->part ? law_say(row->part->text, english)
                             : row->r  ? law_say(row->r->group, english)
                                       : S("");
    cells[n++]             = text_cell(row->control);
    cells[n++]             = text_cell(row->clause);
    cells[n++]             = text_cell(group);
    cells[n++]             = text_cell(row->r ? law_say(row->r->title, english) : S(""));
    cells[n++]             = text_cell(own ? own->text : S(""));
    for (int f = 0; f < CONTROL_FIELDS; f++)
        cells[n++] = row->heading ? text_cell(S(""))
                                  : field_cell(w->c, (control_field)f, row->values[f]);
    // Which sheet and version of the row the file was taken from.
    str of = arena_printf(w->c->a, "%lld:%lld", (long long)w->sheet->id, (long long)row->version);
    cells[n++] = text_cell(row->heading ? S("") : of);
    return xlsx_row(w->x, cells, n);
}

static status write_choices(writing *w, control_field f, size_t rows)
{
    str    words[CONTROL_ANSWERS];
    size_t n = f == CONTROL_ANSWER ? CONTROL_ANSWERS : CONTROL_WORKS;
    for (size_t i = 0; i < n; i++) {
        words[i] = text_get(w->c->lang, f == CONTROL_ANSWER
                                            ? control_answer_words((control_answer)i)
                                            : control_work_words((control_work)i));
    }
    return xlsx_choices(w->x, (size_t)COLUMN_WORDING + 1 + (size_t)f, words, n, rows + 1, false);
}

static status write_all(writing *w, const control_sheet *s)
{
    lang             in = w->c->lang;
    control_row     *rows;
    size_t           n;
    xlsx_column      columns[FIXED + CONTROL_FIELDS];
    static const int widths[FIXED] = { 12, 12, 28, 60, 40, 12 };
    size_t           k             = 0;
    for (int i = COLUMN_CONTROL; i <= COLUMN_WORDING; i++)
        columns[k++] = (xlsx_column){ text_get(in, fixed_words[i]), widths[i] };
    for (int f = 0; f < CONTROL_FIELDS; f++)
        columns[k++] = (xlsx_column){ text_get(in, control_fields[f].label),
                                      control_fields[f].kind == CONTROL_LINES ? 50 : 20 };
    columns[k++] = (xlsx_column){ text_get(in, fixed_words[COLUMN_VERSION]),
                                  widths[COLUMN_VERSION] };
    TRY(wordings_for(w->c, s->catalogue, s->level, &w->wordings));
    TRY(control_sheet_rows(w->c, s, ASKED_STANDARD, &rows, &n));
    TRY(xlsx_sheet(w->x, text_get(in, T_controls_sheet), columns, k));
    TRY(write_choices(w, CONTROL_ANSWER, n));
    TRY(write_choices(w, CONTROL_WORK, n));
    for (size_t i = 0; i < n; i++) TRY(write_row(w, &rows[i]));
    return ST_OK;
}

status controls_export(call *c, const control_sheet *s, int fd, int64_t *size)
{
    writing w = { .c = c, .sheet = s };
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &w.x));
    status st = write_all(&w, s);
    if (st == ST_OK) return xlsx_finish(w.x, size);
    xlsx_drop(w.x);
    return st;
}

// ---- in ---------------------------------------------------------------------------------------------

typedef struct reading {
    call                *c;
    const control_sheet *sheet;
    int32_t              fixed[FIXED], fields[CONTROL_FIELDS]; // columns; 0: not there
    control_edit        *edits;
    int64_t             *numbers; // row of each edit
    size_t               count;
    control_file_report *out;
} reading;

static status fault(reading *w, int64_t row, int32_t column, str control, const problem *why)
{
    control_file_report *o = w->out;
    arena               *a = w->c->a;
    o->faults_all++;
    if (o->fault_count == CONTROL_FILE_FAULTS_MAX) return ST_OK;
    control_file_fault *f = &o->faults[o->fault_count++];
    ptrdiff_t           n = why->detail.len > VALUE_SHOWN ? VALUE_SHOWN : why->detail.len;
    while (n > 0 && n < why->detail.len && ((unsigned char)why->detail.ptr[n] & 0xC0) == 0x80) n--;
    *f = (control_file_fault){
        .row = row, .cell = sheet_cell_name(a, row, column), .column = S(""), .why = *why
    };
    for (int i = 0; i < CONTROL_FIELDS; i++) {
        if (column && w->fields[i] == column)
            f->column = text_get(w->c->lang, control_fields[i].label);
    }
    if (column && column == w->fixed[COLUMN_CONTROL])
        f->column = text_get(w->c->lang, fixed_words[COLUMN_CONTROL]);
    TRY(arena_copy(a, control, &f->control));
    return arena_copy(a, str_slice(why->detail, 0, n), &f->why.detail);
}

static bool is_head(arena scratch, str text, text_key key)
{
    str got = text_bare(&scratch, text), vi = text_bare(&scratch, text_get(LANG_VI, key));
    str en = text_bare(&scratch, text_get(LANG_EN, key));
    return got.len && (str_equal(got, vi) || str_equal(got, en));
}

static void read_head(reading *w, const sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const sheet_cell *cell = &row->cells[i];
        if (!str_is_text(cell->text) || cell->text.len > 200) continue;
        for (int k = 0; k < FIXED; k++) {
            if (!w->fixed[k] && is_head(*w->c->a, cell->text, fixed_words[k]))
                w->fixed[k] = cell->column;
        }
        for (int f = 0; f < CONTROL_FIELDS; f++) {
            if (!w->fields[f] && is_head(*w->c->a, cell->text, control_fields[f].label))
                w->fields[f] = cell->column;
        }
    }
}

static bool has_head(const reading *w)
{
    bool any = false;
    for (int f = 0; f < CONTROL_FIELDS; f++) any = any || w->fields[f] > 0;
    return any && w->fixed[COLUMN_CONTROL] > 0;
}

static const sheet_cell *cell_at(const sheet_row *row, int32_t column)
{
    for (size_t i = 0; column && i < row->count; i++) {
        if (row->cells[i].column == column) return &row->cells[i];
    }
    return NULL;
}

static status take_cell(reading *w, const sheet_row *row, control_edit *e, int f)
{
    const sheet_cell *cell = cell_at(row, w->fields[f]);
    problem           why  = { .rule = S("not-text"), .detail = S("") };
    if (!w->fields[f]) return ST_OK;
    e->values[f] = S(""); // an empty cell empties
    if (!cell) return ST_OK;
    if (cell->kind == CELL_ERROR || cell->kind == CELL_FORMULA) {
        why          = (problem){ .rule = S("controls-cell-formula"), .detail = cell->text };
        e->values[f] = (str){ 0 };
        return fault(w, row->number, cell->column, e->control, &why);
    }
    if (!str_is_text(cell->text)) {
        e->values[f] = (str){ 0 };
        return fault(w, row->number, cell->column, e->control, &why);
    }
    TRY(arena_copy(w->c->a, cell->text, &e->values[f]));
    if (!e->values[f].ptr) e->values[f] = S("");
    return ST_OK;
}

// "12:3": of sheet 12, version 3. 0 for another sheet's, which says nothing of this one's.
static int64_t version_of(str text, int64_t sheet_id)
{
    str     sheet, number;
    int64_t id, version;
    bool    ours = str_cut(str_trim(text), ':', &sheet, &number) && str_int(sheet, &id) &&
                id == sheet_id;
    return ours && str_int(number, &version) ? version : 0;
}

static status take_row(reading *w, const sheet_row *row)
{
    const sheet_cell *id = cell_at(row, w->fixed[COLUMN_CONTROL]), *version;
    if (!id || !str_trim(id->text).len) return ST_OK; // totals, remarks
    w->out->rows++;
    if (w->count == CONTROL_EDITS_MAX) {
        problem why = { .rule   = S("too-many"),
                        .detail = arena_printf(w->c->a, "%d", CONTROL_EDITS_MAX) };
        return fault(w, row->number, id->column, S(""), &why);
    }
    control_edit *e = &w->edits[w->count];
    *e              = (control_edit){ .version = 0 };
    if (!str_is_text(id->text)) {
        problem why = { .rule = S("not-text"), .detail = S("") };
        return fault(w, row->number, id->column, S(""), &why);
    }
    TRY(arena_copy(w->c->a, str_trim(id->text), &e->control));
    for (size_t i = 0; i < w->count; i++) {
        problem why = { .rule = S("controls-twice"), .detail = e->control };
        if (str_equal(w->edits[i].control, e->control))
            return fault(w, row->number, id->column, e->control, &why);
    }
    for (int f = 0; f < CONTROL_FIELDS; f++) TRY(take_cell(w, row, e, f));
    version                = cell_at(row, w->fixed[COLUMN_VERSION]);
    e->version             = version ? version_of(version->text, w->sheet->id) : 0;
    w->numbers[w->count++] = row->number;
    return ST_OK;
}

static status each_row(void *ctx, const sheet_row *row)
{
    reading *w = ctx;
    if (has_head(w)) return take_row(w, row);
    for (int k = 0; k < FIXED; k++) w->fixed[k] = 0;
    for (int f = 0; f < CONTROL_FIELDS; f++) w->fields[f] = 0;
    if (row->number <= HEAD_ROWS) read_head(w, row);
    return ST_OK;
}

// A file without versions says nothing of when it was taken: what it says counts as of now.
static status set_versions(reading *w, const control_sheet *s)
{
    control_row *rows;
    size_t       n;
    TRY(control_sheet_rows(w->c, s, ASKED_STANDARD, &rows, &n));
    for (size_t i = 0; i < w->count; i++) {
        for (size_t r = 0; r < n; r++) {
            control_edit *e = &w->edits[i];
            if (!str_equal(rows[r].control, e->control)) continue;
            if (!e->version) e->version = rows[r].version;
            if (!rows[r].heading) continue; // a heading's empty cells say nothing
            for (int f = 0; f < CONTROL_FIELDS; f++) {
                if (e->values[f].ptr && !str_trim(e->values[f]).len) e->values[f] = (str){ 0 };
            }
        }
    }
    return ST_OK;
}

static status tell_one(reading *w, size_t i, const control_saved *s)
{
    const control_edit *e = &w->edits[i];
    w->out->saved += s->fate == CONTROL_SAVED;
    w->out->same += s->fate == CONTROL_SAME;
    w->out->refused += s->fate == CONTROL_REFUSED;
    w->out->conflicts += s->fate == CONTROL_CONFLICT;
    for (size_t k = 0; k < s->fault_count; k++) {
        int     f      = control_field_named(s->faults[k].field);
        int32_t column = f < 0 ? w->fixed[COLUMN_CONTROL] : w->fields[f];
        TRY(fault(w, w->numbers[i], column, e->control, &s->faults[k]));
    }
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        problem why = { .rule = S("controls-changed-since"), .detail = s->person };
        if (s->conflicts & 1u << f) TRY(fault(w, w->numbers[i], w->fields[f], e->control, &why));
    }
    return ST_OK;
}

status controls_import(call *c, const control_sheet *s, const control_file *file,
                       control_file_report *out, problem *why)
{
    reading       w     = { .c = c, .sheet = s, .out = out };
    sheet_options o     = { .program = file->parser, .format = SHEET_ANY };
    sheet_sink    sink  = { .ctx = &w, .row = each_row };
    *out                = (control_file_report){ .rows = 0 };
    w.edits             = NEW(c->a, control_edit, CONTROL_EDITS_MAX);
    w.numbers           = NEW(c->a, int64_t, CONTROL_EDITS_MAX);
    control_saved *all  = NEW(c->a, control_saved, CONTROL_EDITS_MAX);
    char          *room = arena_alloc(c->a, 1, 1, SHEET_ARENA_BYTES);
    if (!w.edits || !w.numbers || !all || !room) return ST_MEMORY;
    arena  scratch = arena_over(room, SHEET_ARENA_BYTES);
    status st      = sheet_read(&o, file->fd, &sink, &scratch, NULL, why);
    if (st != ST_OK) {
        TRY(arena_copy(c->a, why->detail.ptr ? why->detail : S(""), &why->detail));
        return st;
    }
    if (!has_head(&w)) return problem_set(why, ST_INVALID, S("file"), S("controls-file-head"));
    TRY(set_versions(&w, s));
    TRY(controls_save(c, s->id, w.edits, w.count, all));
    for (size_t i = 0; i < w.count; i++) TRY(tell_one(&w, i, &all[i]));
    return ST_OK;
}
