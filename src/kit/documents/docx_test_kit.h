// docx_test_kit.h - for tests and fuzzers: makes a small docx, takes parts out of one.
#ifndef COLOA_KIT_DOCUMENTS_DOCX_TEST_KIT_H
#define COLOA_KIT_DOCUMENTS_DOCX_TEST_KIT_H

#include "kit/base/base.h"

// A docx whose body holds `body` and whose header holds `header` (none when empty).
str test_docx(arena *a, str body, str header);
// A zip of the given parts, as they are.
typedef struct test_part {
    str name, bytes;
} test_part;
str test_zip(arena *a, const test_part *parts, size_t count);
// One unpacked part; the absent str when there is none.
str test_unzip(arena *a, str package, const char *name);

#endif
