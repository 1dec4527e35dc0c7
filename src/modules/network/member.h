// member.h - what is true of a membership by itself: its states and who moves it, its fields, when a
// contact was told in time. Pure: no store, no clock.
#ifndef COLOA_MODULES_NETWORK_MEMBER_H
#define COLOA_MODULES_NETWORK_MEMBER_H

#include "kit/base/base.h"
#include "kit/law/network_rows.h"

enum {
    MEMBER_TEXT_MAX    = 250, // characters
    MEMBER_LONG_MAX    = 4000,
    MEMBER_REASON_MAX  = 1000,
    MEMBER_CLUSTER_MAX = 60,
    PRINT_DIGITS_MIN   = 32, // hexadecimal digits of a PGP fingerprint: version 3
    PRINT_DIGITS_MAX   = 64,
};

typedef enum member_state { // numbers are in the store
    MEMBER_ASKED = 1,
    MEMBER_CHECKED,
    MEMBER_REFUSED,
    MEMBER_IN,
    MEMBER_SUSPENDED,
    MEMBER_OVER,
} member_state;
str  member_state_key(member_state s); // "asked" "checked" "refused" "member" "suspended" "over"
bool member_state_named(str key, member_state *out);

typedef enum member_act {
    MEMBER_CHECK = 1,
    MEMBER_ACCEPT,
    MEMBER_REFUSE,
    MEMBER_SUSPEND,
    MEMBER_RESTORE,
    MEMBER_END,
    MEMBER_WITHDRAW, // by the body itself, before it is accepted
} member_act;
enum { MEMBER_ACTS = 7 };
str  member_act_key(member_act a); // "check" …
bool member_act_named(str key, member_act *out);

typedef struct member_step {
    member_state to;     // 0: the act does not fit the state
    bool         reason; // must be given
    bool         own;    // by the member itself; else by the coordinator
} member_step;
member_step member_step_of(member_state from, member_act act);

// ---- fields of Mẫu 01 and 02 that are words -------------------------------------------------------
typedef enum member_field {
    FIELD_ADDRESS,
    FIELD_PHONE,
    FIELD_FAX,
    FIELD_EMAIL,
    FIELD_WEBSITE,
    FIELD_LEADER,
    FIELD_LEADER_POST,
    FIELD_RECEIVE_ADDRESS,
    FIELD_RECEIVE_PHONE,
    FIELD_RECEIVE_MOBILE,
    FIELD_RECEIVE_FAX,
    FIELD_RECEIVE_EMAIL,
    FIELD_RECEIVE_PAGE, // where the reception address is published
    FIELD_POC_EMAIL,
    FIELD_PGP_USER,
    FIELD_PGP_PRINT,
    FIELD_PGP_LINK,
    FIELD_POSTAL,
    FIELD_MESSAGING,
    FIELD_INTRO,
    MEMBER_FIELDS,
} member_field;

typedef struct member_field_row {
    const char *key;
    bool        needed, email, page, area;
} member_field_row;
extern const member_field_row member_fields[MEMBER_FIELDS];

typedef struct member_draft {
    str body;     // id, code or name; empty: the acting body
    str category; // of the law's network members
    str cluster;
    str texts[MEMBER_FIELDS];
} member_draft;

// Tidies every text into *out. ST_INVALID "required", "too-long", "not-text", "email-form", "url-form",
// "pgp-print", "member-category" (unknown).
status member_draft_check(const member_draft *typed, arena *a, member_draft *out,
                          problem *why) MUST_CHECK;
// "0x" and blanks taken out, capitals, groups of four. ST_INVALID "pgp-print".
status pgp_print_check(str typed, arena *a, str *out, problem *why) MUST_CHECK;

// ---- contacts -------------------------------------------------------------------------------------
typedef enum contact_kind { // numbers are in the store
    CONTACT_IN_HOURS = 1,   // đầu mối chính
    CONTACT_OUT_OF_HOURS,
    CONTACT_BACKUP,
    CONTACT_LEADER, // only when the others cannot be reached, or it is serious
} contact_kind;
enum { CONTACT_KINDS = 4 };
str  contact_kind_key(contact_kind k); // "in-hours" "out-of-hours" "backup" "leader"
bool contact_kind_named(str key, contact_kind *out);

typedef struct member_contact {
    int64_t      id, member_id, changed_ms, told_ms, ended_ms, made_ms;
    contact_kind kind;
    str          name, post, address, phone, mobile, fax, email, late_why, person;
} member_contact;

// Name, and a fixed or mobile number, are required. "phone-form".
status contact_check(const member_contact *typed, arena *a, member_contact *out,
                     problem *why) MUST_CHECK;
status phone_check(str field, str typed, arena *a, str *out, problem *why) MUST_CHECK;

// Told within the duty's hours of the change: the last millisecond of the 24th hour is in time.
int64_t contact_due_ms(int64_t changed_ms);
bool    contact_is_late(int64_t changed_ms, int64_t told_ms);

// ---- who is on duty ---------------------------------------------------------------------------------
typedef struct duty_shift {
    int64_t id, from_ms, to_ms; // [from, to)
    str     name, phone, email, person;
} duty_shift;
enum { SHIFT_HOURS_MAX = 24 * 31, ROSTER_MAX = 200 };

typedef struct on_duty {
    str               name, post, phone, mobile, email;
    const duty_shift *shift; // of the roster; NULL: by the contacts
    contact_kind      kind;  // when by the contacts; 0: nobody
    bool              roster_gap;
} on_duty;

// Monday to Friday, 8:00 to 17:00 in Viet Nam (ours).
bool office_hours(int64_t at_ms);
// The shift of that moment; else the contact in or out of hours, then the backup, and the leader when
// there is no other or it is serious.
on_duty on_duty_at(const duty_shift *roster, size_t shifts, const member_contact *contacts,
                   size_t count, int64_t at_ms, bool serious);

typedef struct roster_gap {
    int64_t from_ms, to_ms;
} roster_gap;
enum { ROSTER_GAPS_MAX = 32 };
// What of [from, to) no shift covers, at most ROSTER_GAPS_MAX. roster is by from_ms.
size_t roster_gaps(const duty_shift *roster, size_t shifts, int64_t from_ms, int64_t to_ms,
                   roster_gap out[ROSTER_GAPS_MAX]);

#endif
