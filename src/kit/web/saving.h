// saving.h - what a form that saves itself (web/keep.js, form[data-keep][data-self]) is answered.
//
// The same address takes the form from a reader without scripts, who gets a page; the script says that it
// reads JSON. What another wrote meanwhile is never written over: it comes back beside what was typed.
#ifndef COLOA_KIT_WEB_SAVING_H
#define COLOA_KIT_WEB_SAVING_H

#include "kit/call/call.h"
#include "kit/web/web.h"

bool web_saves_itself(const web_request *rq); // Accept: application/json

typedef struct saving_other { // a field that another has written since it was read
    str     field, value, person;
    int64_t at_ms;
} saving_other;

typedef struct saving_field { // a field of the form, as it is now
    str name, value;
} saving_field;

typedef struct saving_answer {
    str                 to; // where a reader without scripts is led; empty when nothing was saved
    const saving_field *set;
    size_t              set_count;
    const saving_field
          *now; // fields that stand otherwise than they were sent: another's, taken over
    size_t now_count;
    const saving_other *others;
    size_t              other_count;
    const problem      *why; // refused; NULL: saved
} saving_answer;

// 200 saved · 409 with what others wrote · 422 or 409 with the words of `why`.
status web_saving(call *c, http_response *rs, const saving_answer *a) MUST_CHECK;

#endif
