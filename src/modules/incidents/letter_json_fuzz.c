// letter_json_fuzz.c - the facts of a letter from a stranger: parsed, then put into a form.
#include <assert.h>
#include <stdlib.h>

#include "kit/os/os.h"
#include "modules/incidents/incident_letter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena    memory;
    incident_letter p;
    problem         why = { 0 };
    str             docx;
    if (!memory.start && os_map(32 << 20, &memory) != ST_OK) abort();
    memory.next = memory.start;
    status st   = incident_letter_parse((str){ (const char *)data, (ptrdiff_t)size }, &memory, &p,
                                        &why);
    if (st != ST_OK) {
        assert(st != ST_INVALID || why.rule.len > 0);
        return 0;
    }
    st = incident_letter_make(law_program(), size % 2 ? S("mau-05") : S("mau-03"), &p, &memory,
                              &docx, &why);
    assert(st == ST_OK || st == ST_MEMORY || (st == ST_INVALID && why.rule.len > 0));
    return 0;
}
