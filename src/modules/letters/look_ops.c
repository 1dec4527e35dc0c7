// look_ops.c - lists of letters, one letter, its history and its files. See letters.h.
#include "modules/letters/letters.h"

#include "kit/documents/documents.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/letters/file_ops.h"
#include "modules/letters/letter_store.h"
#include "modules/letters/letters_queries.gen.h"
#include "modules/systems/systems.h"

enum { YEAR_MIN = 1945, YEAR_MAX = 2199, EXPORT_ROWS_MAX = 100 * 1000 };

status letters_get(call *c, int64_t id, letter *out)
{
    return letter_row_load(c, id, out);
}

// ---- the register of one body and year ---------------------------------------------------------------------

typedef struct letter_ask { // a filter, settled
    int64_t body_id, year;
    str     words[LETTERS_WORDS_MAX]; // '%word%'
} letter_ask;

// Folded words between '%'; what LIKE would take for a sign of its own is a blank.
static status read_words(arena *a, str typed, str out[LETTERS_WORDS_MAX])
{
    str folded = typed.len ? text_fold(a, typed) : S("");
    if (!folded.ptr) return ST_MEMORY;
    size_t n = 0;
    for (ptrdiff_t i = 0; i < folded.len && n < LETTERS_WORDS_MAX; i++) {
        ptrdiff_t from = i;
        while (i < folded.len && folded.ptr[i] != ' ' && folded.ptr[i] != '%' &&
               folded.ptr[i] != '_' && folded.ptr[i] != '\\')
            i++;
        if (i == from) continue;
        out[n] = arena_printf(a, "%%" STR_FMT "%%", STR_ARG(str_slice(folded, from, i)));
        if (!out[n++].ptr) return ST_MEMORY;
    }
    while (n < LETTERS_WORDS_MAX) out[n++] = S("%");
    return ST_OK;
}

static status settle(call *c, const letter_filter *f, letter_ask *out)
{
    bool in      = true;
    str  today   = organisations_day(c);
    out->body_id = f->body_id ? f->body_id : c->who.body_id;
    out->year    = f->year;
    if (!today.ptr) return ST_MEMORY;
    if (!out->year && !str_int(str_slice(today, 0, 4), &out->year)) return ST_INVALID;
    if (out->body_id != c->who.body_id) TRY(body_in_branch(c, out->body_id, c->who.body_id, &in));
    if (!in) return ST_MISSING;
    return read_words(c->a, f->words, out->words);
}

// By id, code or name, within the branch.
static status read_body(call *c, str name, str value, letter_filter *f, problem *why)
{
    body       b;
    body_found found = { 0 };
    bool       in    = false;
    status     st    = body_by_ref(c, value, &b);
    if (st == ST_MISSING) {
        st = body_resolve(c, value, S(""), &found, why);
        b  = found.body;
    }
    if (st == ST_OK) st = body_in_branch(c, b.id, c->who.body_id, &in);
    if (st != ST_OK && st != ST_MISSING && st != ST_INVALID) return st;
    if (!in) return problem_detail(why, ST_INVALID, name, S("unknown-body"), value);
    f->body_id = b.id;
    return ST_OK;
}

status letters_filter_set(call *c, str name, str value, letter_filter *f, problem *why)
{
    if (str_equal(name, S("q"))) {
        f->words = value;
    } else if (str_equal(name, S("direction"))) {
        if (value.len && !letter_direction_named(value, &f->direction))
            return problem_detail(why, ST_INVALID, name, S("letter-direction"), value);
    } else if (str_equal(name, S("year")) && value.len) {
        bool whole = str_int(value, &f->year) && f->year >= YEAR_MIN && f->year <= YEAR_MAX;
        if (!whole) return problem_detail(why, ST_INVALID, name, S("letter-year"), value);
    } else if (str_equal(name, S("body")) && value.len) {
        return read_body(c, name, value, f, why);
    }
    return ST_OK;
}

typedef struct letter_place { // where a page ended
    str     on_day;
    int64_t entry_no, id;
} letter_place;

