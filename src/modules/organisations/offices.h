// offices.h - who answers for a body and how it is reached: its head, its specialist unit, its contact
// block, to whom it has delegated. Part of organisations.h.
#ifndef COLOA_MODULES_ORGANISATIONS_OFFICES_H
#define COLOA_MODULES_ORGANISATIONS_OFFICES_H

#include "kit/base/base.h"
#include "kit/call/call.h"

enum {
    OFFICE_TEXT_MAX      = 250, // characters of a name, post, address, …
    DELEGATION_TEXT_MAX  = 2000,
    DELEGATION_SOON_DAYS = 30, // ours: told so long before its last day
};

typedef enum office_kind { OFFICE_HEAD = 1, OFFICE_SPECIALIST } office_kind; // NĐ 85 Điều 20
str  office_kind_key(office_kind kind); // "head" "specialist"
bool office_kind_named(str key, office_kind *out);

typedef struct body_office {
    int64_t     id; // 0 in a draft
    int64_t     body_id;
    office_kind kind;
    str         name, post, representative, address, phone, email;
    str         doc_no, doc_on, doc_by; // the decision that assigned them
    str         valid_from, valid_to;   // ISO days; empty: open. In a draft as typed
} body_office;

// All, of both kinds, latest first.
status body_offices(call *c, int64_t body_id, body_office **out, size_t *count) MUST_CHECK;
// The one in force on a day (empty: today). ST_MISSING.
status body_office_on(call *c, int64_t body_id, office_kind kind, str on,
                      body_office *out) MUST_CHECK;
// From its first day on it takes the place of the one before. ST_INVALID "required" (name, doc_no),
// "too-long", "not-a-day", "out-of-order", "email-form".
status body_office_add(call *c, const body_office *draft, int64_t *id, problem *why) MUST_CHECK;
status body_office_end(call *c, int64_t id, str last_day, problem *why) MUST_CHECK;

// ---- the contact block of Mẫu 08 and of every dossier ---------------------------------------------
typedef struct body_contact {
    str     address, representative, post, phone, email;
    str     mandate; // the document that says what the body is for
    int64_t version; // 0: none kept yet
} body_contact;

// Empty texts when none is kept.
status body_contact_load(call *c, int64_t body_id, body_contact *out) MUST_CHECK;
status body_contact_save(call *c, int64_t body_id, const body_contact *typed,
                         problem *why) MUST_CHECK;

// The place name of a paper's date line (NĐ 30/2020): the body's own, else the nearest above it.
// Empty when nobody has said.
status body_place(call *c, int64_t body_id, str *out) MUST_CHECK;

// ---- delegation -------------------------------------------------------------------------------------
typedef struct delegation {
    int64_t id, body_id, to_id;
    str     body_name, to_code, to_name; // in the reader's language
    str     reach, duties, doc_no, doc_on;
    str     valid_from, valid_to;
    bool    over, soon; // ended; ends within DELEGATION_SOON_DAYS
} delegation;

// Given by and to a body, latest first.
status body_delegations(call *c, int64_t body_id, delegation **out, size_t *count) MUST_CHECK;
// Those of the acting body's branch that end within DELEGATION_SOON_DAYS.
status delegations_ending(call *c, delegation **out, size_t *count) MUST_CHECK;
// ST_INVALID "required" (to, reach, duties, valid_to, doc_no), "too-long", "not-a-day",
// "out-of-order", "delegate-outside" (not a unit of its own), "delegate-again" (what was itself
// delegated, and owns nothing, may not delegate further), "body-ended".
status delegation_add(call *c, const delegation *draft, int64_t *id, problem *why) MUST_CHECK;
status delegation_end(call *c, int64_t id, str last_day, problem *why) MUST_CHECK;

#endif
