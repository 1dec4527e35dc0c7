// present.h - who sits at a thing right now, and in which of its fields.
//
// Kept by this process alone and only for a minute: a restart forgets it, and every open page says it anew.
// Nothing rests on it. Whether somebody may see the thing is the caller's to ask.
#ifndef COLOA_KIT_WEB_PRESENT_H
#define COLOA_KIT_WEB_PRESENT_H

#include "kit/base/base.h"

enum {
    PRESENT_MAX        = 512, // people at things; the one longest silent gives way
    PRESENT_NAME_BYTES = 160,
    PRESENT_KEY_BYTES  = 64,
    PRESENT_MS         = 30 * 1000, // who says nothing for so long has gone
    PRESENT_TOLD_MAX   = 8,
};

typedef struct present_person {
    int64_t person_id;
    str     name, field; // field: empty when in none
} present_person;

// `thing`: "dossier/17/plan". Longer texts are cut.
void present_note(str thing, const present_person *who, int64_t now_ms);
// Those at it but for one, in a; at most PRESENT_TOLD_MAX.
status present_at(str thing, int64_t but_id, int64_t now_ms, arena *a, present_person **out,
                  size_t *count) MUST_CHECK;

#endif
