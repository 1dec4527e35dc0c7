// systems_view.h - what the register's pages show.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEMS_VIEW_H
#define COLOA_MODULES_SYSTEMS_SYSTEMS_VIEW_H

#include "kit/web/page.h"
#include "modules/facts/facts.h"
#include "modules/systems/drawing.h"
#include "modules/systems/history_view.h"
#include "modules/systems/systems.h"

enum {
    VIEW_OPTIONS_MAX  = 24,  // of one select
    VIEW_OWNERS_MAX   = 100, // bodies offered as a select; with more a code or name is typed
    VIEW_PARTS_MAX    = 20,  // components of one form
    VIEW_FIELD_GROUPS = 5,
};

// ---- one system -----------------------------------------------------------------------------------
typedef struct view_pair {
    str  label, value, href; // href: an address from outside, or empty
    bool lines;
} view_pair;

typedef struct view_fact {
    str label, value; // value empty: not known
} view_fact;

typedef struct view_facts { // of the system itself, or of one component
    str        title;
    view_fact *items;
    size_t     count, unknown;
} view_facts;

typedef struct system_show_view {
    page_frame           frame;
    const system_record *s;
    const law_overlay   *sector; // of the owner; NULL: none
    view_pair            pairs[SYSTEM_FIELDS];
    size_t               pair_count;
    view_pair            declared[SYSTEM_FIELDS]; // what the agency states of approval and the rest
    size_t               declared_count;
    view_facts           facts[1 + LAW_COMPONENTS_MAX];
    size_t               fact_count;
    str                  reason, cite; // why the level is what it is; empty when no rule gives it
    str                  pack;         // name of the pack
    size_t               questions;    // facts that could still raise it
    bool                 differs;      // the stated level is not the computed one
    view_change         *changes;      // the latest
    size_t               change_count;
    html          drawing; // of hosts, parts and what runs on it; empty: there is none of these
    drawn_system *hosts, *parts, *hosted;
    size_t        host_count, part_count, hosted_count;
    html          more; // of modules above
    str           href; // "/he-thong/HT-000123"
    bool          may_write, may_paper;
} system_show_view;

// ---- the form -------------------------------------------------------------------------------------
typedef struct view_input {
    page_field  field;
    system_kind kind;
    page_option options[VIEW_OPTIONS_MAX];
} view_input;

typedef struct view_group { // of fields of the register, or of facts
    str         title;
    view_input *items;
    size_t      count;
    fact_input *facts;
    size_t      fact_count;
} view_group;

typedef struct view_part { // a component
    size_t     number;     // from 1
    page_field name;
    str        drop; // value of the button that takes it away
    view_group groups[LAW_VALUES_MAX];
    size_t     group_count;
} view_part;

typedef struct view_conflict {
    str label, before, after; // as this form began, as it is now
} view_conflict;

typedef struct system_form_view {
    page_frame         frame;
    const law_overlay *sector; // of the owner; NULL: none
    view_group         fields
        [VIEW_FIELD_GROUPS]; // what it is, how it stands, its project, what is declared, who answers
    view_group     groups[LAW_VALUES_MAX];
    size_t         group_count;
    view_part     *parts;
    size_t         part_count;
    view_conflict *conflicts;
    size_t         conflict_count;
    page_option   *owners;
    size_t         owner_count;
    str            action, cancel, version;
} system_form_view;

// What was typed into the form, kept as it is until it is right.
typedef struct form_part {
    str          name;
    fact_answers said;
} form_part;

typedef struct system_form {
    system_data     data;
    form_part       own;
    form_part       parts[VIEW_PARTS_MAX];
    size_t          part_count;
    system_problems problems;
    str             version;
} system_form;

void system_form_of(const system_record *s, const law_case *facts, system_form *out);

status system_show_fill(call *c, page *o, const system_record *s, system_show_view *v) MUST_CHECK;
status system_form_fill(page *o, const system_form *f, system_form_view *v) MUST_CHECK;

const char *view_state_kind(system_state s); // shape for part_state

// A stored value of a field in the reader's words; f NULL: as it is.
str view_field_words(page *o, const system_field *f, str value);

// A field of a system as the reader is shown it: a choice by its label, a body by its name.
str view_shown_words(page *o, const system_field *f, const system_record *s);

// The name of the field that names a part: "part-2-name".
const char *view_part_name(arena *a, size_t part);

#endif
