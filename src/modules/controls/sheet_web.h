// sheet_web.h - handlers of this module's other files.
#ifndef COLOA_MODULES_CONTROLS_SHEET_WEB_H
#define COLOA_MODULES_CONTROLS_SHEET_WEB_H

#include "kit/web/web.h"
#include "modules/controls/sheet_view.h"
#include "modules/controls/wording_ops.h"
#include "modules/controls/xlsx_ops.h"

// The sheet that the path names, in rq->params[0]. ST_MISSING when it is none.
status sheet_of_path(call *c, const web_request *rq, control_sheet *out) MUST_CHECK;
str    sheet_title(page *o, const control_sheet *s);
// {"rows":[…],"said":"…","answered":n,…}
status sheet_saved_json(call *c, const control_sheet *s, const control_edit *edits, size_t count,
                        const control_saved *saved, str *out) MUST_CHECK;

web_handler card_get, card_post;
web_handler wordings_get, wordings_post, wordings_forget_post;
web_handler api_sheets_get, api_sheets_post, api_sheet_get, api_answers_post, api_proof_put;

extern const web_field controls_answers_body[], controls_sheet_answer[], controls_sheets_answer[],
    controls_make_body[], controls_proof_body[], controls_saved_answer[];

#endif
