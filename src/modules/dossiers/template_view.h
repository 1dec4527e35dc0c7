// template_view.h - what the pages of an agency's templates show.
#ifndef COLOA_MODULES_DOSSIERS_TEMPLATE_VIEW_H
#define COLOA_MODULES_DOSSIERS_TEMPLATE_VIEW_H

#include "kit/web/page.h"
#include "modules/dossiers/dossiers.h"

typedef struct template_form_line {
    str key, name, replaced_by;
} template_form_line;

typedef struct template_line {
    const template_row *row;
    str                 id, state, when;
    const char         *look;
} template_line;

typedef struct template_pack_link {
    str  value, name;
    bool here;
} template_pack_link;

enum { TEMPLATE_PACKS_MAX = 8 };

typedef struct templates_view {
    page_frame         frame;
    str                pack, form, replaced_by, must, offers;
    template_pack_link packs[TEMPLATE_PACKS_MAX];
    size_t             pack_count;
    template_form_line forms[PAPER_FORMS_MAX];
    size_t             form_count;
    template_line     *rows;
    size_t             row_count;
    page_field         file, trial, system;
    bool               may_change, may_try, mine; // mine: one of this body is in force
} templates_view;

#endif
