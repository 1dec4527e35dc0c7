// sigma_test_kit.h - rules as text over events as text, for the tests of this folder.
#ifndef COLOA_KIT_SIGMA_TEST_KIT_H
#define COLOA_KIT_SIGMA_TEST_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/sigma/sigma.h"

typedef struct seen {
    size_t    hits[64]; // by rule
    size_t    marks;
    sigma_hit last;
    char      group[256]; // of the last mark: "first group|value"
} seen;

const sigma_sink *sink_into(seen *s);

bool kit_opens(void); // before the tests: false, no memory
void kit_closes(void);

// Each begins anew in *a; what the libraries keep of the one before is given back.
sigma_set  *new_set(arena *a);
sigma_set  *set_of(const char *yaml, arena *a);
sigma_run  *run_of(const sigma_set *s, arena *a, int64_t spent_max);
sigma_run  *last_run(void);
seen        sees(const char *yaml, const char *event); // fails where a rule is not run
const char *why_not(const char *yaml);                 // of the last document; "" where it is run

extern const char one_rule[];                       // the head of a rule up to its searches
const char       *rule_with(const char *detection); // its searches and condition, indented by two
const char       *event_with(const char *fields);   // of its log source
bool meets(const char *search, const char *fields); // one search, and the condition for it

int64_t now(void);
void write_one(const char *folder, const char *kind, int number, const char *text); // of a corpus

#endif
