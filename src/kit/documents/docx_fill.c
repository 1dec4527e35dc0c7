// docx_fill.c - writes a part of a template with its values.
#include "kit/documents/docx_part.h"

// The data in sight: a list's row, then what is around it.
typedef struct sight {
    const docx_data    *data;
    const struct sight *outer;
} sight;

typedef struct filling {
    const docx_part *part;
    buf             *out;
    problem         *why;
} filling;

static const docx_value *find_value(const sight *in, str name)
{
    for (; in; in = in->outer) {
        for (size_t i = 0; i < in->data->value_count; i++) {
            if (str_equal(in->data->values[i].name, name)) return &in->data->values[i];
        }
    }
    return NULL;
}

static const docx_list *find_list(const sight *in, str name)
{
    for (; in; in = in->outer) {
        for (size_t i = 0; i < in->data->list_count; i++) {
            if (str_equal(in->data->lists[i].name, name)) return &in->data->lists[i];
        }
    }
    return NULL;
}

static str entity_of(char c)
{
    switch (c) {
    case '&': return S("&amp;");
    case '<': return S("&lt;");
    case '>': return S("&gt;");
    case '"': return S("&quot;");
    case '\n': return S("</w:t><w:br/><w:t xml:space=\"preserve\">");
    case '\t': return S("</w:t><w:tab/><w:t xml:space=\"preserve\">");
    default: return (str){ 0 };
    }
}

// Text as the content of <w:t>; bytes that XML forbids are left out.
static void put_text(buf *out, str text)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c       = text.ptr[i];
        str  entity  = entity_of(c);
        bool control = (unsigned char)c < 0x20 || c == 0x7F;
        // U+FFFE and U+FFFF, three bytes each, are not characters of XML.
        bool outside = (unsigned char)c == 0xEF && i + 2 < text.len &&
                       (unsigned char)text.ptr[i + 1] == 0xBF &&
                       (unsigned char)text.ptr[i + 2] >= 0xBE;
        if (!entity.ptr && !control && !outside) continue;
        buf_put(out, str_slice(text, from, i));
        buf_put(out, entity);
        if (outside) i += 2;
        from = i + 1;
    }
    buf_put(out, str_slice(text, from, text.len));
}

static status unknown(const filling *f, str name)
{
    return problem_set(f->why, ST_INVALID, name, S("docx-unknown"));
}

static status put_value(const filling *f, const sight *in, const docx_mark *m)
{
    const docx_value *v = find_value(in, m->name);
    if (!v) return unknown(f, m->name);
    if (m->kind == MARK_LINE) {
        int64_t twips;
        if (!str_int(v->text, &twips) || twips < 0 || twips > 31680) {
            return problem_set(f->why, ST_INVALID, m->name, S("docx-line-indent"));
        }
        buf_printf(f->out, "<w:ind w:left=\"%d\" w:right=\"%d\"/>", (int)twips, (int)twips);
        return ST_OK;
    }
    if (v->text.len > 0 && !str_is_utf8(v->text)) {
        return problem_set(f->why, ST_INVALID, m->name, S("not-text"));
    }
    put_text(f->out, v->text);
    return ST_OK;
}

static status holds(const filling *f, const sight *in, str name, bool *out)
{
    const docx_list *list = find_list(in, name);
    if (list) {
        *out = list->count > 0;
        return ST_OK;
    }
    const docx_value *v = find_value(in, name);
    if (!v) return unknown(f, name);
    *out = v->text.len > 0;
    return ST_OK;
}

// A cell, text box or header must end with a paragraph, also when its last one has vanished.
static void put_plain(const filling *f, str xml)
{
    static const str enders[] = { STR("</w:tc>"), STR("</w:txbxContent>"), STR("</w:hdr>"),
                                  STR("</w:ftr>") };
    str              next     = str_trim(xml);
    for (size_t i = 0; i < COUNT(enders); i++) {
        if (!str_starts(next, enders[i])) continue;
        str done = str_trim(buf_str(f->out));
        if (!str_ends(done, S("</w:p>")) && !str_ends(done, S("<w:p/>"))) {
            buf_put(f->out, S("<w:p/>"));
        }
    }
    buf_put(f->out, xml);
}

static status fill_range(const filling *f, const sight *in, ptrdiff_t from, ptrdiff_t to,
                         size_t first, size_t end);

// The inside of the block that mark `open` begins, for one sight.
static status fill_inside(const filling *f, const sight *in, size_t open)
{
    const docx_mark *m = &f->part->marks[open];
    return fill_range(f, in, m->to, f->part->marks[m->partner].from, open + 1, m->partner);
}

static status fill_block(const filling *f, const sight *in, size_t open)
{
    const docx_mark *m = &f->part->marks[open];
    if (m->kind == MARK_EACH) {
        const docx_list *list = find_list(in, m->name);
        if (!list) return unknown(f, m->name);
        for (size_t i = 0; i < list->count; i++) {
            sight row = { &list->rows[i], in };
            TRY(fill_inside(f, &row, open));
            if (f->out->failed) return ST_MEMORY;
        }
        return ST_OK;
    }
    bool full = false;
    TRY(holds(f, in, m->name, &full));
    return full == (m->kind == MARK_WHEN) ? fill_inside(f, in, open) : ST_OK;
}

// Recursion is as deep as blocks nest: DOCX_BLOCKS_DEEP_MAX.
static status fill_range(const filling *f, const sight *in, ptrdiff_t from, ptrdiff_t to,
                         size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const docx_mark *m = &f->part->marks[i];
        put_plain(f, str_slice(f->part->xml, from, m->from));
        from = m->to;
        switch (m->kind) {
        case MARK_TEXT:
        case MARK_LINE: TRY(put_value(f, in, m)); break;
        case MARK_EACH:
        case MARK_WHEN:
        case MARK_UNLESS:
            TRY(fill_block(f, in, i));
            i    = m->partner;
            from = f->part->marks[i].to;
            break;
        case MARK_GONE:
        case MARK_END: break;
        }
    }
    put_plain(f, str_slice(f->part->xml, from, to));
    return ST_OK;
}

status docx_part_fill(const docx_part *part, const docx_data *data, buf *out, problem *why)
{
    filling f  = { part, out, why };
    sight   in = { data, NULL };
    TRY(fill_range(&f, &in, 0, part->xml.len, 0, part->count));
    return out->failed ? ST_MEMORY : ST_OK;
}
