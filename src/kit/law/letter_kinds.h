// letter_kinds.h - kinds of administrative documents (NĐ 30/2020/NĐ-CP), from law/letter-kinds.csv.
#ifndef COLOA_KIT_LAW_LETTER_KINDS_H
#define COLOA_KIT_LAW_LETTER_KINDS_H

#include "kit/law/law.h"

typedef struct law_letter_kind {
    str           key; // "quyet-dinh"
    law_words     name;
    str           abbr; // what the symbol begins with, "QĐ"; empty: nothing ("89/SKHCN-CĐS")
    law_certainty certainty;
    str           cite;
} law_letter_kind;

const law_letter_kind *law_letter_kinds(const law *l, size_t *count);
const law_letter_kind *law_letter_kind_find(const law *l, str key);

#endif
