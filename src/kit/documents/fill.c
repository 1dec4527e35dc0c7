// fill.c - see fill.h.
#include "kit/documents/fill.h"

#include <assert.h>

// Nghị định 30/2020/NĐ-CP, Phụ lục I: the head is two columns of 65 and 100 mm; the issuing body in 12
// points bold, quốc hiệu 12, tiêu ngữ 13 with a line as long as the text; the line below the issuing
// body and below the trích yếu between a third and a half of the text's.
enum {
    COLUMN_LEFT  = 3685, // twips
    COLUMN_RIGHT = 5669,
    COLUMN_WHOLE = 9354,
    ABOUT_WIDTH  = 8500, // so that a trích yếu of several lines stands in narrower than the text
    BODY_SIZE    = 24,   // half-points
    MOTTO_SIZE   = 26,
    ABOUT_SIZE   = 28,
    RULE_PERCENT = 45,
    BLANK_NAME   = 3091, // the width of the blank that stands for an unknown issuing body
    LINES_LONG   = 6
};

#define MOTTO S("Độc lập - Tự do - Hạnh phúc")

filler *filler_new(arena *a)
{
    filler *f = NEW(a, filler, 1);
    if (f) f->a = a;
    return f;
}

status filler_data(const filler *f, docx_data *out)
{
    if (f->failed) return ST_MEMORY;
    *out = (docx_data){ f->values, f->value_count, f->lists, f->list_count };
    return ST_OK;
}

void fill_put(filler *f, str name, str text)
{
    assert(f->value_count < FILL_VALUES_MAX);
    f->values[f->value_count++] = (docx_value){ name, text };
}

void fill_flag(filler *f, str name, bool holds)
{
    fill_put(f, name, holds ? S("1") : S(""));
}

str fill_digits(filler *f, int64_t n)
{
    str text = arena_printf(f->a, "%lld", (long long)n);
    if (!text.ptr) f->failed = true;
    return text;
}

fill_rows fill_rows_make(filler *f, size_t count, size_t per_row, size_t lists_per_row)
{
    fill_rows r = { .per_row = per_row, .lists_per_row = lists_per_row, .count = count };
    if (count == 0) return r;
    r.rows   = NEW(f->a, docx_data, count);
    r.values = NEW(f->a, docx_value, count * per_row);
    r.lists  = lists_per_row ? NEW(f->a, docx_list, count * lists_per_row) : NULL;
    if (!r.rows || !r.values || (lists_per_row && !r.lists)) {
        f->failed = true;
        return (fill_rows){ 0 };
    }
    for (size_t i = 0; i < count; i++) {
        r.rows[i].values = &r.values[i * per_row];
        r.rows[i].lists  = lists_per_row ? &r.lists[i * lists_per_row] : NULL;
    }
    return r;
}

void fill_row_put(fill_rows *r, size_t row, str name, str text)
{
    docx_data *d = &r->rows[row];
    assert(d->value_count < r->per_row);
    r->values[row * r->per_row + d->value_count++] = (docx_value){ name, text };
}

static docx_list list_of(str name, const fill_rows *r)
{
    return (docx_list){ name, r->rows, r->count };
}

void fill_row_list(fill_rows *r, size_t row, str name, const fill_rows *list)
{
    docx_data *d = &r->rows[row];
    assert(d->list_count < r->lists_per_row);
    r->lists[row * r->lists_per_row + d->list_count++] = list_of(name, list);
}

void fill_list(filler *f, str name, const fill_rows *r)
{
    assert(f->list_count < FILL_VALUES_MAX);
    f->lists[f->list_count++] = list_of(name, r);
}

// Lines of a name, and the indents of a drawn line of `percent` of the last one.
static void put_lines(filler *f, str name, type_face face, int size, int32_t width, str text,
                      int32_t *last)
{
    str       lines[TEXT_LINES_MAX];
    size_t    n = text.len > 0 ? text_lines(face, size, width, text, LINES_LONG, lines) : 0;
    fill_rows r = fill_rows_make(f, n, 1, 0);
    for (size_t i = 0; i < r.count; i++) fill_row_put(&r, i, S("dong"), lines[i]);
    fill_list(f, name, &r);
    if (last) *last = n > 0 ? text_width_twips(face, size, lines[n - 1]) : 0;
}

static void put_rule(filler *f, str name, int32_t column, int32_t length)
{
    if (length > column) length = column;
    fill_put(f, name, fill_digits(f, (column - length) / 2));
}

void fill_head(filler *f, const fill_head_of *p)
{
    str superior = text_capitals(f->a, p->superior), issuer = text_capitals(f->a, p->issuer);
    if (!superior.ptr || !issuer.ptr) f->failed = true;
    int32_t line = 0;
    put_lines(f, S("cap_tren"), FACE_REGULAR, BODY_SIZE, COLUMN_LEFT, superior, NULL);
    put_lines(f, S("co_quan"), FACE_BOLD, BODY_SIZE, COLUMN_LEFT, issuer, &line);
    put_rule(f, S("ke_co_quan"), COLUMN_LEFT, (line > 0 ? line : BLANK_NAME) * RULE_PERCENT / 100);
    put_rule(f, S("ke_tieu_ngu"), COLUMN_RIGHT, text_width_twips(FACE_BOLD, MOTTO_SIZE, MOTTO));
    put_lines(f, S("trich_yeu"), FACE_BOLD, ABOUT_SIZE, ABOUT_WIDTH, p->about, &line);
    put_rule(f, S("ke_trich_yeu"), COLUMN_WHOLE, line * RULE_PERCENT / 100);
    fill_put(f, S("ky_hieu"), p->symbol);
    fill_put(f, S("dia_danh"), p->place);
    fill_put(f, S("nam"), fill_digits(f, p->year));
    fill_put(f, S("minh_hoa"), p->sample);
}
