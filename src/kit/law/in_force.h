// in_force.h - which set of packs this process works with, and how it is swapped. Part of law.h.
#ifndef COLOA_KIT_LAW_IN_FORCE_H
#define COLOA_KIT_LAW_IN_FORCE_H

#include "kit/law/files.h"

// The packs in force in this process: those last given to law_use, else the built-in ones, which are
// loaded at first use. Never NULL. A set is swapped whole; none is ever changed or freed.
const law *law_in_force(void);
const law *law_program(void); // those that the program carries
void       law_use(const law *l);
// Loads a set for good, from memory of its own. ST_LIMIT when LAW_SETS_MAX were kept: restart.
enum { LAW_SETS_MAX = 64 };
status law_keep(law_source from, const law **out, problem *why) MUST_CHECK;

// What a request or job works with from its beginning to its end, though another set comes into force
// meanwhile: the one this thread holds since law_hold, else the one in force.
const law *law_current(void);
void       law_hold(void); // takes the one in force now; again: lets the earlier one go
void       law_let_go(void);

#endif
