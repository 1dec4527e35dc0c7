// import_report_ops.c - what is told of an import: the JSON answer, the sheet with notes, the template.
#include "modules/systems/import_ops.h"

#include "kit/documents/documents.h"
#include "kit/os/os.h"

enum { REPORT_BYTES_MAX = 256 * 1024 * 1024, NOTED_COLUMNS_MAX = XLSX_COLUMNS_MAX - 2 };

// ---- JSON -------------------------------------------------------------------------------------------

static void put_field(buf *b, const char *name, str value)
{
    buf_printf(b, "\"%s\":", name);
    buf_json(b, value);
}

static void put_columns(buf *b, const import_plan *p)
{
    const import_mapping *m     = &p->mapping;
    bool                  first = true;
    char                  room[64];
    buf_put(b, S("\"columns\":["));
    for (size_t i = 0; i < m->count; i++) {
        arena letters = arena_over(room, sizeof(room));
        if (!m->items[i].to || m->items[i].to->what == IMPORT_IGNORED) continue;
        buf_put(b, first ? S("{") : S(",{"));
        first = false;
        put_field(b, "column", import_column_name(&letters, m->items[i].column));
        buf_char(b, ',');
        put_field(b, "header", m->items[i].header);
        buf_char(b, ',');
        put_field(b, "field", m->items[i].to->key);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"unmapped\":["));
    first = true;
    for (size_t i = 0; i < m->count; i++) {
        if (m->items[i].to) continue;
        if (!first) buf_char(b, ',');
        first = false;
        buf_json(b, m->items[i].header);
    }
    buf_char(b, ']');
}

static void put_changes(buf *b, const import_staged *s)
{
    bool first = true;
    buf_put(b, S(",\"changes\":["));
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f      = &system_fields[i];
        str                 before = system_text_of(&s->before->data, f);
        str                 after  = system_text_of(&s->after->data, f);
        if (str_equal(before, after)) continue;
        buf_put(b, first ? S("{") : S(",{"));
        first = false;
        put_field(b, "field", f->key);
        buf_char(b, ',');
        put_field(b, "before", before);
        buf_char(b, ',');
        put_field(b, "after", after);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_system(buf *b, const import_staged *s)
{
    char  room[64];
    arena a = arena_over(room, sizeof(room));
    buf_printf(b, "{\"row\":%lld,", (long long)s->row.number);
    if (s->id) {
        buf_printf(b, "\"id\":\"%lld\",", (long long)s->id);
        put_field(b, "code", s->before ? s->before->code : system_code(&a, s->id));
    } else {
        buf_put(b, S("\"id\":null,\"code\":null"));
    }
    buf_printf(b, ",\"act\":\"%s\",\"level\":%d,\"result\":\"%s\",\"questions\":",
               import_act_key(s->act), s->finding.level, law_result_key(s->finding.result));
    buf_put(b, s->finding.questions);
    if (s->act == IMPORT_CHANGED || s->act == IMPORT_KEPT) put_changes(b, s);
    buf_char(b, '}');
}

static str header_of(const import_mapping *m, int32_t column)
{
    if (column < 1 || column > IMPORT_COLUMNS_MAX || !m->at[column]) return S("");
    return m->items[m->at[column] - 1].header;
}

str import_fault_message(const import_fault *f, lang in, arena *a)
{
    char  room[96];
    arena key  = arena_over(room, sizeof(room));
    str   name = arena_printf(&key, "problem." STR_FMT, STR_ARG(f->rule));
    return text_fill(a, text_named(in, name), &f->detail, 1);
}

str import_skipped_words(const import_plan *p, lang in, arena *a)
{
    buf b = buf_in(a, 256, 8 * 1024);
    for (size_t i = 0; i < p->skipped_count; i++) {
        str args[] = { arena_printf(a, "%lld", (long long)p->skipped[i].row), p->skipped[i].text };
        if (i) buf_put(&b, S(", "));
        buf_put(&b, text_fmt(a, in, T_systems_import_skipped_row, args, COUNT(args)));
    }
    str args[] = { arena_printf(a, "%zu", p->skipped_count), buf_str(&b) };
    return text_fmt(a, in, T_systems_import_skipped, args, COUNT(args));
}

static void put_fault(buf *b, const import_plan *p, const import_row *r, const import_fault *f,
                      lang in)
{
    char  room[4096];
    arena a = arena_over(room, sizeof(room));
    buf_printf(b, "{\"row\":%lld,", (long long)r->number);
    put_field(b, "column", header_of(&p->mapping, f->column));
    buf_put(b, S(",\"cell\":"));
    if (f->column)
        buf_json(b, sheet_cell_name(&a, r->number, f->column));
    else
        buf_put(b, S("null"));
    buf_char(b, ',');
    put_field(b, "value", f->value);
    buf_char(b, ',');
    put_field(b, "rule", f->rule);
    buf_char(b, ',');
    put_field(b, "message", import_fault_message(f, in, &a));
    buf_char(b, '}');
}

static void put_rows(buf *b, const import_plan *p, lang in)
{
    bool first = true;
    buf_put(b, S(",\"systems\":["));
    for (size_t i = 0; i < p->count; i++) {
        if (p->rows[i]->act == IMPORT_REFUSED) continue;
        if (!first) buf_char(b, ',');
        first = false;
        put_system(b, p->rows[i]);
    }
    buf_put(b, S("],\"errors\":["));
    first = true;
    for (size_t i = 0; i < p->count; i++) {
        const import_row *r = &p->rows[i]->row;
        for (size_t k = 0; k < r->fault_count; k++) {
            if (!first) buf_char(b, ',');
            first = false;
            put_fault(b, p, r, &r->faults[k], in);
        }
    }
    buf_char(b, ']');
}

// Rows under the list that were not taken for systems; sheets to choose from.
static void put_skipped(buf *b, const import_plan *p)
{
    buf_put(b, S(",\"skipped\":["));
    for (size_t i = 0; i < p->skipped_count; i++) {
        buf_printf(b, "%s{\"row\":%lld,", i ? "," : "", (long long)p->skipped[i].row);
        put_field(b, "text", p->skipped[i].text);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"sheets\":["));
    for (size_t i = 0; i < p->sheet_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, p->sheets[i]);
    }
    buf_char(b, ']');
}

