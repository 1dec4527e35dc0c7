// file_names.h - between indicators.c and file_names.c: lists of regular expressions over names of files.
#ifndef COLOA_KIT_INDICATORS_FILE_NAMES_H
#define COLOA_KIT_INDICATORS_FILE_NAMES_H

#include "kit/indicators/indicators.h"

typedef struct named named;

// Is a list of that form? Every line has a score behind its first semicolon, and most have a backslash before it.
bool named_form(str bytes);
// One line; *one comes without kind and note. ST_INVALID: it is none, *why and *detail say so.
status named_add(named **n, arena *a, str line, uint32_t number, listed *one, const char **why,
                 str *detail) MUST_CHECK;
bool   named_search(const named *n, str path, bool (*met)(void *ctx, size_t number), void *ctx);
void   named_free(named *n);

#endif
