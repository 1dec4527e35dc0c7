// hunt.h - what is true of a hunt and its threats by themselves: states and ways on, who may do what, when a system is
// to be hunted again. Pure: no store, no clock.
#ifndef COLOA_MODULES_HUNTS_HUNT_H
#define COLOA_MODULES_HUNTS_HUNT_H

#include "kit/base/base.h"
#include "kit/law/law.h"

enum {
    HUNT_LINE_MAX    = 500, // characters
    HUNT_LONG_MAX    = 8000,
    HUNT_SYSTEMS_MAX = 500, // of one hunt
    HUNT_THREATS_MAX = 500,
};

typedef enum hunt_state { // numbers are in the store
    HUNT_PLANNED = 1,
    HUNT_RUNNING,
    HUNT_WAITING, // the search is over; threats are removed and looked for again
    HUNT_CLOSED,
    HUNT_CANCELLED,
} hunt_state;
enum { HUNT_STATES = HUNT_CANCELLED };
str  hunt_state_key(hunt_state s); // "planned" "running" "awaiting" "closed" "cancelled"
bool hunt_state_named(str key, hunt_state *out);

typedef enum hunt_severity { // numbers are in the store
    HUNT_LOW = 1,
    HUNT_MEDIUM,
    HUNT_HIGH,
    HUNT_CRITICAL,
} hunt_severity;
enum { HUNT_SEVERITIES = HUNT_CRITICAL };
str  hunt_severity_key(hunt_severity s); // "low" "medium" "high" "critical"
bool hunt_severity_named(str key, hunt_severity *out);

typedef enum threat_state { // numbers are in the store
    THREAT_OPEN = 1,        // found, or found again by a second hunt
    THREAT_REMOVED,         // removed; nobody has looked again yet
    THREAT_CONFIRMED,       // a second hunt did not find it
    THREAT_DISMISSED,       // looked into: no threat
} threat_state;
enum { THREAT_STATES = THREAT_DISMISSED };
str  threat_state_key(threat_state s); // "open" "removed" "confirmed" "dismissed"
bool threat_state_named(str key, threat_state *out);
// One of these keeps its hunt from being closed.
bool threat_is_open(threat_state s);

// "T1059" or "T1059.001", as MITRE ATT&CK numbers techniques.
bool hunt_technique_form(str id);

// ---- acts ------------------------------------------------------------------------------------------
typedef enum hunt_act {
    HUNT_ACT_OPEN = 1, // plans one, or begins one at once
    HUNT_ACT_CHANGE,
    HUNT_ACT_BEGIN,
    HUNT_ACT_END, // the search is over
    HUNT_ACT_CLOSE,
    HUNT_ACT_CANCEL,
    HUNT_ACT_THREAT,  // writes a threat down, gives it to somebody
    HUNT_ACT_REMOVE,  // tells how it was removed
    HUNT_ACT_AGAIN,   // looked for it again
    HUNT_ACT_DISMISS, // it is none
    HUNT_ACT_INCIDENT,
} hunt_act;
enum { HUNT_ACTS = HUNT_ACT_INCIDENT };
// Where the act leads; 0: it does not fit the state. Acts on threats leave the state as it is.
hunt_state hunt_after(hunt_state from, hunt_act act);
// Does the act on a threat fit how it stands?
bool threat_fits(threat_state s, hunt_act act);

// Roles as bits 1 << number (modules/accounts; hunts_test holds them together). Who does what in a body is said
// by no text that was found: ours.
bool hunt_role_may(uint64_t roles, hunt_act act);

// ---- what is due -----------------------------------------------------------------------------------
typedef struct hunt_term { // the law's numbers, from law/incidents
    int64_t       months;  // between two hunts; 0: no such duty is in force
    int64_t       first_months;
    int64_t       from_level;
    bool          upgrading; // systems under upgrade too
    str           cite;
    law_certainty certainty;
} hunt_term;
hunt_term hunt_term_on(const law *l, day on);
int       hunt_quarter_from(const law *l); // of hunt_period_read, from law/incidents

typedef struct hunt_subject { // a system, as far as the duty asks
    int level, sheet_level;   // determined, declared; 0 none
    int state;                // enum system_state
    str running_since;        // as the register has it; may be no day
    day registered;
    str last_on; // the last day of its last hunt; empty: none is known
} hunt_subject;
int  hunt_level(const hunt_subject *s); // the determined one, else the declared
bool hunt_owed(const hunt_term *t, const hunt_subject *s);
// The last day on which it is in time.
day hunt_due(const hunt_term *t, const hunt_subject *s);

typedef enum hunt_standing { HUNT_IN_TIME = 1, HUNT_SOON, HUNT_LATE } hunt_standing;
enum { HUNT_SOON_DAYS = 30 }; // ours
hunt_standing hunt_standing_of(day due, day today);
str           hunt_standing_key(hunt_standing s); // "in-time" "soon" "late"

#endif
