// docx_part.h - one XML part of a template, read into marks; private to kit/documents.
#ifndef COLOA_KIT_DOCUMENTS_DOCX_PART_H
#define COLOA_KIT_DOCUMENTS_DOCX_PART_H

#include "kit/documents/documents.h"

typedef enum mark_kind {
    MARK_TEXT = 1,
    MARK_LINE, // stands for the paragraph's <w:ind/>
    MARK_GONE, // stands for text that vanishes
    MARK_EACH,
    MARK_WHEN,
    MARK_UNLESS,
    MARK_END
} mark_kind;

typedef struct docx_mark {
    mark_kind kind;
    str       name;     // a view into the part
    ptrdiff_t from, to; // the bytes it stands for: {{name}}, or its whole paragraph or row
    ptrdiff_t scope;    // where the enclosing element begins; the two marks of a block share it
    size_t    partner;  // MARK_EACH, _WHEN, _UNLESS: index of its MARK_END
} docx_mark;

typedef struct docx_part {
    str        xml;
    docx_mark *marks; // in the order of the text; blocks are closed properly
    size_t     count;
} docx_part;

typedef struct docx_text { // content of one <w:t>, as bytes of the part
    ptrdiff_t from, to;
    int32_t   paragraph; // innermost one around it, counted in the order they begin
} docx_text;
// The texts of a part in their order. Errors as docx_check.
status docx_texts(str xml, arena *a, docx_text **texts, size_t *count, problem *why) MUST_CHECK;
// Takes the inside of {{…}} apart into a sign and a name. False: it is none.
bool docx_mark_read(str inside, mark_kind *kind, str *name);

// An expat parser for UTF-8, salted where docx_salt said so. NULL when there is no memory.
struct XML_ParserStruct *docx_parser(void);

// Does the part's text hold placeholders? Does the name belong to macros or other active content?
bool docx_holds_marks(str name);
bool docx_holds_macros(str name);

// Reads a part. Errors as docx_check.
status docx_part_read(str xml, arena *a, docx_part *out, problem *why) MUST_CHECK;
// Writes the part with the data's values. Errors as docx_fill.
status docx_part_fill(const docx_part *part, const docx_data *data, buf *out,
                      problem *why) MUST_CHECK;

// Bodies of filled documents one behind the other (docx_bind.c).
typedef struct docx_binding {
    buf    out;
    size_t count, whole; // bound so far, to be bound
} docx_binding;
status docx_bind_body(docx_binding *b, str document, problem *why) MUST_CHECK;

#endif
