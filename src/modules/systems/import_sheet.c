// import_sheet.c - see import_sheet.h: finding the header, mapping columns, reading rows.
#include "modules/systems/import_words.h"

#include <string.h>

// ---- column names -------------------------------------------------------------------------------

str import_column_name(arena *a, int32_t column)
{
    char   text[8];
    size_t at = sizeof(text);
    for (int32_t n = column; n > 0 && at > 0; n = (n - 1) / 26)
        text[--at] = (char)('A' + (n - 1) % 26);
    str out = { 0 };
    if (arena_copy(a, (str){ text + at, (ptrdiff_t)(sizeof(text) - at) }, &out) != ST_OK)
        return (str){ 0 };
    return out;
}

bool import_column_number(str letters, int32_t *column)
{
    int32_t n = 0;
    if (letters.len < 1 || letters.len > 3) return false;
    for (ptrdiff_t i = 0; i < letters.len; i++) {
        char c = letters.ptr[i];
        if (c >= 'a' && c <= 'z') c = (char)(c - 32);
        if (c < 'A' || c > 'Z') return false;
        n = n * 26 + (c - 'A' + 1);
    }
    *column = n;
    return n <= IMPORT_COLUMNS_MAX;
}

// ---- the header ---------------------------------------------------------------------------------

static str cell_of(const import_line *line, int32_t column)
{
    for (size_t i = 0; line && i < line->count; i++) {
        if (line->cells[i].column == column) return line->cells[i].text;
    }
    return (str){ 0 };
}

// The heading over a column of a header of two rows: a group's heading stands over its first column
// only, so the last one to the left counts when nothing stands above.
static str upper_text(const import_line *upper, int32_t column)
{
    str found = { 0 };
    for (size_t i = 0; upper && i < upper->count; i++) {
        if (upper->cells[i].column <= column) found = upper->cells[i].text;
    }
    return found;
}

typedef struct header_read { // one column's heading and what it says
    str                  text;
    const import_target *to;
} header_read;

static header_read read_heading(const import_book *b, const import_line *upper,
                                const import_line *lower, int32_t column, arena *a)
{
    str low = str_trim(cell_of(lower, column));
    str own = str_trim(cell_of(upper, column));
    if (!upper) return (header_read){ low, low.len ? import_header(b, low, *a) : NULL };
    if (low.len == 0) return (header_read){ own, own.len ? import_header(b, own, *a) : NULL };
    str group  = str_trim(upper_text(upper, column));
    str joined = group.len ? arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(group), STR_ARG(low))
                           : low;
    const import_target *to = joined.ptr ? import_header(b, joined, *a) : NULL;
    if (to) return (header_read){ joined, to };
    to = import_header(b, low, *a);
    if (to || own.len == 0) return (header_read){ low, to };
    to = import_header(b, own, *a);
    return (header_read){ to ? own : joined, to };
}

static int32_t widest(const import_line *l)
{
    return l && l->count ? l->cells[l->count - 1].column : 0;
}

// Maps the columns of one header; the first column of a target keeps it. How many targets it names.
static int map_header(const import_book *b, const import_line *upper, const import_line *lower,
                      arena *a, import_mapping *out)
{
    int     known     = 0;
    bool    taken[64] = { 0 };
    int32_t last      = widest(lower) > widest(upper) ? widest(lower) : widest(upper);
    if (last > IMPORT_COLUMNS_MAX) last = IMPORT_COLUMNS_MAX;
    *out = (import_mapping){ .header_row = lower->number, .data_after = lower->number };
    for (int32_t column = 1; column <= last; column++) {
        header_read h = read_heading(b, upper, lower, column, a);
        if (h.text.len == 0) continue;
        size_t place = h.to ? (size_t)(h.to - b->targets) : 0;
        if (h.to && h.to->what != IMPORT_IGNORED) {
            if (taken[place])
                h.to = NULL;
            else
                known++;
            taken[place] = true;
        }
        out->items[out->count] = (import_column){ .column = column, .header = h.text, .to = h.to };
        out->at[column]        = (uint16_t)++out->count;
    }
    return known;
}

