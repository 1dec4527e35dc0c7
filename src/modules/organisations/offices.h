// offices.h - who answers for a body and how it is reached: its head, its specialist unit, its contact
// block, to whom it has delegated. Part of organisations.h.
#ifndef COLOA_MODULES_ORGANISATIONS_OFFICES_H
#define COLOA_MODULES_ORGANISATIONS_OFFICES_H

#include "kit/base/base.h"

enum {
    OFFICE_TEXT_MAX      = 250, // characters of a name, post, address, …
    DELEGATION_TEXT_MAX  = 2000,
    DELEGATION_SOON_DAYS = 30, // ours: told so long before its last day
};

typedef enum office_kind { OFFICE_HEAD = 1, OFFICE_SPECIALIST } office_kind; // NĐ 85 Điều 20
str  office_kind_key(office_kind kind);                                      // "head" "specialist"
bool office_kind_named(str key, office_kind *out);

typedef struct body_office {
    int64_t     id; // 0 in a draft
    int64_t     body_id;
    office_kind kind;
    str         name, post, representative, address, phone, email;
    str         doc_no, doc_on, doc_by; // the decision that assigned them
    str         valid_from, valid_to;   // ISO days; empty: open. In a draft as typed
} body_office;

// ---- the contact block of Mẫu 08 and of every dossier ---------------------------------------------
typedef struct body_contact {
    str     address, representative, post, phone, email;
    str     mandate; // the document that says what the body is for
    int64_t version; // 0: none kept yet
} body_contact;

// ---- delegation -------------------------------------------------------------------------------------
typedef struct delegation {
    int64_t id, body_id, to_id;
    str     body_name, to_code, to_name; // in the reader's language
    str     reach, duties, doc_no, doc_on;
    str     valid_from, valid_to;
    bool    over, soon; // ended; ends within DELEGATION_SOON_DAYS
} delegation;

#endif
