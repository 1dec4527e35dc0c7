// incidents_web.h - between the files that answer pages of incidents.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENTS_WEB_H
#define COLOA_MODULES_INCIDENTS_INCIDENTS_WEB_H

#include "modules/incidents/incidents_view.h"

str incident_typed(const web_request *rq, const char *name); // of the form; empty: not there
// Boxes of one name that are ticked, one blank between; the absent str when a is spent.
str    incident_typed_set(arena *a, const web_request *rq, const char *name);
status incident_of_path(call *c, const web_request *rq, incident *out) MUST_CHECK;
status incident_room_back(call *c, http_response *rs, str code, const char *tail) MUST_CHECK;

// The incident whole, for programs, and what its fields are.
status incident_api_answer(call *c, http_response *rs, int code, int64_t id) MUST_CHECK;
extern const web_field incident_api_fields[];

// A field of a sub-page: words and hint by its name, what was typed when the act was refused. Callers set the rest.
page_field incident_field(page *o, const web_request *rq, const page_frame *f, const char *name);
// Frame of a page below the room, without its title.
status incident_sub_frame(page *o, const incident *i, const problem *why,
                          page_frame *out) MUST_CHECK;
size_t incident_files_ticked(const web_request *rq, int64_t *ids, size_t max); // "evidence"

status incident_room_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_step_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_log_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_take_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_duty_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_duty_back_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_class_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_paper_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_unsent_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_draw_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_party_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_dismiss_post(call *c, web_request *rq, http_response *rs, problem *why);
status incidents_told_get(call *c, web_request *rq, http_response *rs, problem *why);
// Of the incident in the path, where the body only told of it. ST_MISSING.
status incidents_told_one_get(call *c, web_request *rq, http_response *rs) MUST_CHECK;
status incident_merge_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_task_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_task_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_exempt_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_exempt_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_speaker_fill(page *o, call *c, const web_request *rq, const incident *i,
                             const page_frame *f, incident_speakers_view *v) MUST_CHECK;
status incident_speaker_do(call *c, const web_request *rq, const incident *i,
                           problem *why) MUST_CHECK;
status incident_speaker_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_alike_show(page *o, call *c, const incident *i, incident_alikes_view *v) MUST_CHECK;
status incident_lessons_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_lesson_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_lesson_judge_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_lesson_spread_post(call *c, web_request *rq, http_response *rs, problem *why);
status lessons_get(call *c, web_request *rq, http_response *rs, problem *why);
status lesson_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_seats_get(call *c, web_request *rq, http_response *rs, problem *why);
status incident_seats_post(call *c, web_request *rq, http_response *rs, problem *why);
status incident_seat_end_post(call *c, web_request *rq, http_response *rs, problem *why);

#endif
