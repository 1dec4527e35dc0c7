// walk_view.h - what the pages of the walk show: one question, and the answers together.
#ifndef COLOA_MODULES_LEVELS_WALK_VIEW_H
#define COLOA_MODULES_LEVELS_WALK_VIEW_H

#include "kit/web/page.h"
#include "modules/facts/facts.h"
#include "modules/levels/level_view.h"
#include "modules/levels/walk.h"

typedef struct walk_place { // where the walk is, for addresses
    str  start;             // "/he-thong/HT-000001/hoi"
    str  part;              // "2", or empty: the system itself
    str  title;             // name of the system, and of the part
    bool trial;             // without a system: nothing is written
} walk_place;

// "/he-thong/HT-000001/hoi/dich-vu", with "?phan=2" in a part.
str walk_address(arena *a, const walk_place *at, str step);

typedef struct walk_pack { // the pack in force, and why
    str         name, reason, cite, certainty, deadline;
    page_field  state, begun; // of a trial: what it is chosen by
    page_option states[4];
} walk_pack;

typedef struct walk_page_view { // one question
    page_frame    frame;
    walk_place    at;
    str           key, hint, example, back;
    size_t        number;
    fact_input   *inputs;
    size_t        input_count;
    level_reason *rules; // those the answer can decide
    size_t        rule_count;
    level_reason *sources; // of the question's own words
    size_t        source_count;
    walk_pack     pack;
    bool          secret; // the answer may be about state secrets
} walk_page_view;

typedef struct walk_line { // one question with what was answered there
    str           question, href;
    level_answer *answers; // words empty: "not known" was said
    size_t        count;
} walk_line;

typedef struct walk_raise { // a fact that is open and may still raise the level
    str label, href;
    int level;
} walk_raise;

typedef struct walk_carried { // one answer as a field of another form
    const char *name;
    str         value;
} walk_carried;

typedef struct walk_check_view { // all answers
    page_frame    frame;
    walk_place    at;
    level_view    found;  // the finding with its reasons, notes and open points
    level_answer *quotes; // the answers that decide
    size_t        quote_count;
    walk_line    *lines;
    size_t        line_count;
    walk_raise   *raises;
    size_t        raise_count;
    walk_pack     pack;
    walk_carried *carried; // into the form of a new system; none: may not
    size_t        carried_count;
    str           draft, back, again;
    str           note_typed;
    bool          secret, moved; // moved: the register changed since the walk began
} walk_check_view;

typedef struct walk_part { // of a composite system
    str  name, href;
    int  level;
    bool at_least;
} walk_part;

typedef struct walk_parts_view { // one walk for each part
    page_frame frame;
    walk_part *lines;
    size_t     count;
} walk_parts_view;

void   walk_pack_fill(page *o, const law_choice *choice, walk_pack *out);
status walk_page_fill(page *o, const walk *w, size_t question, uint32_t shown,
                      const fact_answers *said, walk_page_view *v) MUST_CHECK;
status walk_check_fill(call *c, page *o, const walk *w, const system_record *s,
                       walk_check_view *v) MUST_CHECK;

#endif
