// audit_fuzz.c - an anchor comes from a file or a sheet of paper.
#include "kit/call/call.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char         memory[1024];
    arena        a = arena_over(memory, sizeof(memory));
    audit_anchor anchor, again;
    if (audit_anchor_parse((str){ (const char *)bytes, (ptrdiff_t)size }, &anchor) != ST_OK)
        return 0;
    assert(audit_anchor_parse(audit_anchor_text(&a, &anchor), &again) == ST_OK);
    assert(again.seal_no == anchor.seal_no);
    return 0;
}
