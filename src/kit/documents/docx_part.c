// docx_part.c - finds the placeholders of one XML part and what each stands for.
//
// expat checks that the part is well formed and tells where paragraphs, rows and texts lie; the marks
// are then byte ranges of the part, so that everything else is copied as it is.
#include "kit/documents/docx_part.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 256, ITEMS_MAX = 60000, NAME_BYTES_MAX = 40, SHOWN_BYTES_MAX = 60 };

typedef struct row {
    ptrdiff_t from, to, parent;
    int32_t   outer; // index of the row around it, -1 none
    int32_t   texts; // paragraphs in it (at any depth) that say something
} row;

typedef struct paragraph {
    ptrdiff_t from, to, parent;
    int32_t   row;              // innermost row around it, -1 none
    ptrdiff_t ind_from, ind_to; // its <w:ind/>, 0 none
} paragraph;

typedef enum frame_kind { FRAME_OTHER = 1, FRAME_P, FRAME_TR, FRAME_T, FRAME_IND } frame_kind;

typedef struct frame {
    frame_kind kind;
    ptrdiff_t  from;
    int32_t    index; // of the row, paragraph or text it began
} frame;

typedef struct scan {
    XML_Parser parser;
    arena     *a;
    problem   *why;
    status     st;
    str        xml;
    frame      frames[DEPTH_MAX];
    int32_t    depth;
    int32_t    in_text; // depth of open w:t
    int32_t    row_now, paragraph_now;
    row       *rows;
    paragraph *paragraphs;
    docx_text *texts;
    size_t     row_count, paragraph_count, text_count;
    docx_mark *marks;
    size_t     mark_count;
} scan;

static void stop(scan *s, status code, const char *rule, str field)
{
    if (s->st != ST_OK) return;
    s->st = problem_set(s->why, code, field, str_from(rule));
    XML_StopParser(s->parser, XML_FALSE);
}

static ptrdiff_t here(const scan *s)
{
    return (ptrdiff_t)XML_GetCurrentByteIndex(s->parser);
}

static ptrdiff_t here_end(const scan *s)
{
    return here(s) + XML_GetCurrentByteCount(s->parser);
}

static int32_t begin_item(scan *s, frame_kind kind, ptrdiff_t from, ptrdiff_t parent)
{
    if (kind == FRAME_TR && s->row_count < ITEMS_MAX) {
        s->rows[s->row_count] = (row){ .from = from, .parent = parent, .outer = s->row_now };
        s->row_now            = (int32_t)s->row_count;
        return (int32_t)s->row_count++;
    }
    if (kind == FRAME_P && s->paragraph_count < ITEMS_MAX) {
        s->paragraphs[s->paragraph_count] = (paragraph){ .from   = from,
                                                         .parent = parent,
                                                         .row    = s->row_now };
        s->paragraph_now                  = (int32_t)s->paragraph_count;
        return (int32_t)s->paragraph_count++;
    }
    if (kind == FRAME_T && s->text_count < ITEMS_MAX && s->paragraph_now >= 0) {
        s->texts[s->text_count] = (docx_text){ .from = here_end(s), .paragraph = s->paragraph_now };
        s->in_text++;
        return (int32_t)s->text_count++;
    }
    stop(s, ST_LIMIT, "docx-too-large", S("word"));
    return -1;
}

static frame_kind kind_of(const char *name)
{
    static const struct {
        const char *name;
        frame_kind  kind;
    } kinds[] = {
        { "w:p", FRAME_P }, { "w:tr", FRAME_TR }, { "w:t", FRAME_T }, { "w:ind", FRAME_IND }
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (strcmp(name, kinds[i].name) == 0) return kinds[i].kind;
    }
    return FRAME_OTHER;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    (void)attributes;
    scan *s = ctx;
    if (s->st != ST_OK) return;
    if (s->depth == DEPTH_MAX) {
        stop(s, ST_INVALID, "docx-xml", S("word"));
        return;
    }
    frame_kind kind = kind_of(name);
    if (kind == FRAME_T && s->paragraph_now < 0) kind = FRAME_OTHER;
    ptrdiff_t parent = s->depth > 0 ? s->frames[s->depth - 1].from : 0;
    frame     f      = { .kind = kind, .from = here(s), .index = -1 };
    if (kind == FRAME_TR || kind == FRAME_P || kind == FRAME_T) {
        f.index = begin_item(s, kind, f.from, parent);
        if (f.index < 0) return;
    }
    s->frames[s->depth++] = f;
}

