// walk.h - a person's way through the questions about one system, or one part of it, as rules: which
// question comes next, what its page asks, what of the answers counts. Pure.
//
// A fact is asked for only while it can still change the result; one answered "not known" is not asked
// for again in the same walk. Nothing that was answered is ever thrown away: facts that the other
// answers make pointless are only left out of what is judged (walk_facts), and are back when those
// answers change. Questions, their order and their facts are rows of law/facts.json.
#ifndef COLOA_MODULES_LEVELS_WALK_H
#define COLOA_MODULES_LEVELS_WALK_H

#include "kit/law/law.h"

typedef struct walk {
    const law_pack *pack;
    const law_case *whole;   // as the register has it; the answers stand for its part `part`
    size_t          part;    // 0: the system itself; from 1: that part of a composite system
    law_facts       answers; // everything said so far
    uint32_t        unsure;  // facts answered "not known"
} walk;

// What counts: answers that the others do not make pointless.
law_facts walk_facts(const walk *w);
// The whole system as it would be recorded: parts in a. ST_MEMORY.
status walk_case(const walk *w, arena *a, law_case *out) MUST_CHECK;
status walk_decide(const walk *w, arena *a, law_decision *out) MUST_CHECK;

// Facts that can still raise the result and have not been asked for: zero at the end of the walk.
status walk_open(const walk *w, arena *a, uint32_t *facts) MUST_CHECK;
// The first question with an open fact; law_question_count() at the end.
status walk_next(const walk *w, arena *a, size_t *question) MUST_CHECK;

// The facts that the page of a question shows: those open now, those that hang on another fact of the
// same page, a fact whose absence is only noted, and whatever was answered there before.
status walk_shown(const walk *w, size_t question, arena *a, uint32_t *facts) MUST_CHECK;
// Puts the answers of one page in: `facts` were shown; said and `unsure` among them are answers, the
// rest was left blank. *missing: blank ones that can still change the result.
status walk_answer(walk *w, uint32_t facts, const law_facts *said, uint32_t unsure, arena *a,
                   uint32_t *missing) MUST_CHECK;

// The walk as if nothing had been said on the page of that question.
walk walk_without(const walk *w, size_t question);

bool   walk_answered(const walk *w, size_t question); // something that counts was said there
size_t walk_number(const walk *w, size_t question); // "Câu 4": from 1, by what was answered before
size_t walk_before(const walk *w, size_t question); // the answered one before; the count: none

// ---- kept between pages -----------------------------------------------------------------------------
// What a person has said so far, as one word of ASCII for a cookie or a hidden field.
typedef struct walk_draft {
    int64_t   person;       // whose it is
    int64_t   version;      // of the system when the walk began
    str       state, begun; // of a trial without a system: as typed
    law_facts answers;
    uint32_t  unsure;
} walk_draft;

str walk_write(const law *l, const walk_draft *d, arena *a); // absent when a is spent
// False for anything that walk_write did not make.
bool walk_read(const law *l, str text, arena *a, walk_draft *out);

#endif
