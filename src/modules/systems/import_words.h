// import_words.h - the vocabulary of one import; private to the import's rules.
#ifndef COLOA_MODULES_SYSTEMS_IMPORT_WORDS_H
#define COLOA_MODULES_SYSTEMS_IMPORT_WORDS_H

#include "modules/systems/import_sheet.h"

enum { IMPORT_WORD_SLOTS = 2048 }; // an open table, at most half full

typedef struct import_word {
    str key, word, value;
} import_word;

struct import_book {
    const law     *law;
    import_target *targets;
    size_t         target_count;
    size_t         word_count;
    import_word    words[IMPORT_WORD_SLOTS];
};

const import_target *import_target_find(const import_book *b, str key); // NULL when there is none
// What a bare word means in a column; the absent str when nothing.
str import_word_value(const import_book *b, str key, str word);

// The value of one cell in machine form: field text as in system_data, or a fact's text for
// law_fact_set. Empty: the cell says nothing. *unknown: it says "not known" (facts only).
// ST_INVALID with rule and detail.
status import_value(const import_book *b, const import_target *t, const import_cell *cell, arena *a,
                    str *out, bool *unknown, problem *why) MUST_CHECK;

// The three fields of a document as one cell says them, in machine form; empty where it says nothing.
status import_document(const import_target *t, const import_cell *cell, arena *a, str out[3],
                       problem *why) MUST_CHECK;

#endif
