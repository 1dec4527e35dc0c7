// notice.h - a notice of an incident by anybody: what is asked, and how it is read. Pure.
// TT 20/2017/TT-BTTTT Điều 9 khoản 3: who notifies; system, domain or address, one at least; what and when.
#ifndef COLOA_MODULES_INCIDENTS_NOTICE_H
#define COLOA_MODULES_INCIDENTS_NOTICE_H

#include "modules/incidents/incident.h"

typedef enum notice_state { // numbers are in the store
    NOTICE_NEW = 1,
    NOTICE_ACKNOWLEDGED,
    NOTICE_TAKEN,  // it became an incident
    NOTICE_JOINED, // it was joined to one
    NOTICE_ASIDE,  // set aside with a reason
} notice_state;
enum { NOTICE_STATES = NOTICE_ASIDE };
str  incident_notice_state_key(notice_state s); // "new"; words "incidents.notice.state.<key>"
bool incident_notice_state_named(str key, notice_state *out);

// What the form asks, in its order; words "incidents.field.<key>".
extern const char *const incident_notice_keys[];
enum { NOTICE_FIELDS = 12, NOTICE_FIELD_MAX = 4000, NOTICE_JSON_MAX = 128 * 1024 };
bool incident_notice_required(size_t at);
bool incident_notice_long(size_t at);

typedef struct notice_text {
    str at[NOTICE_FIELDS];
} notice_text;

// Tidies in place. Every fault names its field: required, too-long, not-text, state-secret, those of times,
// "email-form", "too-many" (lines), "notice-what" (neither system, domain nor address is named).
void incident_notice_read(const incident_reading *r, notice_text *w, incident_problems *out);
str  incident_notice_json(arena *a, const notice_text *w); // the absent str when a is spent
str  incident_notice_title(
     const notice_text *w); // the system, domain or address, as far as a title goes
status incident_notice_parse(arena *a, str json,
                             notice_text *out) MUST_CHECK; // what incident_notice_json wrote

#endif