static bool names_systems(const import_mapping *m)
{
    for (size_t i = 0; i < m->count; i++) {
        if (m->items[i].to && str_equal(m->items[i].to->key, S("name"))) return true;
    }
    return false;
}

// A row of column numbers under the header: 1 2 3 …, (1) (2) …
static bool is_numbering(const import_line *line)
{
    int64_t before = 0;
    for (size_t i = 0; i < line->count; i++) {
        str s = str_trim(line->cells[i].text);
        if (s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')') s = str_slice(s, 1, s.len - 1);
        int64_t n;
        if (!str_int(s, &n) || n <= before || n > IMPORT_COLUMNS_MAX) return false;
        before = n;
    }
    return line->count >= 3;
}

static void skip_numbering(const import_line *lines, size_t count, import_mapping *m)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].number <= m->header_row) continue;
        if (is_numbering(&lines[i])) m->data_after = lines[i].number;
        return;
    }
}

// Texts that came from the caller's rows are made the arena's own; the rest of *m is plain.
static status own_headers(import_mapping *m, arena *a)
{
    for (size_t i = 0; i < m->count; i++) {
        str tidy = text_tidy(a, m->items[i].header), own;
        if (!tidy.ptr) return ST_MEMORY;
        TRY(arena_copy(a, tidy, &own));
        m->items[i].header = own;
    }
    return ST_OK;
}

static const import_line *line_numbered(const import_line *lines, size_t count, int64_t number)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].number == number) return &lines[i];
    }
    return NULL;
}

status import_guess(const import_book *b, const import_line *lines, size_t count, arena *a,
                    import_mapping *out, problem *why)
{
    int             best = 0;
    import_mapping *m    = NEW(a, import_mapping, 1);
    if (!m) return ST_MEMORY;
    if (count > IMPORT_HEADER_ROWS) count = IMPORT_HEADER_ROWS;
    for (size_t i = 0; i < count; i++) {
        int known = map_header(b, NULL, &lines[i], a, m);
        if (known > best && names_systems(m)) {
            best = known;
            *out = *m;
        }
        const import_line *upper = i ? line_numbered(lines, count, lines[i].number - 1) : NULL;
        known                    = upper ? map_header(b, upper, &lines[i], a, m) : 0;
        if (known > best && names_systems(m)) {
            best = known;
            *out = *m;
        }
    }
    if (best == 0) return problem_set(why, ST_INVALID, S("file"), S("header-missing"));
    skip_numbering(lines, count, out);
    return own_headers(out, a);
}

// ---- a mapping set by a person --------------------------------------------------------------------

static status set_header(const import_book *b, int64_t row, const import_line *lines, size_t count,
                         arena *a, import_mapping *out, problem *why)
{
    const import_line *lower = line_numbered(lines, count, row);
    if (!lower) return problem_set(why, ST_INVALID, S("header_row"), S("mapping-form"));
    const import_line *upper = line_numbered(lines, count, row - 1);
    import_mapping    *two   = NEW(a, import_mapping, 1);
    if (!two) return ST_MEMORY;
    int alone = map_header(b, NULL, lower, a, out);
    if (upper && map_header(b, upper, lower, a, two) > alone) *out = *two;
    skip_numbering(lines, count, out);
    return own_headers(out, a);
}

static bool set_column(const import_book *b, str letters, str key, import_mapping *m)
{
    int32_t              column;
    const import_target *to = key.len ? import_target_find(b, key) : NULL;
    if ((key.len && !to) || !import_column_number(letters, &column) || !m->at[column]) return false;
    for (size_t i = 0; to && i < m->count; i++) {
        if (m->items[i].to == to) m->items[i].to = NULL;
    }
    m->items[m->at[column] - 1].to = to;
    return true;
}

