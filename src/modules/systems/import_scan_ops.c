// import_scan_ops.c - from a file to rows: the sealed reader, the header, the cells.
#include "modules/systems/import_ops.h"

#include "kit/os/os.h"

status import_plan_new(import_plan *p)
{
    *p = (import_plan){ 0 };
    TRY(os_map_large(IMPORT_PLAN_BYTES, &p->memory));
    p->book = import_book_new(law_current(), &p->memory);
    return p->book ? ST_OK : ST_MEMORY;
}

void import_plan_free(import_plan *p)
{
    os_unmap(&p->memory);
    *p = (import_plan){ 0 };
}

void import_problem_keep(arena *keep, problem *why)
{
    if (arena_copy(keep, why->field, &why->field) != ST_OK) why->field = (str){ 0 };
    if (arena_copy(keep, why->detail, &why->detail) != ST_OK) why->detail = (str){ 0 };
}

void import_plan_end(import_plan *p, arena *keep, problem *why)
{
    import_problem_keep(keep, why);
    import_plan_free(p);
}

typedef struct scan {
    import_plan          *p;
    const import_options *o;
    problem              *why;
    bool                  mapped;
    bool                  probing; // only the header is looked at
    size_t                known;   // columns it named, when probing
    size_t                fix_at;  // next of o->fixes
    import_tail           tail;
    import_cell           cells[IMPORT_COLUMNS_MAX];
    import_cell           mended[IMPORT_COLUMNS_MAX];
} scan;

// The names of the sheets are kept: the list may stand on another than the first.
static status keep_sheet(void *ctx, const sheet_book *book)
{
    scan *s = ctx;
    if (book->format == SHEET_CSV || book->chosen >= book->count) {
        s->probing = false;
        return ST_OK;
    }
    TRY(arena_copy(&s->p->memory, book->names[book->chosen], &s->p->sheet));
    if (s->p->sheet_count) return ST_OK;
    for (size_t i = 0; i < book->count && s->p->sheet_count < IMPORT_SHEETS_MAX; i++) {
        if (book->hidden[i]) continue;
        TRY(arena_copy(&s->p->memory, book->names[i], &s->p->sheets[s->p->sheet_count++]));
    }
    // One sheet needs no comparing: it is read at once.
    if (s->p->sheet_count < 2) s->probing = false;
    return ST_OK;
}

// Both sides number the kinds alike; the rules see no workers.
_Static_assert((int)CELL_TEXT == (int)IMPORT_TEXT && (int)CELL_FORMULA == (int)IMPORT_FORMULA,
               "kinds");

static import_line line_of(scan *s, const sheet_row *row)
{
    size_t n = 0;
    for (; n < row->count && n < IMPORT_COLUMNS_MAX; n++) {
        const sheet_cell *cell = &row->cells[n];
        s->cells[n]            = (import_cell){ cell->column, (import_kind)cell->kind, cell->text };
    }
    return (import_line){ row->number, s->cells, n };
}

static status rows_room(import_plan *p)
{
    if (p->count < p->room) return ST_OK;
    size_t          room = p->room ? p->room * 2 : 1024;
    import_staged **rows = NEW(&p->memory, import_staged *, room);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < p->count; i++) rows[i] = p->rows[i];
    p->rows = rows;
    p->room = room;
    return ST_OK;
}

// The line with the cells that a person mended, by rising column.
static import_line mend(scan *s, const import_line *line)
{
    const import_options *o = s->o;
    size_t                n = 0, from = 0;
    while (s->fix_at < o->fix_count && o->fixes[s->fix_at].row < line->number) s->fix_at++;
    if (s->fix_at == o->fix_count || o->fixes[s->fix_at].row != line->number) return *line;
    size_t at = s->fix_at;
    while (n < IMPORT_COLUMNS_MAX) {
        bool fix  = at < o->fix_count && o->fixes[at].row == line->number;
        bool cell = from < line->count;
        if (!fix && !cell) break;
        if (fix && (!cell || o->fixes[at].column <= line->cells[from].column)) {
            if (cell && o->fixes[at].column == line->cells[from].column) from++;
            s->mended[n++] = (import_cell){ o->fixes[at].column, IMPORT_TEXT, o->fixes[at].text };
            at++;
        } else {
            s->mended[n++] = line->cells[from++];
        }
    }
    return (import_line){ line->number, s->mended, n };
}

static status take_line(scan *s, const import_line *given)
{
    import_plan *p = s->p;
    bool         blank;
    import_row   row;
    if (given->number <= p->mapping.data_after) return ST_OK;
    import_line whole = s->o->fix_count ? mend(s, given) : *given, *line = &whole;
    TRY(import_read(p->book, &p->mapping, line, &p->memory, &row, &blank));
    import_tail_put(&s->tail, &p->mapping, line, !blank);
    if (blank) return ST_OK;
    TRY(rows_room(p));
    import_staged *staged = NEW(&p->memory, import_staged, 1);
    if (!staged) return ST_MEMORY;
    staged->row         = row;
    p->rows[p->count++] = staged;
    return ST_OK;
}

