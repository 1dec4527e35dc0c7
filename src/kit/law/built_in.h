// built_in.h - the files under law/ as the program carries them; written by tools/gen_law.py.
#ifndef COLOA_KIT_LAW_BUILT_IN_H
#define COLOA_KIT_LAW_BUILT_IN_H

#include <stddef.h>

typedef struct law_file {
    const char *name; // below law/: "nd85/criteria.json"
    const char *bytes;
    size_t      size;
} law_file;

extern const law_file built_in_files[];
extern const size_t   built_in_file_count;

#endif
