// print_fuzz.c - any bytes as a docx, through reading, laying out and drawing. Input that is no zip is
// taken as the body of a document, so that the fuzzer reaches the layout at once.
#include <stddef.h>
#include <stdint.h>

#include "print/print_test_kit.h"

static char memory[24 << 20];

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > 1 << 15) return 0;
    arena      a     = arena_over(memory, sizeof memory);
    str        input = { (const char *)bytes, (ptrdiff_t)size };
    str        docx  = str_starts(input, S("PK")) ? input : test_docx(&a, input, S(""));
    kit_result r     = kit_print(&a, docx, NULL);
    if (r.ended && r.made.pages < 1) __builtin_trap();
    return 0;
}