// "2026-11-28.41.17"
static status read_cursor(str text, letter_place *out, problem *why)
{
    str day_text, rest, no, id;
    day d;
    *out = (letter_place){ S("9999-12-31"), INT64_MAX, INT64_MAX };
    if (!text.len) return ST_OK;
    bool whole = str_cut(text, '.', &day_text, &rest) && str_cut(rest, '.', &no, &id) &&
                 day_parse(day_text, &d) == ST_OK && str_int(no, &out->entry_no) &&
                 str_int(id, &out->id);
    out->on_day = day_text;
    return whole ? ST_OK : problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
}

static str cursor_of(arena *a, const letter *l)
{
    return arena_printf(a, STR_FMT ".%lld.%lld", STR_ARG(l->data.on_day),
                        (long long)l->data.entry_no, (long long)l->id);
}

static letter_page_rows_in page_of(const call *c, const letter_filter *f, const letter_ask *ask)
{
    return (letter_page_rows_in){ .viewer    = c->who.body_id,
                                  .keeper    = ask->body_id,
                                  .direction = f->direction ? f->direction : LETTER_OUT,
                                  .year      = ask->year,
                                  .first     = ask->words[0],
                                  .second    = ask->words[1],
                                  .third     = ask->words[2],
                                  .fourth    = ask->words[3] };
}

static status load_page(call *c, const letter_page_rows_in *in, arena *a, letter **items,
                        size_t *count)
{
    db                   *d;
    letter_page_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(letter_page_rows(d, in, a, &rows, count));
    return letters_from_page(a, rows, *count, items);
}

status letters_list(call *c, const letter_filter *f, str cursor, size_t limit, letter_page *out,
                    problem *why)
{
    db              *d;
    letter_ask       ask;
    letter_place     from;
    letter_count_row counted;
    TRY(settle(c, f, &ask));
    TRY(read_cursor(cursor, &from, why));
    if (limit == 0 || limit > LETTERS_PAGE_MAX) limit = LETTERS_PAGE_MAX;
    letter_page_rows_in in    = page_of(c, f, &ask);
    letter_count_in     count = { in.viewer, in.keeper, in.direction, in.year,
                                  in.first,  in.second, in.third,     in.fourth };
    in.on_day                 = from.on_day;
    in.entry_no               = from.entry_no;
    in.id                     = from.id;
    in.max                    = (int64_t)limit + 1;
    TRY(load_page(c, &in, c->a, &out->items, &out->count));
    TRY(call_db(c, &d));
    TRY(letter_count(d, &count, c->a, &counted));
    out->total = counted.n;
    out->next  = S("");
    if (out->count <= limit) return ST_OK;
    out->count = limit;
    out->next  = cursor_of(c->a, &out->items[limit - 1]);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

status letters_years(call *c, const letter_filter *f, int64_t *years, size_t *count)
{
    db               *d;
    letter_ask        ask;
    letter_years_row *rows;
    TRY(settle(c, f, &ask));
    TRY(call_db(c, &d));
    letter_years_in in = { .keeper    = ask.body_id,
                           .direction = f->direction ? f->direction : LETTER_OUT,
                           .max       = LETTERS_YEARS_MAX };
    TRY(letter_years(d, &in, c->a, &rows, count));
    for (size_t i = 0; i < *count; i++) years[i] = rows[i].year;
    return ST_OK;
}

status letters_of_system(call *c, int64_t system_id, letter **out, size_t *count)
{
    db                    *d;
    letters_of_object_row *rows;
    letters_of_object_in   in = { .viewer = c->who.body_id,
                                  .kind   = LETTER_OF_SYSTEM,
                                  .object = system_id,
                                  .max    = LETTERS_OF_ONE_MAX };
    TRY(call_db(c, &d));
    TRY(letters_of_object(d, &in, c->a, &rows, count));
    return letters_from_object(c->a, rows, *count, out);
}

status letters_next(call *c, str day_text, int64_t *arrival_no, str *latest_ref)
{
    db                   *d;
    int64_t               year;
    letter_last_entry_row last;
    letter_latest_ref_row latest;
    str                   today = day_text.len ? day_text : organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (!str_int(str_slice(today, 0, 4), &year)) return ST_INVALID;
    TRY(call_db(c, &d));
    letter_last_entry_in in = { .body = c->who.body_id, .direction = LETTER_IN, .year = year };
    TRY(letter_last_entry(d, &in, c->a, &last));
    *arrival_no              = last.entry_no.set ? last.entry_no.value + 1 : 1;
    letter_latest_ref_in ref = { .body = c->who.body_id, .year = year };
    status               st  = letter_latest_ref(d, &ref, c->a, &latest);
    *latest_ref              = st == ST_OK ? latest.ref : S("");
    return st == ST_MISSING ? ST_OK : st;
}

// ---- history and files --------------------------------------------------------------------------------------

status letters_history(call *c, int64_t id, letter_event **out, size_t *count)
{
    db                      *d;
    letter                   l;
    letter_history_rows_row *rows;
    TRY(letters_get(c, id, &l));
    TRY(call_db(c, &d));
    letter_history_rows_in in = { .letter_id = id, .max = LETTERS_HISTORY_MAX };
    TRY(letter_history_rows(d, &in, c->a, &rows, count));
    *out = NEW(c->a, letter_event, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const letter_history_rows_row *r = &rows[i];
        (*out)[i] = (letter_event){ r->version, r->at_ms, r->person, r->field,
                                    r->before,  r->after, r->why };
    }
    return ST_OK;
}

status letters_files(call *c, int64_t id, letter_file **out, size_t *count)
{
    db                   *d;
    letter                l;
    letter_file_rows_row *rows;
    TRY(letters_get(c, id, &l));
    TRY(call_db(c, &d));
    letter_file_rows_in in = { .letter_id = id, .max = LETTERS_FILES_MAX };
    TRY(letter_file_rows(d, &in, c->a, &rows, count));
    *out = NEW(c->a, letter_file, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const letter_file_rows_row *r = &rows[i];
        (*out)[i]                     = (letter_file){ .id         = r->id,
                                                       .bytes      = r->bytes,
                                                       .checked_ms = r->checked_ms,
                                                       .at_ms      = r->at_ms,
                                                       .name       = r->name,
                                                       .type       = r->type,
                                                       .sha256     = r->sha256,
                                                       .person     = r->person,
                                                       .verdict    = (letter_verdict)r->verdict };
    }
    return ST_OK;
}

typedef struct open_work {
    call              *c;
    int64_t            id;
    const letter_file *file;
} open_work;

static status note_download(db *d, void *ctx)
{
    open_work *w = ctx;
    (void)d;
    str detail = arena_printf(w->c->a, "{\"file\":\"" STR_FMT "\"}", STR_ARG(w->file->sha256));
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("letter.download"), S("letter"), w->id, detail);
}