// The paragraph or row that is open once frame `depth` is closed.
static int32_t open_item(const scan *s, frame_kind kind)
{
    for (int32_t i = s->depth - 1; i >= 0; i--) {
        if (s->frames[i].kind == kind) return s->frames[i].index;
    }
    return -1;
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    (void)name;
    scan *s = ctx;
    if (s->st != ST_OK || s->depth == 0) return;
    frame f = s->frames[--s->depth];
    switch (f.kind) {
    case FRAME_P:
        s->paragraphs[f.index].to = here_end(s);
        s->paragraph_now          = open_item(s, FRAME_P);
        break;
    case FRAME_TR:
        s->rows[f.index].to = here_end(s);
        s->row_now          = s->rows[f.index].outer;
        break;
    case FRAME_T:
        s->texts[f.index].to = here(s);
        s->in_text--;
        break;
    case FRAME_IND:
        if (s->paragraph_now >= 0 && s->paragraphs[s->paragraph_now].ind_to == 0) {
            s->paragraphs[s->paragraph_now].ind_from = f.from;
            s->paragraphs[s->paragraph_now].ind_to   = here_end(s);
        }
        break;
    case FRAME_OTHER: break;
    }
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system_id,
                               const XML_Char *public_id, int has_internal)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal;
    stop(ctx, ST_INVALID, "docx-entity", S("word"));
}

// What Word never writes inside a text, and where an escaped value would not be safe.
static void odd_in_text(scan *s)
{
    if (s->in_text > 0) stop(s, ST_INVALID, "docx-xml", S("word"));
}

static void XMLCALL on_comment(void *ctx, const XML_Char *data)
{
    (void)data;
    odd_in_text(ctx);
}

static void XMLCALL on_instruction(void *ctx, const XML_Char *target, const XML_Char *data)
{
    (void)target, (void)data;
    odd_in_text(ctx);
}

static void XMLCALL on_cdata(void *ctx)
{
    odd_in_text(ctx);
}

static size_t count_of(str xml, str needle)
{
    size_t n = 0;
    for (ptrdiff_t at; (at = str_find(xml, needle)) >= 0; n++) {
        xml = str_slice(xml, at + needle.len, xml.len);
    }
    return n < ITEMS_MAX ? n : ITEMS_MAX;
}

static unsigned long parser_salt; // set once, by a sealed program

void docx_salt(unsigned long salt)
{
    parser_salt = salt;
}

XML_Parser docx_parser(void)
{
    XML_Parser p = XML_ParserCreate("UTF-8");
    if (p && parser_salt) XML_SetHashSalt(p, parser_salt);
    return p;
}

