// forensics_view.h - what the pages of investigations show.
#ifndef COLOA_MODULES_FORENSICS_FORENSICS_VIEW_H
#define COLOA_MODULES_FORENSICS_FORENSICS_VIEW_H

#include "kit/web/page.h"
#include "modules/forensics/forensics.h"
#include "modules/forensics/handover.h"

typedef struct case_line {
    const forensic_case *k;
    str                  state, changed;
    const char          *look;
} case_line;

typedef struct case_list_view {
    page_frame       frame;
    const case_line *items;
    size_t           count;
    page_pager       pager;
    page_field       state;
    str              q;
    bool             may_open;
} case_list_view;

typedef struct case_form_view {
    page_frame frame;
    page_field title, ground, incident, systems;
} case_form_view;

typedef struct item_line {
    const forensic_item *i;
    str                  size, state, kind, taken, hash;
    const char          *look;
} item_line;

typedef struct custody_line {
    const custody_row *r;
    str                when, act, who, hash;
} custody_line;

typedef struct fault_line {
    const custody_fault *f;
    str                  words, no;
} fault_line;

typedef struct body_line {
    const case_body *b;
    str              part, from, to;
    bool             may_end;
} body_line;

typedef struct left_line { // a member of an archive that was not taken
    str path, why;
} left_line;

typedef struct handover_line {
    const handover *h;
    str             when;
} handover_line;

typedef struct case_system {
    str code, name;
} case_system;

typedef enum case_tab {
    CASE_TAB_ITEMS = 1,
    CASE_TAB_LOG,
    CASE_TAB_INDICATORS,
    CASE_TAB_FINDINGS,
    CASE_TAB_HANDOVERS,
    CASE_TAB_BODIES,
} case_tab;

typedef struct case_show_view { // a case, or one item of it
    page_frame          frame;
    case_tab            tab;
    forensic_case       k;
    forensic_item       i;
    str                 state, size, anchor, of, of_code, collected_at, taken_at;
    const char         *look;
    const case_system  *systems;
    const item_line    *items;
    const custody_line *rows;
    const fault_line   *faults;
    const body_line    *bodies;
    size_t              system_count, count, row_count, fault_count, body_count;
    page_pager          pager;
    custody_check      *check;
    str                 check_words;
    int64_t             job_done, job_total;
    bool checked, job_running, may_work, may_lead, may_check, pictures, has_picture, look_at;
    // intake, acts, who takes part
    page_field ground, taken_from, device, place, collected, seal, system, note;
    page_field act, words, party, new_seal, tool, body, part, basis, reason;
    page_field decision, decided_on, decided_by, why_destroyed;
    // destroyed by decision
    str  gone_decision, gone_ground, gone_by, gone_bytes;
    bool gone;
    // an archive taken apart
    const left_line *left;
    size_t           left_count;
    str              unpack_words;
    const char      *unpack_look;
    bool             archive, unpacked;
    html             more; // of modules above
    // hand-overs
    const handover_line *handovers;
    size_t               handover_count;
    page_field           items_field, giver, giver_post, receiver, receiver_post, receiver_body;
} case_show_view;

str    forensics_named(arena *a, lang in, const char *group, str key);
status case_lines(page *o, const case_page *list, case_line **out) MUST_CHECK;
status item_lines(page *o, const forensic_item *items, size_t count, item_line **out) MUST_CHECK;
status custody_lines(page *o, const custody_row *rows, size_t count, custody_line **out) MUST_CHECK;
status fault_lines(page *o, const custody_check *k, fault_line **out, size_t *count) MUST_CHECK;
status case_body_lines(page *o, const case_body *all, size_t count, bool may_lead,
                       body_line **out) MUST_CHECK;
const char *case_look(case_state s);
const char *item_look(item_state s);
// A field of a form with its words "forensics.field.<name>" and what is wrong with it.
page_field forensics_field(page *o, const page_frame *f, const char *name, str value);

#endif
