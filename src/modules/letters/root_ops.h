// root_ops.h - certificates that this node trusts; what the other files of letters need of them.
#ifndef COLOA_MODULES_LETTERS_ROOT_OPS_H
#define COLOA_MODULES_LETTERS_ROOT_OPS_H

#include "modules/letters/letters.h"

enum { ROOTS_MAX = 64, ROOTS_SHOWN_MAX = 300, ROOT_NOTE_MAX = 500 };

// All that are trusted, one after the other.
status roots_pem(call *c, str *out) MUST_CHECK;
// Certificates as they come in a file, in PEM one after the other. ST_INVALID "certificate-unreadable".
status roots_as_pem(arena *a, str bytes, str *out, problem *why) MUST_CHECK;

#endif
