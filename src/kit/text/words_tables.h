// words_tables.h - the tables tools/gen_text.py writes; read by words.c only.
#ifndef COLOA_KIT_TEXT_WORDS_TABLES_H
#define COLOA_KIT_TEXT_WORDS_TABLES_H

#include "kit/text/text_keys.gen.h"

#include <stdint.h>

typedef struct words_place { // a run of words_bytes
    uint32_t at, len;
} words_place;

typedef struct words_entry {
    words_place plain, html;
} words_entry;

extern const uint32_t    words_count;
extern const char        words_bytes[];
extern const words_place words_keys[TEXT_KEY_COUNT]; // sorted by bytes; index = text_key - 1
extern const words_entry words_entries[2][TEXT_KEY_COUNT];

#endif