status letters_open(call *c, int64_t id, int64_t file_id, letter_file *out, int *fd, problem *why)
{
    letter       l;
    letter_file *files;
    size_t       count, i = 0;
    TRY(letters_get(c, id, &l));
    TRY(letters_files(c, id, &files, &count));
    if (!file_id) file_id = l.file.id;
    while (i < count && files[i].id != file_id) i++;
    if (i == count) return ST_MISSING;
    *out = files[i];
    TRY(letter_file_open(out->sha256, fd, why));
    open_work w  = { c, id, out };
    status    st = call_act(c, note_download, &w);
    if (st != ST_OK) os_close(*fd);
    return st;
}

// ---- as a sheet -----------------------------------------------------------------------------------------------

enum { EXPORT_COLUMNS = 12 };

static const struct {
    text_key out, in; // the same for both: equal
    int      width;
} columns[EXPORT_COLUMNS] = {
    { T_letters_field_ref, T_letters_field_arrival_no, 18 },
    { T_letters_field_day, T_letters_field_arrival_day, 12 },
    { T_letters_field_ref, T_letters_field_ref, 18 },
    { T_letters_field_day, T_letters_field_day, 12 },
    { T_letters_field_kind, T_letters_field_kind, 16 },
    { T_letters_field_about, T_letters_field_about, 60 },
    { T_letters_to, T_letters_from, 40 },
    { T_letters_field_signer, T_letters_field_signer, 24 },
    { T_letters_field_file, T_letters_field_file, 30 },
    { T_letters_signatures, T_letters_signatures, 24 },
    { T_letters_field_note, T_letters_field_note, 30 },
    { T_letters_withdrawn, T_letters_withdrawn, 30 },
};

