// docx_take_fuzz.c - any bytes as a stranger's template: taken apart into parts that pack, check and fill, or refused.
// Input that is no zip is taken as the body of a document, so that the fuzzer reaches the marks at once.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "kit/documents/documents.h"
#include "kit/documents/docx_test_kit.h"

static char       memory[128 << 20];
static docx_taken taken;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > 1 << 16) return 0;
    arena a     = arena_over(memory, sizeof memory);
    str   input = { (const char *)bytes, (ptrdiff_t)size };
    str   body  = arena_printf(
           &a, "<w:document xmlns:w=\"w\"><w:body>" STR_FMT "</w:body></w:document>", STR_ARG(input));
    const test_part parts[] = { { S("[Content_Types].xml"), S("<Types/>") },
                                { S("_rels/.rels"), S("<Relationships/>") },
                                { S("word/document.xml"), body } };
    str             file    = str_starts(input, S("PK")) ? input : test_zip(&a, parts, 3);
    problem         why     = { 0 };
    if (docx_take(file, &a, &taken, &why) != ST_OK) return 0;
    if (taken.count > DOCX_PARTS_MAX || taken.healed_count > DOCX_HEALED_MAX) abort();
    str         packed;
    docx_place *places;
    size_t      count;
    // What was taken is a sound template: it packs and is found without fault.
    if (docx_pack(taken.parts, taken.count, &a, &packed) != ST_OK) abort();
    if (docx_check(packed, &a, &places, &count, &why) != ST_OK) abort();
    return 0;
}