str import_report_json(const import_plan *p, str noted_file, lang in, arena *a)
{
    buf b = buf_in(a, 64 * 1024, REPORT_BYTES_MAX);
    if (p->import_id)
        buf_printf(&b, "{\"import\":\"%lld\",", (long long)p->import_id);
    else
        buf_put(&b, S("{\"import\":null,"));
    put_field(&b, "sheet", p->sheet);
    buf_printf(&b, ",\"header_row\":%lld,", (long long)p->mapping.header_row);
    put_columns(&b, p);
    buf_printf(&b, ",\"rows\":%zu,\"new\":%zu,\"changed\":%zu,\"same\":%zu,\"refused\":%zu,",
               p->count, p->made, p->changed, p->same, p->refused);
    buf_printf(&b, "\"kept\":%zu,\"differ\":%zu,\"committed\":%s", p->kept, p->differ,
               p->committed ? "true" : "false");
    put_skipped(&b, p);
    put_rows(&b, p, in);
    buf_char(&b, ',');
    put_field(&b, "noted_file", noted_file);
    buf_char(&b, '}');
    return b.failed ? (str){ 0 } : buf_str(&b);
}

// ---- the sheet with notes -----------------------------------------------------------------------------

typedef struct noting {
    call                 *c;
    const import_plan    *p;
    xlsx                 *x;
    size_t                at;    // next row of the plan
    size_t                width; // columns of the sheet
    size_t                fix_at;
    const import_options *o;
    xlsx_cell             cells[XLSX_COLUMNS_MAX];
} noting;

