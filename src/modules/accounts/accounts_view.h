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

typedef struct invite_view {
    page_frame frame;
    str        action, name, login;
} invite_view;

typedef struct hat_item { // a body one may act for, and the roles there
    int64_t body_id;
    str     name, roles;
    bool    here; // the one acted for now
    bool    two_hats;
} hat_item;

typedef struct account_view {
    page_frame          frame;
    str                 name, login, body;
    const hat_item     *hats;
    size_t              hat_count;
    const session_view *sessions;
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
    const person *items;
    size_t        count;
    page_pager    pager;
} people_view;

typedef struct role_item {
    int64_t id;
    str     body_code, body_name, role, period;
    bool    over; // may no longer be ended
} role_item;

typedef struct person_view {
    page_frame         frame;
    person             p;
    str                link; // an invitation to hand over, shown once
    const role_item   *roles;
    size_t             role_count;
    const page_option *role_options;
    size_t             role_option_count;
    str                body, role, valid_from, valid_to; // a new role, as typed
    bool               self;
} person_view;

typedef struct person_new_view {
    page_frame         frame;
    str                login, name, post, body, roles, valid_from, valid_to; // as typed
    const page_option *role_options;
    size_t             role_option_count;
} person_new_view;

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

const char *person_state_kind(person_state state); // for part_state
str         person_state_words(page *o, person_state state);

#endif
