// notice_view.h - what the pages of notices show.
#ifndef COLOA_MODULES_INCIDENTS_NOTICE_VIEW_H
#define COLOA_MODULES_INCIDENTS_NOTICE_VIEW_H

#include "kit/web/page.h"
#include "modules/incidents/notice.h"

typedef struct notice_form_view {
    page_frame frame;
    page_field fields[NOTICE_FIELDS];
    page_field open;
} notice_form_view;

typedef struct notice_receipt_view {
    page_frame frame;
    str        code, secret, sha256, at;
} notice_receipt_view;

typedef struct notice_status_view {
    page_frame  frame;
    page_field  code, secret;
    bool        found;
    str         state, at, acted, sha256;
    const char *look;
} notice_status_view;

typedef struct notice_item {
    int64_t     id;
    str         code, at, title, state;
    const char *look;
} notice_item;

typedef struct notices_view {
    page_frame         frame;
    const notice_item *items;
    const page_chip   *tabs;
    size_t             count, tab_count;
    str                next;
} notices_view;

typedef struct notice_line {
    str label, value;
} notice_line;

typedef struct notice_view {
    page_frame  frame;
    int64_t     id;
    str         code, at, sha256, state, incident, reason, acted;
    const char *look;
    notice_line lines[NOTICE_FIELDS];
    size_t      line_count;
    bool        fresh, waits, final; // waits: it may still be dealt with; final: it is an incident
    page_field  system, owner, into, because;
} notice_view;

#endif
