// network_web.h - handlers of the network, by the file they stand in.
#ifndef COLOA_MODULES_NETWORK_NETWORK_WEB_H
#define COLOA_MODULES_NETWORK_NETWORK_WEB_H

#include "kit/web/web.h"
#include "modules/network/network_view.h"

#define NETWORK_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

status network_id_of(const web_request *rq, int64_t *id) MUST_CHECK;
str    network_typed(const web_request *rq, const char *name); // never absent
// "2026-11-28T10:30" as a browser sends it, in Viet Nam, or RFC 3339. Empty: 0. ST_INVALID "time-form".
status      network_time_read(arena *a, const char *field, str typed, int64_t *out,
                              problem *why) MUST_CHECK;
void        network_draft_read(const web_request *rq, member_draft *d);
void        network_contact_read(const web_request *rq, member_contact *k);
member_plan network_plan_read(const web_request *rq);
status network_shift_read(call *c, const web_request *rq, duty_shift *s, problem *why) MUST_CHECK;
// The page of a member, with what was wrong with an act on it.
status network_show(call *c, web_request *rq, http_response *rs, const problem *fault);

// network_form_web.c
web_handler network_register_get, network_register_post, network_edit_get, network_edit_post;
web_handler network_contact_get, network_contact_post, network_shift_get, network_shift_post;
web_handler network_plan_get, network_plan_post, network_exercise_get, network_exercise_post;
// network_staff_web.c
web_handler network_staff_get, network_numbers_post, network_staff_post, network_staff_drop_post;
web_handler network_profile_get, network_profile_post, network_profile_file_get;
// network_api_web.c
web_handler network_api_list, network_api_register, network_api_get, network_api_act;
web_handler network_api_contact, network_api_tell, network_api_shift, network_api_send;
web_handler network_api_profile, network_api_plan, network_api_exercise, network_api_correct;

#endif
