// import_closing.c - rows that close a sheet: totals, remarks, the place for signatures.
#include "modules/systems/import_sheet.h"

#include <string.h>

static bool begins_with_word(str bare, str word)
{
    return str_starts(bare, word) && (bare.len == word.len || bare.ptr[word.len] == ' ');
}

// "Tổng cộng", "Tổng số: 45", "Cộng": with figures beside it, but no other words.
static bool is_total(str bare, size_t texts)
{
    static const str words[] = { STR("tong cong"), STR("tong so"), STR("cong so"), STR("total") };
    if (texts > 1) return false;
    if (str_equal(bare, S("cong")) || str_equal(bare, S("tong"))) return true;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (begins_with_word(bare, words[i])) return true;
    }
    return false;
}

static bool is_remark(str bare)
{
    static const str words[] = { STR("ghi chu"),        STR("luu y"),
                                 STR("chu thich"),      STR("nguoi lap"),
                                 STR("nguoi lap bieu"), STR("nguoi tong hop"),
                                 STR("noi nhan"),       STR("thu truong"),
                                 STR("ky ten"),         STR("ky ghi ro ho ten"),
                                 STR("nguon so lieu") };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (begins_with_word(bare, words[i])) return true;
    }
    // "Hà Nội, ngày 05 tháng 3 năm 2026"
    ptrdiff_t on = str_find(bare, S("ngay ")), month = str_find(bare, S(" thang "));
    return on >= 0 && month > on && str_find(bare, S(" nam ")) > month;
}

static bool is_small(const import_mapping *m, const import_tail_row *r)
{
    size_t mapped = 0;
    for (size_t i = 0; i < m->count; i++)
        mapped += m->items[i].to && m->items[i].to->what != IMPORT_IGNORED;
    return r->cells <= 2 && r->cells < mapped;
}

// Figures in a csv are text too.
static bool has_words(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 'A') return true;
    }
    return false;
}

// STT, and what an earlier round of ours noted.
static bool is_ignored(const import_mapping *m, int32_t column)
{
    if (column < 1 || column > IMPORT_COLUMNS_MAX || !m->at[column]) return false;
    const import_target *t = m->items[m->at[column] - 1].to;
    return t && t->what == IMPORT_IGNORED;
}

void import_tail_put(import_tail *t, const import_mapping *m, const import_line *line, bool staged)
{
    import_tail_row *r = &t->rows[t->count++ % IMPORT_TAIL_ROWS];
    *r                 = (import_tail_row){ .number = line->number, .staged = staged };
    for (size_t i = 0; i < line->count; i++) {
        const import_cell *cell = &line->cells[i];
        if (str_trim(cell->text).len == 0) continue;
        if (!is_ignored(m, cell->column)) {
            r->cells++;
            r->texts += has_words(cell->text);
        }
        if (r->first_len) continue;
        str first = str_slice(str_trim(cell->text), 0, (ptrdiff_t)sizeof(r->first));
        memcpy(r->first, first.ptr, (size_t)first.len);
        r->first_len = first.len;
    }
}

static str first_of(const import_tail_row *r)
{
    str s = { r->first, r->first_len };
    while (s.len && !str_is_text(s)) s.len--; // cut in the middle of a character
    return s;
}

// From the end upward while rows are totals or say next to nothing; what is skipped begins at the
// first of these that says what it is.
size_t import_tail_close(const import_mapping *m, const import_tail *t, arena scratch,
                         const import_tail_row **out)
{
    const import_tail_row *order[IMPORT_TAIL_ROWS];
    bool                   says[IMPORT_TAIL_ROWS] = { 0 };
    size_t                 n = t->count < IMPORT_TAIL_ROWS ? t->count : IMPORT_TAIL_ROWS, from = n;
    for (size_t i = 0; i < n; i++) order[i] = &t->rows[(t->count - n + i) % IMPORT_TAIL_ROWS];
    while (from > 0) {
        const import_tail_row *r     = order[from - 1];
        arena                  again = scratch;
        str                    bare  = text_bare_words(&again, first_of(r));
        bool                   total = bare.ptr && is_total(bare, r->texts);
        bool                   small = is_small(m, r);
        says[from - 1]               = total || (small && bare.ptr && is_remark(bare));
        if (!total && !small) break;
        from--;
    }
    while (from < n && !says[from]) from++;
    for (size_t i = from; i < n; i++) out[i - from] = order[i];
    return n - from;
}
