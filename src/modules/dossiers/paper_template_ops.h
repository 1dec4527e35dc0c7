// paper_template_ops.h - the docx a form is filled from: the program's own, or one that an agency put in its place.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_TEMPLATE_OPS_H
#define COLOA_MODULES_DOSSIERS_PAPER_TEMPLATE_OPS_H

#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/form_templates.gen.h"

// The program's own; NULL: it has none.
const form_template *paper_template(str pack, str key);

typedef struct paper_replaced { // a template in force for a body's papers
    int64_t id;
    str     form, sha256, body, name;
} paper_replaced;

typedef struct paper_replacements { // for one body and pack: one for each form at most
    paper_replaced items[PAPER_FORMS_MAX];
    size_t         count;
} paper_replacements;

status                paper_replacements_for(call *c, int64_t body_id, str pack,
                                             paper_replacements *out) MUST_CHECK;
const paper_replaced *paper_replaced_for(const paper_replacements *r, str form); // NULL: none

// Bytes and hash of what a form is filled from. r may be NULL: the program's own.
typedef struct paper_source {
    str bytes, sha256;
} paper_source;
status paper_source_of(call *c, const paper_replacements *r, str pack, str form, paper_source *out,
                       problem *why) MUST_CHECK;

#endif
