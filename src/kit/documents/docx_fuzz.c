// Any bytes as a template: checked and filled without a fault, or refused. Input that is not a zip is
// taken as the body of a document, so that the fuzzer reaches the marks at once.
#include <stddef.h>
#include <stdint.h>

#include "kit/documents/documents.h"
#include "kit/documents/docx_test_kit.h"

static char memory[48 << 20];

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const docx_value row[]    = { { STR("b"), STR("<&>\n") } };
    static const docx_data  rows[]   = { { row, 1, NULL, 0 }, { row, 1, NULL, 0 } };
    static const docx_list  lists[]  = { { STR("l"), rows, 2 }, { STR("n"), NULL, 0 } };
    static const docx_value values[] = { { STR("a"), STR("1") }, { STR("e"), STR("") } };
    static const docx_data  data     = { values, 2, lists, 2 };

    if (size > 1 << 16) return 0;
    arena a      = arena_over(memory, sizeof(memory));
    str   input  = { (const char *)bytes, (ptrdiff_t)size };
    str template = str_starts(input, S("PK")) ? input : test_docx(&a, input, S(""));
    docx_place *places;
    size_t      count;
    problem     why = { 0 };
    arena       one = a;
    status      st  = docx_check(template, &one, &places, &count, &why);
    str         out;
    arena       two = a;
    if (docx_fill(template, &data, &two, &out, &why) == ST_OK) {
        // What was filled was also found sound, and is a sound package itself.
        if (st != ST_OK) __builtin_trap();
        arena three = two;
        (void)!docx_check(out, &three, &places, &count, &why);
    }
    return 0;
}
