// passwords.h - what a password has to be, as data: written from data/passwords.csv. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_PASSWORDS_H
#define COLOA_MODULES_ACCOUNTS_PASSWORDS_H

#include "kit/base/base.h"

typedef struct password_rules {
    size_t min_characters, max_characters;
    int    surprises; // characters that are not the one before, plus or minus one, or again
} password_rules;

extern const password_rules password_rule;
extern const str            password_words[]; // folded, longest first
extern const size_t         password_word_count;

#endif
