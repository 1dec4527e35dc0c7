// invented.h - the invented country of the demo: bodies and systems that are nobody's, in the
// proportions published for the real ones. Never beside a real body, never in a folder that is no demo.
#ifndef COLOA_APP_INVENTED_H
#define COLOA_APP_INVENTED_H

#include "kit/call/call.h"

// Bodies of kind "sample": 150 of them under one invented top, the top included.
enum { INVENTED_BODIES = 150, INVENTED_SYSTEMS = 7206 };

// Writes the bodies, then the systems as one sheet taken in by the import that every agency uses.
status invented_seed(call *c, problem *why) MUST_CHECK;

// From here on c acts for one of those bodies as a person who is nobody; the caller puts c->who back.
status invented_act_for(call *c, str body_code, uint64_t roles) MUST_CHECK;

// The sheet: csv with the register's own keys as headings. ST_MEMORY when a is spent.
status invented_sheet(arena *a, str *csv) MUST_CHECK;

#endif