static status begin_noted(noting *n)
{
    const import_mapping *m       = &n->p->mapping;
    xlsx_column          *columns = NEW(n->c->a, xlsx_column, XLSX_COLUMNS_MAX);
    if (!columns) return ST_MEMORY;
    n->width = m->count ? (size_t)m->items[m->count - 1].column : 1;
    if (n->width > NOTED_COLUMNS_MAX) n->width = NOTED_COLUMNS_MAX;
    for (size_t i = 0; i < n->width; i++)
        columns[i] = (xlsx_column){ header_of(m, (int32_t)i + 1), 18 };
    columns[n->width]     = (xlsx_column){ text_get(n->c->lang, T_systems_import_note_row), 10 };
    columns[n->width + 1] = (xlsx_column){ text_get(n->c->lang, T_systems_import_note_fault), 70 };
    str sheet = n->p->sheet.len ? n->p->sheet : text_get(n->c->lang, T_systems_import_sheet);
    return xlsx_sheet(n->x, sheet, columns, n->width + 2);
}

static xlsx_cell cell_again(const sheet_cell *cell)
{
    day     d;
    int64_t number;
    if (cell->kind == CELL_DATE && day_parse(str_slice(cell->text, 0, 10), &d) == ST_OK)
        return (xlsx_cell){ .kind = XLSX_DAY, .on = d };
    if (cell->kind == CELL_NUMBER && str_int(cell->text, &number))
        return (xlsx_cell){ .kind = XLSX_INT, .number = number };
    str text = str_is_text(cell->text) ? cell->text : S("");
    return (xlsx_cell){ .kind = text.len ? XLSX_TEXT : XLSX_EMPTY, .text = text };
}

static str notes_of(noting *n, const import_row *r, arena *a)
{
    buf b = buf_in(a, 512, 32 * 1024);
    for (size_t i = 0; i < r->fault_count; i++) {
        const import_fault *f      = &r->faults[i];
        str                 header = header_of(&n->p->mapping, f->column);
        if (i) buf_char(&b, '\n');
        if (header.len) {
            buf_put(&b, header);
            buf_put(&b, S(": "));
        }
        buf_put(&b, import_fault_message(f, n->c->lang, a));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

// What was mended in the page stands in the file too.
static void put_mended(noting *n, int64_t row)
{
    const import_options *o = n->o;
    while (n->fix_at < o->fix_count && o->fixes[n->fix_at].row < row) n->fix_at++;
    for (; n->fix_at < o->fix_count && o->fixes[n->fix_at].row == row; n->fix_at++) {
        size_t column = (size_t)o->fixes[n->fix_at].column - 1;
        str    text   = o->fixes[n->fix_at].text;
        if (column < n->width)
            n->cells[column] = (xlsx_cell){ .kind = text.len ? XLSX_TEXT : XLSX_EMPTY,
                                            .text = text };
    }
}

static void mark_faults(noting *n, const import_row *r)
{
    for (size_t i = 0; i < r->fault_count; i++) {
        size_t column = (size_t)r->faults[i].column - 1;
        if (r->faults[i].column > 0 && column < n->width) n->cells[column].marked = true;
    }
}

static status note_row(void *ctx, const sheet_row *row)
{
    noting *n = ctx;
    if (row->number <= n->p->mapping.data_after) return ST_OK;
    for (size_t i = 0; i < n->width + 2; i++) n->cells[i] = (xlsx_cell){ .kind = XLSX_EMPTY };
    for (size_t i = 0; i < row->count; i++) {
        size_t column = (size_t)row->cells[i].column - 1;
        if (column < n->width) n->cells[column] = cell_again(&row->cells[i]);
    }
    put_mended(n, row->number);
    arena scratch        = *n->c->a;
    n->cells[n->width]   = (xlsx_cell){ .kind = XLSX_INT, .number = row->number };
    const import_plan *p = n->p;
    while (n->at < p->count && p->rows[n->at]->row.number < row->number) n->at++;
    if (n->at < p->count && p->rows[n->at]->row.number == row->number &&
        p->rows[n->at]->row.fault_count) {
        str notes = notes_of(n, &p->rows[n->at]->row, &scratch);
        if (!notes.ptr) return ST_MEMORY;
        n->cells[n->width + 1] = (xlsx_cell){ .kind = XLSX_TEXT, .text = notes, .marked = true };
        mark_faults(n, &p->rows[n->at]->row);
    }
    return xlsx_row(n->x, n->cells, n->width + 2);
}

static status write_noted(noting *n, const import_options *o, problem *why)
{
    TRY(begin_noted(n));
    char *room = arena_alloc(n->c->a, 1, 16, SHEET_ARENA_BYTES);
    if (!room) return ST_MEMORY;
    arena         scratch = arena_over(room, SHEET_ARENA_BYTES);
    sheet_sink    sink    = { .ctx = n, .row = note_row };
    sheet_options options = { .program = o->parse_program, .sheet = n->p->sheet };
    return sheet_read(&options, o->fd, &sink, &scratch, NULL, why);
}

status import_write_noted(call *c, const import_options *o, const import_plan *p, int fd,
                          problem *why)
{
    noting *n = NEW(c->a, noting, 1);
    if (!n) return ST_MEMORY;
    *n = (noting){ .c = c, .p = p, .o = o };
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &n->x));
    status st = write_noted(n, o, why);
    if (st == ST_OK) return xlsx_finish(n->x, NULL);
    xlsx_drop(n->x);
    return st;
}

