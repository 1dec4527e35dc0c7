// facts.h - the facts a level is judged by, asked of people: as fields of a form, as they are sent back,
// as words.
//
// Whatever page asks for facts asks with these, so that a fact looks and is read alike everywhere. The
// facts themselves are rows of law/facts.json (kit/law); which to ask, and what follows, is the caller's.
#ifndef COLOA_MODULES_FACTS_FACTS_H
#define COLOA_MODULES_FACTS_FACTS_H

#include "kit/call/call.h"
#include "kit/http/http.h"
#include "kit/law/law.h"
#include "kit/web/page.h"

typedef struct fact_input { // one fact as a field
    page_field  field;
    law_kind    kind;
    bool        compact;     // a choice as a list to open, for long forms
    bool        may_unknown; // a number with a box "not known" beside it …
    bool        unknown;     // … and whether that is ticked
    page_option options[LAW_VALUES_MAX + 1];
} fact_input;

typedef struct fact_answers { // about a system, or one part of it
    law_facts facts;
    str       typed[LAW_FACTS_MAX];  // as sent, where it could not be read
    problem   faults[LAW_FACTS_MAX]; // of these; field = the name in the form
    size_t    fault_count;
    uint32_t  unsure; // facts to which "not known" was sent
} fact_answers;

// Part 0 is the system itself. The field's name: "type", in the second part "part-2-type".
const char *fact_field_name(arena *a, const law_fact *f, size_t part);
status      fact_input_fill(page *o, const law_fact *f, size_t part, const fact_answers *from,
                            const page_frame *frame, fact_input *out) MUST_CHECK;
// The same as a question: nothing is chosen until somebody chooses, and "not known" (chosen when
// `unsure`) is an answer like any other.
void fact_input_ask(page *o, const law_fact *f, bool unsure, fact_input *io);
void fact_field(page *o, const fact_input *in); // in pages: %call fact_field(&in)

// "Có", "1.200", the labels of the table; empty: not known.
str fact_words(page *o, const law_fact *f, const law_facts *facts);

// Reads what a form sent. `all`: the form showed every fact, so one that was not sent is not known; else
// it stays as it is. Numbers may be written as people do ("1.200"). Faults: those of law_fact_set,
// "number-form", and "unknown-and-more" when "not known" came beside an answer.
status facts_read(call *c, const http_request *rq, size_t part, bool all,
                  fact_answers *io) MUST_CHECK;

#endif
