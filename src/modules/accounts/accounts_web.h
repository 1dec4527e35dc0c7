// accounts_web.h - handlers of this module's route table (accounts_web.c), by file.
#ifndef COLOA_MODULES_ACCOUNTS_ACCOUNTS_WEB_H
#define COLOA_MODULES_ACCOUNTS_ACCOUNTS_WEB_H

#include "kit/web/page.h"
#include "kit/web/web.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/session_ops.h"

// sign_in_web.c
web_handler sign_in_get, sign_in_post, sign_out_post, first_get, first_post, invite_get,
    invite_post, reset_get, reset_set_post, demo_get;
// account_web.c
web_handler account_get, password_post, act_for_post, session_end_post, sessions_end_post,
    token_post, token_end_post;
// people_web.c
web_handler people_get, person_new_get, person_new_post, person_get, person_post, reset_post,
    lock_post, role_give_post, role_take_post, person_session_post, person_sessions_post;
// leave_web.c
web_handler leave_get, leave_post, return_post;
// audit_web.c
web_handler audit_get;

// A field of a form, never absent.
str form_text(const web_request *rq, const char *name);
// The page of a person; link: to be handed over, told once, or NULL.
status person_show(call *c, web_request *rq, http_response *rs, int64_t id, const person_link *link,
                   const problem *why);
// Someone who may not be looked after is not there, whatever is asked.
status person_hidden(status st);
// Gives the browser its session and, when new, its device.
void set_session(call *c, const web_request *rq, http_response *rs, const signed_in *in);
// The value of the session cookie sent, or empty.
str session_token(const web_request *rq);

#endif
