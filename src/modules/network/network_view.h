// network_view.h - what the pages of the network show.
#ifndef COLOA_MODULES_NETWORK_NETWORK_VIEW_H
#define COLOA_MODULES_NETWORK_NETWORK_VIEW_H

#include "kit/web/page.h"
#include "modules/network/network.h"

typedef struct network_list_view {
    page_frame frame;
    member    *items;
    size_t     count;
    page_pager pager;
    page_field category, kind, state, cluster;
    str        q, export_href, clear_href, own_href, seat_name;
    bool       filtered, may_register, sees_all, may_seat;
} network_list_view;

typedef enum network_widget { AS_INPUT = 0, AS_AREA, AS_SELECT, AS_CHECKS } network_widget;
typedef struct network_entry {
    page_field     f;
    network_widget widget;
    str            group; // heading before it; empty: none
} network_entry;
enum { NETWORK_ENTRIES_MAX = 32 };

typedef struct network_form_view { // any form of the module
    page_frame    frame;
    str           action, lead, cite, submit, back, keep, version, kind;
    network_entry entries[NETWORK_ENTRIES_MAX];
    size_t        count;
} network_form_view;

typedef struct network_show_view {
    page_frame         frame;
    const member_card *k;
    bool               may_seat;
    page_field         reason, letter, code, on, late_why;
    bool               any_act;
} network_show_view;

typedef struct network_staff_view {
    page_frame         frame;
    const member_card *k;
    page_field         name, school, major, degree, graduated;
    page_field         numbers[LAW_MEMBER_NUMBERS]; // by place of law_member_numbers
} network_staff_view;

// Words of a key in a group: network_named(o, "network.state.", key).
str         network_named(page *o, const char *group, str key);
str         network_law(page *o, const law_words *w);
str         network_category(page *o, str id);
const char *network_state_look(member_state s);
const char *network_duty_look(duty_state s);
str         network_duty_words(page *o, const member_duty *y);
str         network_fine(page *o, const member_duty *y); // empty: none was found
str         network_event(page *o, const member_event *e);
str         network_size(page *o, int64_t n); // a number without grouping, for values
bool        network_step_fits(const member_card *k, member_act act);

// The fields of the application, from what was typed or is kept.
void network_entries_of(page *o, const member_draft *d, bool for_another, network_form_view *v);
void network_entry_add(page *o, network_form_view *v, network_entry e);

#endif
