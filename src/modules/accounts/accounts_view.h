// accounts_view.h - what the pages of sign-in, one's own account, people and the audit trail show.
#ifndef COLOA_MODULES_ACCOUNTS_ACCOUNTS_VIEW_H
#define COLOA_MODULES_ACCOUNTS_ACCOUNTS_VIEW_H

#include "kit/base/base.h"
#include "kit/web/page.h"
#include "modules/accounts/account.h"
#include "modules/organisations/organisations.h"

typedef struct sign_in_view {
    page_frame frame;
    str        login; // as typed
    str        back;  // where to go after it; empty: the first page
} sign_in_view;

typedef struct first_view { // the first administrator
    page_frame         frame;
    str                action;
    str                name, login, post; // as typed
    bool               works;
    str                body; // chosen; empty: the new one below
    str                new_name, new_code, parent;
    const page_option *bodies; // with one for "not in the list"
    size_t             body_count;
    const page_option *parents; // with one for "under none"
    size_t             parent_count;
} first_view;

typedef struct invite_view { // an invitation, or a link for a new password
    page_frame frame;
    str        action, name, login;
    bool       reset;
} invite_view;

typedef struct hat_item { // a body one may act for, and the roles there
    int64_t body_id;
    str     name, roles;
    bool    here; // the one acted for now
    bool    two_hats;
} hat_item;

typedef struct session_item {
    int64_t id, created_ms, seen_ms;
    str     device, address;
    bool    here;
} session_item;

typedef struct session_list { // for the table of both pages; person 0: one's own
    const session_item *items;
    size_t              count;
    int64_t             person;
} session_list;

typedef struct account_view {
    page_frame          frame;
    str                 name, login, body;
    const hat_item     *hats;
    size_t              hat_count;
    const session_item *sessions;
    size_t              session_count;
    const token_view   *tokens;
    size_t              token_count;
    str                 new_token; // shown once
    str                 label, days;
    bool                may_write; // typed
    bool                may_have_tokens;
} account_view;

typedef struct people_view {
    page_frame    frame;
    bool          past; // those who hold no role any more
    const person *items;
    size_t        count;
    page_pager    pager;
} people_view;

typedef struct role_item {
    int64_t id;
    str     body_code, body_name, role, period;
    bool    over; // may no longer be ended
} role_item;

typedef struct handover_item { // "Bộ Y tế (Cán bộ, Quản trị viên) → Trần Bình"
    str when, by, reason, back, what;
} handover_item;

typedef struct person_view {
    page_frame           frame;
    person               p;
    str                  link, link_words; // a link to hand over, shown once
    const session_item  *sessions;
    size_t               session_count;
    const handover_item *handovers;
    size_t               handover_count;
    const role_item     *roles;
    size_t               role_count;
    const page_option   *role_options;
    size_t               role_option_count;
    str                  body, role, valid_from, valid_to; // a new role, as typed
    bool                 self;
} person_view;

typedef struct person_new_view {
    page_frame         frame;
    str                login, name, post, body, roles, valid_from, valid_to; // as typed
    const page_option *role_options;
    size_t             role_option_count;
} person_new_view;

typedef struct leave_row {                       // what is held in one body
    str         body_name, body_code, roles, to; // to: who takes over, in words
    const char *field;                           // of the form
    str         typed;
} leave_row;

typedef struct leave_paper { // a decision or a delegation that stays
    str href, what, detail;
} leave_paper;

typedef struct leave_view {
    page_frame         frame;
    int64_t            id;
    bool               preview;           // seen before it is confirmed
    str                name, login, ends; // ends: "2 phiên, 1 mã truy cập"
    str                to_all, reason;
    const leave_row   *rows;
    size_t             count;
    const leave_paper *papers;
    size_t             paper_count;
    const page_option *people; // who may take over: login, name
    size_t             people_count;
} leave_view;

typedef struct audit_item {
    int64_t id, at_ms;
    str     who, act, object, detail;
    bool    sealed;
} audit_item;

typedef struct audit_view {
    page_frame         frame;
    str                login, kind; // filters
    const page_option *kinds;
    size_t             kind_count;
    const audit_item  *items;
    size_t             count;
    page_pager         pager;
    str                anchor;  // end of the chain
    int                checked; // 0 not asked, 1 whole, 2 broken
    int64_t            rows, unsealed, bad_no;
} audit_view;

str role_words(lang in, account_role role);
// "Thủ trưởng, Văn thư"; the absent str when a is spent.
str  roles_words(lang in, arena *a, uint64_t roles);
bool role_options(lang in, arena *a, const page_option **out, size_t *count);
str  period_words(page *o, str from, str to);
// "Chrome trên Windows"; a program we do not know as it calls itself.
str  device_words(page *o, str agent);
bool session_items(page *o, const session_view *of, size_t count, const session_item **out);

const char *person_state_kind(person_state state); // for part_state
str         person_state_words(page *o, person_state state);

#endif
