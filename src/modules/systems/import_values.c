// import_values.c - what one cell says.
#include "modules/systems/import_words.h"

#include "modules/systems/official_sheet.h"

#include <stdlib.h>

static status refuse(problem *why, const char *rule, str detail)
{
    return problem_detail(why, ST_INVALID, (str){ 0 }, str_from(rule), detail);
}

static bool among(str word, const str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(word, list[i])) return true;
    }
    return false;
}

// "?", "-", "…": nothing was meant to be said.
static bool is_placeholder(str text)
{
    static const str marks[] = { STR("?"),   STR("-"), STR("–"), STR("—"),
                                 STR("..."), STR("…"), STR("/"), STR("??") };
    return among(text, marks, COUNT(marks));
}

static bool says_unknown(str bare)
{
    static const str words[] = { STR("chua ro"),       STR("chua biet"), STR("khong ro"),
                                 STR("khong biet"),    STR("unknown"),   STR("n a"),
                                 STR("chua xac dinh"), STR("chua co"),   STR("chua co thong tin") };
    return among(bare, words, COUNT(words));
}

// A number as a spreadsheet stores it, as the person sees it: "3.0" and "3E0" are 3.
static str number_text(arena *a, str stored)
{
    bool plain = true;
    for (ptrdiff_t i = 0; i < stored.len; i++)
        plain = plain && stored.ptr[i] >= '0' && stored.ptr[i] <= '9';
    if (plain || stored.len > 40) return stored;
    char *text = arena_cstr(a, stored);
    if (!text) return (str){ 0 };
    double v = strtod(text, NULL);
    if (v >= -9e15 && v <= 9e15 && v == (double)(int64_t)v)
        return arena_printf(a, "%lld", (long long)(int64_t)v);
    return stored;
}

// The cell's text before anything is known of its column, NFC and on one line unless `lines`.
static status cell_text(const import_cell *cell, bool lines, arena *a, str *out, problem *why)
{
    str text = cell->text;
    switch (cell->kind) {
    case IMPORT_ERROR: return refuse(why, "cell-error", text);
    case IMPORT_FORMULA: return refuse(why, "cell-formula", text);
    case IMPORT_NUMBER: text = number_text(a, text); break;
    case IMPORT_TEXT:
        if (!str_is_text(text)) return refuse(why, "not-text", (str){ 0 });
        if (!lines) text = text_tidy(a, text);
        break;
    case IMPORT_DATE:
    case IMPORT_BOOL: break;
    }
    if (!text.ptr && cell->text.len) return ST_MEMORY;
    *out = str_trim(text);
    return ST_OK;
}

// "3", "Cấp 3", "Cấp độ III", "cap do 3".
static bool read_level(str bare, int *out)
{
    static const char *const before[] = { "cap do ", "cap ", "muc do ", "muc ", "level " };
    for (size_t i = 0; i < COUNT(before); i++) {
        str head = str_from(before[i]);
        if (str_starts(bare, head)) {
            bare = str_slice(bare, head.len, bare.len);
            break;
        }
    }
    int64_t n;
    int     roman;
    if (str_int(bare, &n))
        roman = n >= 0 && n <= 5 ? (int)n : -1;
    else if (!text_read_roman(bare, &roman) || roman > 5)
        return false;
    *out = roman;
    return roman >= 0;
}

// Signs that a doubt or a fraction would leave, which the bare words no longer show.
static bool has_doubt(str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '?' || c == ',' || c == '/' || c == '+' || c == '<' || c == '>') return true;
    }
    return false;
}

static status field_level(str text, str bare, arena *a, str *out, problem *why)
{
    int level;
    if (has_doubt(text) || !read_level(bare, &level) || level < 1)
        return refuse(why, "level-form", text);
    *out = arena_printf(a, "%d", level);
    return out->ptr ? ST_OK : ST_MEMORY;
}

static status field_value(const import_book *b, const import_target *t, const import_cell *cell,
                          str text, arena *a, str *out, problem *why)
{
    const system_field *f = t->field;
    if (f->kind == SYSTEM_LINE || f->kind == SYSTEM_LINES || f->kind == SYSTEM_BODY ||
        f->kind == SYSTEM_EMAIL || f->kind == SYSTEM_URL) {
        day d;
        if (cell->kind == IMPORT_DATE && day_parse(str_slice(text, 0, 10), &d) == ST_OK)
            text = text_day(a, d);
        return system_check_text(f, text, a, out, why);
    }
    str bare = text_bare_words(a, text);
    if (!bare.ptr) return ST_MEMORY;
    if (is_placeholder(text) || says_unknown(bare)) return ST_OK; // nothing said
    if (f->kind == SYSTEM_LEVEL) return field_level(text, bare, a, out, why);
    if (f->kind == SYSTEM_STATE || f->kind == SYSTEM_CHOICE) {
        *out = import_word_value(b, t->key, bare);
        return out->ptr ? ST_OK : refuse(why, "choice-unknown", text);
    }
    return system_check_text(f, text, a, out, why);
}

// ---- facts --------------------------------------------------------------------------------------

// One of a set's values: the letters of kinds as they are ("đ" is not "d"), else by its words.
static str set_value(const import_book *b, const law_fact *f, str piece, arena *a)
{
    piece = str_trim(piece);
    for (size_t i = 0; i < f->value_count; i++) {
        str key = f->values[i].key;
        if (key.len > 2) continue;
        if (str_equal_nocase(piece, key)) return key;
        if (str_equal(piece, S("Đ")) && str_equal(key, S("đ"))) return key;
    }
    str bare = text_bare_words(a, piece);
    return bare.len ? import_word_value(b, f->key, bare) : (str){ 0 };
}