status import_apply(const import_book *b, str text, const import_line *lines, size_t count,
                    arena *a, import_mapping *out, problem *why)
{
    str     row, rest, one;
    int64_t header = 0;
    (void)str_cut(text, ';', &row, &rest);
    if (row.len && !str_int(row, &header))
        return problem_set(why, ST_INVALID, S("header_row"), S("mapping-form"));
    if (header)
        TRY(set_header(b, header, lines, count, a, out, why));
    else
        TRY(import_guess(b, lines, count, a, out, why));
    while (rest.len) {
        str letters, key;
        (void)str_cut(rest, ';', &one, &rest);
        if (one.len == 0) continue;
        if (!str_cut(one, '=', &letters, &key) || !set_column(b, letters, key, out))
            return problem_detail(why, ST_INVALID, S("columns"), S("mapping-form"), one);
    }
    if (!names_systems(out)) return problem_set(why, ST_INVALID, S("file"), S("header-missing"));
    return ST_OK;
}

// ---- rows ---------------------------------------------------------------------------------------

static int32_t column_of(const import_mapping *m, str key)
{
    for (size_t i = 0; key.len && i < m->count; i++) {
        if (m->items[i].to && str_equal(m->items[i].to->key, key)) return m->items[i].column;
    }
    return 0;
}

static str cut_value(str s)
{
    ptrdiff_t i = 0;
    for (size_t n = 0; i < s.len; i++) {
        if (((unsigned char)s.ptr[i] & 0xC0) != 0x80 && n++ == IMPORT_VALUE_MAX) break;
    }
    return str_slice(s, 0, i);
}

static status fault_put(arena *a, import_row *row, import_fault fault)
{
    if (!row->faults) row->faults = NEW(a, import_fault, IMPORT_FAULTS_MAX);
    if (!row->faults) return ST_MEMORY;
    if (row->fault_count == IMPORT_FAULTS_MAX) return ST_OK;
    // Bytes that are no text would spoil every page and file that shows them.
    str value = str_is_text(fault.value) ? cut_value(fault.value) : (str){ 0 };
    TRY(arena_copy(a, value.ptr ? value : S(""), &fault.value));
    str detail = str_is_text(fault.detail) ? cut_value(fault.detail) : (str){ 0 };
    TRY(arena_copy(a, detail.ptr ? detail : S(""), &fault.detail));
    row->faults[row->fault_count++] = fault;
    return ST_OK;
}

status import_fault_add(const import_mapping *m, arena *a, import_row *row, str key, str value,
                        str rule, str detail)
{
    return fault_put(a, row, (import_fault){ column_of(m, key), value, rule, detail });
}

// Puts what a cell said where it belongs. `value` lives as long as the row.
static status take(const import_target *t, str value, bool unknown, import_row *row, problem *why)
{
    switch (t->what) {
    case IMPORT_FACT:
        if (unknown) row->unknown |= UINT32_C(1) << t->fact->index;
        return value.len ? law_fact_set(t->fact, value, &row->facts, why) : ST_OK;
    case IMPORT_FIELD:
        if (value.len) *system_text(&row->data, t->field) = value;
        break;
    case IMPORT_CODE: row->code = value; break;
    case IMPORT_OWNER_CODE: row->owner_code = value; break;
    case IMPORT_DOCUMENT:
    case IMPORT_IGNORED: break;
    }
    return ST_OK;
}

// The place in the memo for what this cell says, or NULL where texts seldom repeat.
static import_said *memo_place(const import_mapping *m, const import_target *t,
                               const import_cell *cell)
{
    if (!m->memo || cell->text.len > IMPORT_MEMO_TEXT_MAX) return NULL;
    bool repeats = t->what == IMPORT_FACT ||
                   (t->what == IMPORT_FIELD &&
                    (t->field->kind == SYSTEM_DAY || t->field->kind == SYSTEM_LEVEL ||
                     t->field->kind == SYSTEM_STATE || t->field->kind == SYSTEM_CHOICE));
    if (!repeats) return NULL;
    uint64_t place = str_hash(cell->text) ^ (uint64_t)cell->column * 0x9E3779B9u;
    return &m->memo[place % IMPORT_MEMO_PLACES];
}