static status scan_xml(scan *s)
{
    s->rows       = NEW(s->a, row, count_of(s->xml, S("<w:tr")) + 1);
    s->paragraphs = NEW(s->a, paragraph, count_of(s->xml, S("<w:p")) + 1);
    s->texts      = NEW(s->a, docx_text, count_of(s->xml, S("<w:t")) + 1);
    if (!s->rows || !s->paragraphs || !s->texts) return ST_MEMORY;
    s->parser = docx_parser();
    if (!s->parser) return ST_MEMORY;
    XML_SetUserData(s->parser, s);
    XML_SetElementHandler(s->parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(s->parser, on_doctype);
    XML_SetCommentHandler(s->parser, on_comment);
    XML_SetProcessingInstructionHandler(s->parser, on_instruction);
    XML_SetCdataSectionHandler(s->parser, on_cdata, NULL);
    enum XML_Status parsed = XML_Parse(s->parser, s->xml.ptr, (int)s->xml.len, 1);
    XML_ParserFree(s->parser);
    if (s->st != ST_OK) return s->st;
    if (parsed != XML_STATUS_OK) return problem_set(s->why, ST_INVALID, S("word"), S("docx-xml"));
    return ST_OK;
}

// ---- marks -------------------------------------------------------------------------------------

static bool name_ok(str name)
{
    if (name.len == 0 || name.len > NAME_BYTES_MAX) return false;
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
}

static status bad(scan *s, const char *rule, str shown)
{
    str copy;
    TRY(arena_copy(s->a, str_slice(shown, 0, SHOWN_BYTES_MAX), &copy));
    return problem_set(s->why, ST_INVALID, copy, str_from(rule));
}

// The inside of {{…}}: a sign and a name.
bool docx_mark_read(str inside, mark_kind *kind, str *name)
{
    static const struct {
        char      sign;
        mark_kind kind;
    } signs[] = { { '#', MARK_EACH },
                  { '?', MARK_WHEN },
                  { '^', MARK_UNLESS },
                  { '/', MARK_END },
                  { '-', MARK_LINE } };
    *kind     = MARK_TEXT;
    for (size_t i = 0; i < COUNT(signs) && inside.len > 0; i++) {
        if (inside.ptr[0] != signs[i].sign) continue;
        *kind  = signs[i].kind;
        inside = str_slice(inside, 1, inside.len);
        break;
    }
    *name = inside;
    return name_ok(inside);
}

static status add_mark(scan *s, docx_mark m)
{
    if (s->mark_count == DOCX_MARKS_MAX) {
        return problem_set(s->why, ST_LIMIT, S("word"), S("docx-too-large"));
    }
    s->marks[s->mark_count++] = m;
    return ST_OK;
}

static bool is_block(mark_kind kind)
{
    return kind == MARK_EACH || kind == MARK_WHEN || kind == MARK_UNLESS || kind == MARK_END;
}

// What a paragraph says with its complete marks taken out, and how many of those there were.
typedef struct summary {
    buf    rest;    // the text of all its runs without the marks
    size_t blocks;  // block marks
    size_t others;  // other marks
    bool   line;    // has {{-name}}
    size_t first;   // index of its first mark
    size_t pending; // texts in which a block opened and did not close
} summary;

static status read_text(scan *s, const docx_text *t, summary *sum)
{
    str text = str_slice(s->xml, t->from, t->to);
    int deep = 0;
    while (text.len > 0) {
        ptrdiff_t open  = str_find(text, S("{{"));
        ptrdiff_t close = open < 0 ? -1 : str_find(str_slice(text, open, text.len), S("}}"));
        if (close < 0) break;
        buf_put(&sum->rest, str_slice(text, 0, open));
        str       whole = str_slice(text, open, open + close + 2);
        docx_mark m     = { .from = whole.ptr - s->xml.ptr, .scope = t->from };
        m.to            = m.from + whole.len;
        if (!docx_mark_read(str_slice(whole, 2, whole.len - 2), &m.kind, &m.name)) {
            return bad(s, "docx-mark-bad", whole);
        }
        if (m.kind == MARK_LINE) {
            sum->line = true;
            TRY(add_mark(s, (docx_mark){ MARK_GONE, m.name, m.from, m.to, 0, 0 }));
            const paragraph *p = &s->paragraphs[t->paragraph];
            if (p->ind_to == 0) return bad(s, "docx-line-indent", m.name);
            m.from = p->ind_from, m.to = p->ind_to;
        }
        sum->blocks += is_block(m.kind);
        sum->others += !is_block(m.kind);
        deep += m.kind == MARK_END ? -1 : is_block(m.kind);
        if (deep < 0) sum->pending++;
        TRY(add_mark(s, m));
        text = str_slice(text, open + close + 2, text.len);
    }
    if (deep != 0) sum->pending++;
    buf_put(&sum->rest, text);
    return ST_OK;
}

// A block mark alone in its paragraph stands for the paragraph, alone in its row for the row.
static void widen(const scan *s, const paragraph *p, docx_mark *m)
{
    const row *r = p->row >= 0 ? &s->rows[p->row] : NULL;
    if (r && r->texts == 1) {
        m->from = r->from, m->to = r->to, m->scope = r->parent;
    } else {
        m->from = p->from, m->to = p->to, m->scope = p->parent;
    }
}

static status read_paragraph(scan *s, int32_t index, size_t first_text, size_t end_text)
{
    const paragraph *p    = &s->paragraphs[index];
    arena            back = *s->a; // the summary's text is needed only here
    summary sum = { .rest = buf_in(&back, 256, DOCX_PART_BYTES_MAX), .first = s->mark_count };
    for (size_t i = first_text; i < end_text; i++) {
        if (s->texts[i].paragraph == index) TRY(read_text(s, &s->texts[i], &sum));
    }
    if (sum.rest.failed) return ST_MEMORY;
    str       rest = buf_str(&sum.rest);
    ptrdiff_t open = str_find(rest, S("{{"));
    if (open >= 0 || str_find(rest, S("}}")) >= 0) {
        str       from = str_slice(rest, open < 0 ? 0 : open, rest.len);
        ptrdiff_t end  = str_find(from, S("}}"));
        str       copy;
        arena     shown = back;
        TRY(arena_copy(&shown, end < 0 ? from : str_slice(from, 0, end + 2), &copy));
        *s->a = shown;
        return problem_set(s->why, ST_INVALID, str_slice(copy, 0, SHOWN_BYTES_MAX),
                           S("docx-mark-split"));
    }
    bool alone = str_trim(rest).len == 0 && sum.blocks == 1 && sum.others == 0;
    if (alone) {
        widen(s, p, &s->marks[sum.first]);
        return ST_OK;
    }
    if (sum.pending > 0) return bad(s, "docx-mark-not-alone", s->marks[sum.first].name);
    return ST_OK;
}

// Counts, for each row, the paragraphs in it that say something.
static void count_row_texts(scan *s)
{
    int32_t last = -1;
    for (size_t i = 0; i < s->text_count; i++) {
        const docx_text *t = &s->texts[i];
        if (t->paragraph == last || str_trim(str_slice(s->xml, t->from, t->to)).len == 0) continue;
        last = t->paragraph;
        for (int32_t r = s->paragraphs[last].row; r >= 0; r = s->rows[r].outer) s->rows[r].texts++;
    }
}

static int by_place(const void *left, const void *right)
{
    const docx_mark *l = left, *r = right;
    return l->from != r->from ? (l->from < r->from ? -1 : 1) : 0;
}

static status pair_blocks(scan *s)
{
    size_t open[DOCX_BLOCKS_DEEP_MAX];
    size_t deep = 0;
    for (size_t i = 0; i < s->mark_count; i++) {
        docx_mark *m = &s->marks[i];
        if (i > 0 && m->from < s->marks[i - 1].to) return bad(s, "docx-block-open", m->name);
        if (!is_block(m->kind)) continue;
        if (m->kind != MARK_END) {
            if (deep == DOCX_BLOCKS_DEEP_MAX) return bad(s, "docx-block-open", m->name);
            open[deep++] = i;
            continue;
        }
        if (deep == 0) return bad(s, "docx-block-open", m->name);
        docx_mark *start = &s->marks[open[--deep]];
        if (!str_equal(start->name, m->name) || start->scope != m->scope) {
            return bad(s, "docx-block-open", m->name);
        }
        start->partner = i;
    }
    return deep == 0 ? ST_OK : bad(s, "docx-block-open", s->marks[open[deep - 1]].name);
}

status docx_texts(str xml, arena *a, docx_text **texts, size_t *count, problem *why)
{
    scan *s = NEW(a, scan, 1);
    if (!s) return ST_MEMORY;
    s->a = a, s->why = why, s->xml = xml, s->row_now = -1, s->paragraph_now = -1;
    TRY(scan_xml(s));
    *texts = s->texts;
    *count = s->text_count;
    return ST_OK;
}

static status find_marks(scan *s)
{
    s->marks = NEW(s->a, docx_mark, DOCX_MARKS_MAX);
    if (!s->marks) return ST_MEMORY;
    count_row_texts(s);
    // A paragraph's texts lie between its own begin and end; text boxes inside it have theirs between.
    size_t at = 0;
    for (size_t p = 0; p < s->paragraph_count; p++) {
        while (at < s->text_count && s->texts[at].from < s->paragraphs[p].from) at++;
        size_t end = at;
        while (end < s->text_count && s->texts[end].from < s->paragraphs[p].to) end++;
        TRY(read_paragraph(s, (int32_t)p, at, end));
    }
    if (s->mark_count > 0) qsort(s->marks, s->mark_count, sizeof(docx_mark), by_place);
    return pair_blocks(s);
}

status docx_part_read(str xml, arena *a, docx_part *out, problem *why)
{
    if (xml.len > DOCX_PART_BYTES_MAX) {
        return problem_set(why, ST_INVALID, S("word"), S("docx-too-large"));
    }
    scan *s = NEW(a, scan, 1);
    if (!s) return ST_MEMORY;
    s->a = a, s->why = why, s->xml = xml, s->row_now = -1, s->paragraph_now = -1;
    TRY(scan_xml(s));
    TRY(find_marks(s));
    *out = (docx_part){ xml, s->marks, s->mark_count };
    return ST_OK;
}