// The longest run of pieces parted by commas, from *rest on, that is one value: labels hold commas.
static str set_next(const import_book *b, const law_fact *f, str *rest, arena *a)
{
    ptrdiff_t end = rest->len;
    for (;;) {
        str value = set_value(b, f, str_slice(*rest, 0, end), a);
        if (value.ptr) {
            *rest = str_slice(*rest, end + 1, rest->len);
            return value;
        }
        while (end > 0 && rest->ptr[end - 1] != ',') end--;
        if (end <= 0) return value;
        end--;
    }
}

static status set_put(buf *b, str value)
{
    str have = buf_str(b), one;
    while (have.len) { // said twice is said once
        (void)str_cut(have, ',', &one, &have);
        if (str_equal(one, value)) return ST_OK;
    }
    if (b->len) buf_char(b, ',');
    buf_put(b, value);
    return b->failed ? ST_MEMORY : ST_OK;
}

static status fact_set(const import_book *b, const law_fact *f, str text, arena *a, str *out,
                       problem *why)
{
    buf       list = buf_in(a, 64, 1024);
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : ';';
        if (c != ';' && c != '+' && c != '\n' && c != '|') continue;
        str part = str_trim(str_slice(text, from, i));
        from     = i + 1;
        while (part.len) {
            str value = set_next(b, f, &part, a);
            if (!value.ptr) return refuse(why, "choice-unknown", str_trim(part));
            TRY(set_put(&list, value));
            part = str_trim(part);
        }
    }
    *out = buf_str(&list);
    return ST_OK;
}

static status fact_number(const import_book *b, const law_fact *f, str text, str bare, arena *a,
                          str *out, problem *why)
{
    int64_t n;
    int     level;
    str     value = f->value_count ? import_word_value(b, f->key, bare) : (str){ 0 };
    if (value.ptr) {
        *out = value;
        return ST_OK;
    }
    bool read = text_read_count(text, &n) == ST_OK;
    if (!read && f->value_count && read_level(bare, &level)) {
        n    = level;
        read = true;
    }
    if (!read || n < f->min || n > f->max)
        return refuse(why, f->value_count ? "choice-unknown" : "number-form", text);
    *out = arena_printf(a, "%lld", (long long)n);
    return out->ptr ? ST_OK : ST_MEMORY;
}

static status fact_value(const import_book *b, const law_fact *f, str text, arena *a, str *out,
                         bool *unknown, problem *why)
{
    static const str ticks[] = { STR("✓"), STR("✔"), STR("☑"), STR("√") };
    str              bare    = text_bare_words(a, text);
    if (!bare.ptr) return ST_MEMORY;
    if (is_placeholder(text) || says_unknown(bare)) {
        *unknown = true;
        return ST_OK;
    }
    if (f->kind == LAW_SET) return fact_set(b, f, text, a, out, why);
    if (f->kind == LAW_INT) return fact_number(b, f, text, bare, a, out, why);
    if (bare.len == 0 && among(text, ticks, COUNT(ticks))) bare = S("x");
    *out = import_word_value(b, f->key, bare);
    if (out->ptr) return ST_OK;
    bool yes_no = f->kind == LAW_BOOL || str_equal(f->key, S("cond_business"));
    return refuse(why, yes_no ? "yes-no-form" : "choice-unknown", text);
}

static bool is_ascii(str s)
{
    unsigned char all = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

static status read_text(const import_cell *cell, bool lines, arena *a, str *text, problem *why)
{
    TRY(cell_text(cell, lines, a, text, why));
    if (cell->kind == IMPORT_TEXT && !is_ascii(*text) && text_looks_legacy(*text) != TEXT_UNICODE)
        return refuse(why, "legacy-font", *text);
    return ST_OK;
}

status import_document(const import_target *t, const import_cell *cell, arena *a, str out[3],
                       problem *why)
{
    str               text;
    official_document d = { S(""), S(""), S("") };
    *why                = (problem){ 0 };
    for (int i = 0; i < 3; i++) out[i] = S("");
    TRY(read_text(cell, false, a, &text, why));
    str bare = text_bare_words(a, text);
    if (!bare.ptr) return ST_MEMORY;
    if (text.len == 0 || is_placeholder(text) || says_unknown(bare)) return ST_OK;
    if (cell->kind == IMPORT_DATE)
        d.on = str_slice(text, 0, 10);
    else if (official_document_read(text, a, &d) == ST_LIMIT)
        return refuse(why, "too-long", arena_printf(a, "%d", (int)OFFICIAL_DOCUMENT_BYTES_MAX));
    TRY(system_check_text(t->field, d.no, a, &out[0], why));
    TRY(system_check_text(t->field + 1, d.on, a, &out[1], why));
    return system_check_text(t->field + 2, d.by, a, &out[2], why);
}

status import_value(const import_book *b, const import_target *t, const import_cell *cell, arena *a,
                    str *out, bool *unknown, problem *why)
{
    *why     = (problem){ 0 };
    *out     = S("");
    *unknown = false;
    str  text;
    bool lines = (t->what == IMPORT_FIELD && t->field->kind == SYSTEM_LINES) ||
                 (t->what == IMPORT_FACT && t->fact->kind == LAW_SET);
    TRY(read_text(cell, lines, a, &text, why));
    if (text.len == 0) return ST_OK;
    switch (t->what) {
    case IMPORT_FIELD: return field_value(b, t, cell, text, a, out, why);
    case IMPORT_FACT: return fact_value(b, t->fact, text, a, out, unknown, why);
    case IMPORT_CODE:
    case IMPORT_OWNER_CODE: *out = text; return ST_OK;
    case IMPORT_DOCUMENT:
    case IMPORT_IGNORED: break;
    }
    return ST_OK;
}