static bool memo_holds(const import_said *s, const import_target *t, const import_cell *cell)
{
    return s && s->to == t && s->kind == cell->kind && str_equal(s->text, cell->text);
}

// `value` lives in a already, or for ever.
static status memo_keep(import_said *s, const import_target *t, const import_cell *cell, str value,
                        bool unknown, arena *a)
{
    import_said said = { .to = t, .kind = cell->kind, .value = value, .unknown = unknown };
    TRY(arena_copy(a, cell->text, &said.text));
    *s = said;
    return ST_OK;
}

// A document's three parts go to their fields, where another column has not said them.
static status read_document(const import_target *t, const import_cell *cell, arena *a,
                            import_row *row)
{
    problem why;
    str     parts[3];
    status  st = import_document(t, cell, a, parts, &why);
    if (st == ST_INVALID)
        return fault_put(a, row, (import_fault){ cell->column, cell->text, why.rule, why.detail });
    TRY(st);
    for (int i = 0; i < 3; i++) {
        str *field = system_text(&row->data, t->field + i);
        if (parts[i].len && !field->len) TRY(arena_copy(a, parts[i], field));
    }
    return ST_OK;
}

static status read_cell(const import_book *b, const import_mapping *m, const import_target *t,
                        const import_cell *cell, arena *a, import_row *row)
{
    str     value;
    bool    unknown;
    problem why;
    if (t->what == IMPORT_DOCUMENT) return read_document(t, cell, a, row);
    import_said *said = memo_place(m, t, cell);
    if (memo_holds(said, t, cell)) return take(t, said->value, said->unknown, row, &why);
    arena  scratch = *a;
    status st      = import_value(b, t, cell, &scratch, &value, &unknown, &why);
    if (st == ST_OK && (t->what != IMPORT_FACT || said) && value.len) {
        // What was made for this cell is kept only when the value lies in it; a view into the
        // caller's cell is copied.
        if (value.ptr >= a->next && value.ptr < scratch.next)
            a->next = scratch.next;
        else
            TRY(arena_copy(a, value, &value));
    }
    if (st == ST_OK) st = take(t, value, unknown, row, &why);
    if (st == ST_OK && said) return memo_keep(said, t, cell, value, unknown, a);
    if (st != ST_INVALID) return st;
    a->next = scratch.next; // the fault's detail may lie there
    return fault_put(a, row, (import_fault){ cell->column, cell->text, why.rule, why.detail });
}

static status check_days(const import_mapping *m, arena *a, import_row *row)
{
    str begun = row->data.begun_on, running = row->data.running_since;
    if (!begun.len || !running.len || str_compare(running, begun) >= 0) return ST_OK;
    return import_fault_add(m, a, row, S("running_since"), running, S("date-order"), begun);
}

status import_read(const import_book *b, const import_mapping *m, const import_line *line, arena *a,
                   import_row *out, bool *blank)
{
    *out          = (import_row){ .number = line->number };
    *blank        = true;
    bool bad_name = false;
    for (size_t i = 0; i < line->count; i++) {
        const import_cell *cell = &line->cells[i];
        if (cell->column < 1 || cell->column > IMPORT_COLUMNS_MAX || !m->at[cell->column]) continue;
        const import_target *t = m->items[m->at[cell->column] - 1].to;
        if (!t || t->what == IMPORT_IGNORED || str_trim(cell->text).len == 0) continue;
        size_t before = out->fault_count;
        TRY(read_cell(b, m, t, cell, a, out));
        *blank   = false;
        bad_name = bad_name || (out->fault_count > before && str_equal(t->key, S("name")));
    }
    if (*blank) return ST_OK;
    if (!out->data.name.len && !bad_name && !out->code.len)
        TRY(import_fault_add(m, a, out, S("name"), S(""), S("required"), S("")));
    return check_days(m, a, out);
}
