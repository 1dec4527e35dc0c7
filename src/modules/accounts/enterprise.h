// enterprise.h - an enterprise on its way in: invited, or applying by itself. Pure.
#ifndef COLOA_MODULES_ACCOUNTS_ENTERPRISE_H
#define COLOA_MODULES_ACCOUNTS_ENTERPRISE_H

#include "kit/base/base.h"

enum {
    ENTERPRISE_TEXT_MAX    = 250,  // characters of a field
    ENTERPRISE_NOTE_MAX    = 1000, // of the note, and of a reason
    ENTERPRISE_DAYS        = 7,    // an invitation is good for
    ENTERPRISE_ADDRESS_MAX = 5,    // applications a day from one address
    ENTERPRISE_DAY_MAX     = 200,  // and from all together
    ENTERPRISE_SHOWN_MAX   = 200,
};

typedef enum enterprise_state {
    ENTERPRISE_INVITED = 1,
    ENTERPRISE_APPLIED,
    ENTERPRISE_ACCEPTED,
    ENTERPRISE_REFUSED,
} enterprise_state;
str enterprise_state_key(enterprise_state state); // "invited" "applied" "accepted" "refused"

typedef struct enterprise_words { // what the enterprise fills in
    str name, code, address, representative, post, phone, email, login, note;
} enterprise_words;

typedef struct enterprise {
    int64_t          id, supervisor_id, body_id;
    str              supervisor_code, supervisor_name;
    int              kind; // supervision_kind
    str              basis, decided_by, reason;
    enterprise_state state;
    enterprise_words words;
    int64_t          made_ms, sent_ms, expires_ms, decided_ms;
    bool             over; // an invitation nobody used in time
} enterprise;

void enterprise_put_json(buf *b, const enterprise *e);

#endif
