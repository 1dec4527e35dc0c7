// paper_web.h - what the pages and the API of papers share; private to them.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_WEB_H
#define COLOA_MODULES_DOSSIERS_PAPER_WEB_H

#include "modules/dossiers/dossiers.h"

status paper_named_format(const web_request *rq, bool *pdf, problem *why) MUST_CHECK; // ?as=
// A PDF that would not show all of the paper goes out only to someone who has said so.
status paper_printed(call *c, const web_request *rq, paper_made *made, problem *why) MUST_CHECK;
status paper_download(http_response *rs, const paper_made *made, bool pdf) MUST_CHECK;

// The page of a dossier's papers; refused: shown over what was typed.
status paper_set_show(call *c, web_request *rq, http_response *rs,
                      const problem *refused) MUST_CHECK;

web_handler paper_set_get, paper_of_get, paper_set_api_get;
web_handler paper_issue_post, paper_issue_sign_post, paper_issue_withdraw_post, paper_issue_get;
web_handler paper_issues_api_get, paper_issue_api_post, paper_issue_sign_api,
    paper_issue_withdraw_api;

#endif