// The first lines are kept until there are enough of them to find the header.
static status keep_line(scan *s, const import_line *line)
{
    import_plan *p     = s->p;
    import_cell *cells = NEW(&p->memory, import_cell, line->count);
    if (!cells) return ST_MEMORY;
    for (size_t i = 0; i < line->count; i++) {
        cells[i] = line->cells[i];
        TRY(arena_copy(&p->memory, line->cells[i].text, &cells[i].text));
    }
    p->first_lines[p->first_count++] = (import_line){ line->number, cells, line->count };
    return ST_OK;
}

static const status PROBED = ST_CONFLICT; // ends the reading of a sheet whose header is known

static status find_header(scan *s)
{
    import_plan *p = s->p;
    s->mapped      = true;
    s->known       = 0;
    TRY(import_apply(p->book, s->o->mapping, p->first_lines, p->first_count, &p->memory,
                     &p->mapping, s->why));
    for (size_t i = 0; i < p->mapping.count; i++) {
        const import_target *t = p->mapping.items[i].to;
        s->known += t && t->what != IMPORT_IGNORED;
    }
    if (s->probing) return PROBED;
    p->mapping.memo = NEW(&p->memory, import_said, IMPORT_MEMO_PLACES);
    if (!p->mapping.memo) return ST_MEMORY;
    for (size_t i = 0; i < p->first_count; i++) TRY(take_line(s, &p->first_lines[i]));
    return ST_OK;
}

static status take_row(void *ctx, const sheet_row *row)
{
    scan       *s    = ctx;
    import_line line = line_of(s, row);
    if (s->mapped) return take_line(s, &line);
    TRY(keep_line(s, &line));
    return s->p->first_count == IMPORT_HEADER_ROWS ? find_header(s) : ST_OK;
}

static sheet_format format_of(str filename)
{
    str end = str_slice(filename, filename.len - 4, filename.len);
    if (str_equal_nocase(end, S("xlsx"))) return SHEET_XLSX;
    if (str_equal_nocase(end, S(".csv"))) return SHEET_CSV;
    return SHEET_ANY;
}

// The rows that close the sheet are taken out again, and told.
static status close_sheet(scan *s)
{
    import_plan           *p = s->p;
    const import_tail_row *rows[IMPORT_TAIL_ROWS];
    size_t                 n = import_tail_close(&p->mapping, &s->tail, p->memory, rows);
    for (size_t i = 0; i < n; i++) {
        import_skipped *to   = &p->skipped[p->skipped_count++];
        str             text = { rows[i]->first, rows[i]->first_len };
        while (text.len && !str_is_text(text)) text.len--;
        to->row = rows[i]->number;
        TRY(arena_copy(&p->memory, text, &to->text));
        p->count -= rows[i]->staged;
    }
    return ST_OK;
}

static status scan_sheet(scan *s, str sheet)
{
    import_plan *p    = s->p;
    char        *room = arena_alloc(&p->memory, 1, 16, SHEET_ARENA_BYTES);
    if (!room) return ST_MEMORY;
    arena         scratch = arena_over(room, SHEET_ARENA_BYTES);
    sheet_sink    sink    = { .ctx = s, .book = keep_sheet, .row = take_row };
    sheet_options options = { .program = s->o->parse_program,
                              .format  = format_of(s->o->filename),
                              .sheet   = sheet };
    s->mapped             = false;
    s->fix_at             = 0;
    s->tail.count         = 0;
    p->first_count        = 0;
    p->count              = 0;
    p->skipped_count      = 0;
    problem fault         = { 0 };
    status  st            = sheet_read(&options, s->o->fd, &sink, &scratch, NULL, &fault);
    if (st == ST_OK && !s->mapped)
        st = find_header(s);
    else if (st != ST_OK && fault.rule.len)
        *s->why = fault;
    return st == ST_OK ? close_sheet(s) : st;
}

// The sheet whose header names the most columns, the first of equals; a cover, a filter or a summary
// may come before it. *st: what reading the first one gave, when none has a header.
static str best_sheet(scan *s, status *st)
{
    str    best  = { 0 };
    size_t most  = *st == PROBED ? s->known : 0;
    str    first = s->p->sheet;
    if (most) best = first;
    for (size_t i = 0; i < s->p->sheet_count; i++) {
        problem kept = *s->why;
        if (str_equal(s->p->sheets[i], first)) continue;
        status here = scan_sheet(s, s->p->sheets[i]);
        *s->why     = kept;
        if (here != PROBED || s->known <= most) continue;
        most = s->known;
        best = s->p->sheets[i];
    }
    return best;
}

status import_scan(call *c, const import_options *o, import_plan *p, problem *why)
{
    (void)c;
    scan *s        = NEW(&p->memory, scan, 1);
    p->first_lines = NEW(&p->memory, import_line, IMPORT_HEADER_ROWS);
    if (!s || !p->first_lines) return ST_MEMORY;
    *s        = (scan){ .p = p, .o = o, .why = why, .probing = o->sheet.len == 0 };
    status st = scan_sheet(s, o->sheet);
    if (!s->probing) return st;
    if (st != PROBED && !(st == ST_INVALID && str_equal(why->rule, S("header-missing")))) return st;
    str best   = best_sheet(s, &st);
    s->probing = false;
    return best.ptr ? scan_sheet(s, best) : st;
}