// ---- the template -------------------------------------------------------------------------------------

enum { TEMPLATE_ROWS = 2000 };

static size_t choices_of(const import_target *t, lang in, str *choices, size_t max)
{
    size_t n = 0;
    if (t->what == IMPORT_FIELD && t->field->kind == SYSTEM_STATE) {
        for (int s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++)
            choices[n++] = system_state_label((system_state)s, in);
    } else if (t->what == IMPORT_FIELD && t->field->kind == SYSTEM_CHOICE) {
        for (; n < t->field->choice_count; n++)
            choices[n] = system_choice_label(t->field, t->field->choices[n], in);
    } else if (t->what == IMPORT_FIELD && t->field->kind == SYSTEM_LEVEL) {
        static const str levels[] = { STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
        for (; n < COUNT(levels); n++) choices[n] = levels[n];
    } else if (t->what == IMPORT_FACT && t->fact->kind == LAW_BOOL) {
        choices[n++] = text_get(in, T_systems_yes);
        choices[n++] = text_get(in, T_systems_no);
        choices[n++] = text_get(in, T_systems_unknown);
    } else if (t->what == IMPORT_FACT) {
        for (size_t v = 0; v < t->fact->value_count && n + 1 < max; v++)
            choices[n++] = law_say(t->fact->values[v].label, in == LANG_EN);
        if (n) choices[n++] = text_get(in, T_systems_unknown);
    }
    return n;
}

// Excel keeps a list of choices in 255 characters; commas part them there.
static bool fits(const str *choices, size_t count)
{
    size_t all = count;
    for (size_t i = 0; i < count; i++) {
        all += str_characters(choices[i]);
        if (str_find(choices[i], S(",")) >= 0) return false;
    }
    return count > 0 && all <= 255;
}

static status write_template(call *c, const import_book *b, xlsx *x)
{
    size_t               count, used = 0;
    const import_target *t       = import_targets(b, &count);
    xlsx_column         *columns = NEW(c->a, xlsx_column, count);
    if (!columns) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (!import_target_written(&t[i])) continue;
        str label = import_target_label(&t[i], c->lang);
        if (str_equal(t[i].key, S("name")))
            label = arena_printf(c->a, STR_FMT " *", STR_ARG(label));
        columns[used++] = (xlsx_column){ label, str_equal(t[i].key, S("name")) ? 50 : 22 };
    }
    TRY(xlsx_sheet(x, text_get(c->lang, T_systems_import_sheet), columns, used));
    for (size_t i = 0, column = 0; i < count; i++) {
        str choices[LAW_VALUES_MAX + 1];
        if (!import_target_written(&t[i])) continue;
        size_t n      = choices_of(&t[i], c->lang, choices, COUNT(choices));
        bool   strict = t[i].what == IMPORT_FACT && t[i].fact->kind != LAW_SET;
        if (fits(choices, n)) TRY(xlsx_choices(x, column, choices, n, TEMPLATE_ROWS, strict));
        column++;
    }
    return ST_OK;
}

status import_write_template(call *c, int fd)
{
    xlsx        *x;
    import_book *b = import_book_new(law_current(), c->a);
    if (!b) return ST_MEMORY;
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &x));
    status st = write_template(c, b, x);
    if (st == ST_OK) return xlsx_finish(x, NULL);
    xlsx_drop(x);
    return st;
}
