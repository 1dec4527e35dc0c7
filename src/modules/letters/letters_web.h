// letters_web.h - what the web files of letters share. Inside letters.
#ifndef COLOA_MODULES_LETTERS_LETTERS_WEB_H
#define COLOA_MODULES_LETTERS_LETTERS_WEB_H

#include "kit/web/web.h"
#include "modules/letters/letters.h"

#define LETTERS_XLSX S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

status letter_id_of(const web_request *rq, int64_t *id) MUST_CHECK; // of the path; ST_MISSING
// What a form or an API request says; what it does not name is left as *d has it.
void          letter_draft_read(const web_request *rq, letter_draft *d);
letter_upload letter_upload_of(const http_request *rq);
status        letter_send(http_response *rs, int fd, const letter_file *file) MUST_CHECK;

// ---- letter_form_web.c
web_handler letter_new_get, letter_new_post, letter_edit_get, letter_edit_post,
    letter_withdraw_post, letter_check_post;
// ---- letters_api_web.c
web_handler letters_api_list, letters_api_add, letters_api_get, letters_api_correct,
    letters_api_withdraw, letters_api_check, letters_api_history, letters_api_file;

#endif
