// enterprise_view.h - what the pages of enterprises show.
#ifndef COLOA_MODULES_ACCOUNTS_ENTERPRISE_VIEW_H
#define COLOA_MODULES_ACCOUNTS_ENTERPRISE_VIEW_H

#include "kit/web/page.h"
#include "modules/accounts/account.h"
#include "modules/accounts/enterprise.h"
#include "modules/organisations/organisations.h"

typedef struct enterprise_item {
    int64_t     id;
    const char *shape;
    str         name, code, state, sent;
} enterprise_item;

typedef struct enterprises_view {
    page_frame             frame;
    str                    link; // of an invitation just made
    str                    name, kind, basis;
    const page_option     *kinds;
    size_t                 kind_count;
    bool                   open;
    const enterprise_item *items;
    size_t                 count;
} enterprises_view;

typedef struct enterprise_view {
    page_frame         frame;
    enterprise         e;
    const char        *shape;
    str                state, link, kind, basis, login, reason;
    const page_option *kinds;
    size_t             kind_count;
    bool               waits, may_refuse;
} enterprise_view;

typedef struct apply_view {
    page_frame         frame;
    str                action, invited_by, supervisor;
    enterprise_words   w;
    const page_option *hosts; // none for an invitation
    size_t             host_count;
    bool               sent, closed;
} apply_view;

#endif