static xlsx_cell text_cell(str s)
{
    return s.len ? (xlsx_cell){ .kind = XLSX_TEXT, .text = s } : (xlsx_cell){ .kind = XLSX_EMPTY };
}

static xlsx_cell day_cell(str iso)
{
    xlsx_cell cell = { .kind = XLSX_DAY };
    return day_parse(iso, &cell.on) == ST_OK ? cell : (xlsx_cell){ .kind = XLSX_EMPTY };
}

static status export_row(const call *c, arena a, xlsx *x, const letter *l)
{
    const letter_data     *d = &l->data;
    const law_letter_kind *k = law_letter_kind_find(law_current(), d->kind);
    str named = arena_printf(&a, "letters.verdict.%s", letter_verdict_key(l->file.verdict));
    const xlsx_cell cells[EXPORT_COLUMNS] = {
        text_cell(d->entry),
        day_cell(d->on_day),
        text_cell(d->ref),
        day_cell(d->day),
        text_cell(k ? law_say(k->name, c->lang == LANG_EN) : d->kind),
        text_cell(d->about),
        text_cell(d->counterpart),
        text_cell(d->signer),
        text_cell(l->file.name),
        text_cell(l->file.id ? text_named(c->lang, named) : S("")),
        text_cell(d->note),
        text_cell(l->withdrawn_why),
    };
    bool in = d->direction == LETTER_IN; // what went out has one number and one day
    return xlsx_row(x, in ? cells : cells + 2, in ? EXPORT_COLUMNS : EXPORT_COLUMNS - 2);
}

static status export_rows(call *c, const letter_filter *f, xlsx *x, int64_t *count)
{
    letter_ask ask;
    TRY(settle(c, f, &ask));
    letter_page_rows_in in   = page_of(c, f, &ask);
    letter_place        from = { S("9999-12-31"), INT64_MAX, INT64_MAX };
    in.max                   = LETTERS_PAGE_MAX;
    for (*count = 0; *count < EXPORT_ROWS_MAX;) {
        arena   scratch = *c->a;
        letter *items;
        size_t  n;
        char    last[16];
        in.on_day   = from.on_day;
        in.entry_no = from.entry_no;
        in.id       = from.id;
        TRY(load_page(c, &in, &scratch, &items, &n));
        for (size_t i = 0; i < n; i++) TRY(export_row(c, scratch, x, &items[i]));
        call_end(c); // a long export holds no look open
        *count += (int64_t)n;
        if (n < LETTERS_PAGE_MAX) return ST_OK;
        const letter *end      = &items[n - 1];
        str           day_text = str_slice(end->data.on_day, 0, sizeof last);
        memcpy(last, day_text.ptr, (size_t)day_text.len);
        from = (letter_place){ { last, day_text.len }, end->data.entry_no, end->id };
        TRY(arena_copy(c->a, from.on_day, &from.on_day));
    }
    return ST_LIMIT;
}

status letters_export(call *c, const letter_filter *f, int fd, int64_t *count)
{
    xlsx       *x;
    letter_ask  ask;
    body        b;
    xlsx_column heads[EXPORT_COLUMNS];
    bool        in = f->direction == LETTER_IN;
    TRY(settle(c, f, &ask));
    TRY(body_by_id(c, ask.body_id, &b));
    for (size_t i = 0; i < EXPORT_COLUMNS; i++)
        heads[i] = (xlsx_column){ text_get(c->lang, in ? columns[i].in : columns[i].out),
                                  columns[i].width };
    str       title    = text_get(c->lang, in ? T_letters_register_in : T_letters_register_out);
    const str titles[] = { title, arena_printf(c->a, STR_FMT " – %lld", STR_ARG(b.name_vi),
                                               (long long)ask.year) };
    if (!titles[1].ptr) return ST_MEMORY;
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &x));
    size_t skip = in ? 0 : 2;
    status st = xlsx_sheet_titled(x, in ? S("Van ban den") : S("Van ban di"), titles, COUNT(titles),
                                  heads + skip, EXPORT_COLUMNS - skip);
    if (st == ST_OK) st = export_rows(c, f, x, count);
    if (st == ST_OK) return xlsx_finish(x, NULL);
    xlsx_drop(x);
    return st;
}
