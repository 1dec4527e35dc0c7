// docx_heal.c - placeholders that Word has spread over several runs of a paragraph, brought together again.
//
// Word begins a new run wherever spelling, language or an edit changed, also in the middle of {{ten_he_thong}}. Where
// nothing but such seams lies between, the whole placeholder goes to the run it begins in. Where a tab, a break, a
// picture or a field lies between, it stays as it is and docx_part_read refuses it by name.
#include "kit/documents/docx_heal.h"

enum { EDITS_MAX = 4 * DOCX_MARKS_MAX, PARAGRAPH_BYTES_MAX = 1024 * 1024 };

typedef struct edit { // bytes of the part that another text takes the place of
    ptrdiff_t from, to;
    str       text;
} edit;

typedef struct healing {
    str              xml;
    const docx_text *texts;
    edit            *edits;
    size_t           edit_count;
    docx_healed     *out;
    arena           *a;
} healing;

static bool only_seams(str between)
{
    static const str others[] = { STR("<w:tab"),      STR("<w:br"),        STR("<w:cr"),
                                  STR("<w:drawing"),  STR("<w:pict"),      STR("<w:object"),
                                  STR("<w:fldChar"),  STR("<w:instrText"), STR("<w:sym"),
                                  STR("<w:delText"),  STR("<w:footnote"),  STR("<w:endnote"),
                                  STR("<w:noBreakH"), STR("<mc:"),         STR("<w:ptab") };
    for (size_t i = 0; i < COUNT(others); i++) {
        if (str_find(between, others[i]) >= 0) return false;
    }
    return true;
}

// The text of texts [first, end) one behind the other; at[i] gets where each begins.
static str joined(healing *h, size_t first, size_t end, ptrdiff_t *at, arena *scratch)
{
    buf b = buf_in(scratch, 256, PARAGRAPH_BYTES_MAX);
    for (size_t i = first; i < end; i++) {
        at[i - first] = (ptrdiff_t)b.len;
        buf_put(&b, str_slice(h->xml, h->texts[i].from, h->texts[i].to));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static size_t text_at(const ptrdiff_t *at, size_t count, ptrdiff_t place)
{
    size_t i = 0;
    while (i + 1 < count && at[i + 1] <= place) i++;
    return i;
}

static void add_edit(healing *h, ptrdiff_t from, ptrdiff_t to, str text)
{
    if (h->edit_count < EDITS_MAX) h->edits[h->edit_count++] = (edit){ from, to, text };
}

static status note(healing *h, str name)
{
    docx_healed *o = h->out;
    for (size_t i = 0; i < o->count; i++) {
        if (str_equal(o->names[i], name)) return ST_OK;
    }
    if (o->count == DOCX_HEALED_MAX) return ST_OK;
    return arena_copy(h->a, name, &o->names[o->count++]);
}

typedef struct found { // a placeholder in the joined text, and the texts it begins and ends in
    str       whole;
    ptrdiff_t from, to;
    size_t    first, last; // from the paragraph's first text
} found;

static bool gaps_are_seams(const healing *h, size_t base, const found *f)
{
    for (size_t i = f->first; i < f->last; i++) {
        const docx_text *t = &h->texts[base + i];
        if (!only_seams(str_slice(h->xml, t[0].to, t[1].from))) return false;
    }
    return true;
}

static void bring_together(healing *h, size_t base, const ptrdiff_t *at, const found *f)
{
    const docx_text *t = &h->texts[base];
    add_edit(h, t[f->first].from + (f->from - at[f->first]), t[f->first].to, f->whole);
    for (size_t i = f->first + 1; i < f->last; i++) add_edit(h, t[i].from, t[i].to, S(""));
    add_edit(h, t[f->last].from, t[f->last].from + (f->to - at[f->last]), S(""));
}

static status heal_paragraph(healing *h, size_t base, size_t end)
{
    size_t     count = end - base;
    arena      scratch;
    ptrdiff_t *at = NEW(h->a, ptrdiff_t, count);
    if (!at) return ST_MEMORY;
    scratch  = *h->a;
    str text = joined(h, base, end, at, &scratch);
    if (!text.ptr) return ST_LIMIT;
    *h->a = scratch; // what is written keeps pointing into the joined text
    for (ptrdiff_t from = 0;;) {
        ptrdiff_t open  = str_find(str_slice(text, from, text.len), S("{{"));
        ptrdiff_t close = open < 0 ? -1 : str_find(str_slice(text, from + open, text.len), S("}}"));
        if (close < 0) return ST_OK;
        found f = { .from = from + open, .to = from + open + close + 2 };
        from    = f.to;
        f.whole = str_slice(text, f.from, f.to);
        f.first = text_at(at, count, f.from);
        f.last  = text_at(at, count, f.to - 1);
        mark_kind kind;
        str       name;
        bool      sound = docx_mark_read(str_slice(f.whole, 2, f.whole.len - 2), &kind, &name);
        if (f.first == f.last || !sound || !gaps_are_seams(h, base, &f)) continue;
        bring_together(h, base, at, &f);
        TRY(note(h, name));
    }
}

static status apply(healing *h, str *out)
{
    buf       b    = buf_in(h->a, (size_t)h->xml.len + 64, DOCX_PART_BYTES_MAX);
    ptrdiff_t from = 0;
    for (size_t i = 0; i < h->edit_count; i++) {
        buf_put(&b, str_slice(h->xml, from, h->edits[i].from));
        buf_put(&b, h->edits[i].text);
        from = h->edits[i].to;
    }
    buf_put(&b, str_slice(h->xml, from, h->xml.len));
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

status docx_part_heal(str xml, arena *a, docx_healed *healed, str *out, problem *why)
{
    docx_text *texts;
    size_t     count;
    healing    h = { .xml = xml, .out = healed, .a = a };
    TRY(docx_texts(xml, a, &texts, &count, why));
    h.texts = texts;
    h.edits = NEW(a, edit, EDITS_MAX);
    if (!h.edits) return ST_MEMORY;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && texts[end].paragraph == texts[i].paragraph;) end++;
        if (end > i + 1) TRY(heal_paragraph(&h, i, end));
    }
    if (h.edit_count == EDITS_MAX)
        return problem_set(why, ST_INVALID, S("word"), S("docx-too-large"));
    *out = xml;
    return h.edit_count ? apply(&h, out) : ST_OK;
}
