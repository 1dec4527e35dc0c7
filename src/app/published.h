// published.h - information systems as agencies themselves published them; see data/README.md.
#ifndef COLOA_APP_PUBLISHED_H
#define COLOA_APP_PUBLISHED_H

#include "kit/base/base.h"

typedef struct published_system {
    str agency_code;         // the body that holds the task now
    str agency_as_published; // its name when it was published
    str name;
    str level; // in the words of the source; "không công bố" where none was published
    str purpose;
    str source, source_url; // source_url may be empty
    str note;
} published_system;

extern const published_system published_systems[];
extern const size_t           published_system_count;

#endif
