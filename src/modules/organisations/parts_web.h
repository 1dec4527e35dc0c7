// parts_web.h - what the web files of organisations share. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_PARTS_WEB_H
#define COLOA_MODULES_ORGANISATIONS_PARTS_WEB_H

#include "kit/web/page.h"
#include "kit/web/web.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_view.h"

// ---- organisations_web.c
str    body_form_text(const web_request *rq, const char *name); // never absent; form or API body
status body_of_path(call *c, const web_request *rq, body *out) MUST_CHECK; // by params[0]; in sight
status body_changeable(call *c, const web_request *rq, body *out) MUST_CHECK; // and may be changed
status body_crumbs(call *c, int64_t id, page_frame *frame, page *o) MUST_CHECK;
status body_answer_whole(call *c, http_response *rs, int code, const body *b) MUST_CHECK;
status body_go_to(call *c, http_response *rs, int64_t id) MUST_CHECK;

// ---- parts_web.c: forms described by a table of fields
typedef struct part_field {
    field_shape shape;
    const char *name;
    text_key    label;
    text_key    hint; // the label's: none
    int         max;
    bool        required, narrow;
} part_field;

status part_form_show(call *c, web_request *rq, http_response *rs, fields_view *v,
                      const problem *why) MUST_CHECK;
// The fields with what was typed, or what `given` (same order; may be NULL) says.
status part_fields_make(call *c, const web_request *rq, const part_field *fields, size_t count,
                        const str *given, shaped_field **out) MUST_CHECK;

#endif
