// call_inside.h - shared by the files of kit/call only.
#ifndef COLOA_KIT_CALL_CALL_INSIDE_H
#define COLOA_KIT_CALL_CALL_INSIDE_H

#include "kit/call/call.h"

// Writes the key that waits, inside the act. ST_CONFLICT when another request was faster.
status once_write(call *c, db *d) MUST_CHECK;

#endif
