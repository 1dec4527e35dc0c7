// evidence_web.h - what the web files of evidence share. Inside evidence.
#ifndef COLOA_MODULES_EVIDENCE_EVIDENCE_WEB_H
#define COLOA_MODULES_EVIDENCE_EVIDENCE_WEB_H

#include "kit/web/web.h"
#include "modules/evidence/evidence.h"

status evidence_id_of(const web_request *rq, int64_t *id) MUST_CHECK; // of the path; ST_MISSING
// The system of the path, by id or code.
struct system_record;
status evidence_system(call *c, const web_request *rq, struct system_record **out) MUST_CHECK;
// A draft from the fields of a form or of the API.
evidence_draft evidence_draft_of(const web_request *rq, int64_t system_id);
status         evidence_send_content(http_response *rs, const evidence *e, int fd) MUST_CHECK;

// ---- evidence_api_web.c
web_handler evidence_api_list, evidence_api_add, evidence_api_get, evidence_api_file,
    evidence_api_change, evidence_api_drop, evidence_api_places;
// ---- choose_web.c
web_handler evidence_choose_get, evidence_ending_get;
// ---- send_api_web.c
web_handler send_api_list, send_api_begin, send_api_get, send_api_piece, send_api_finish,
    send_api_stop;

#endif
