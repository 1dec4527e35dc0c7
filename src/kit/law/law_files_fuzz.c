// law_files_fuzz.c - a bundle of packs from a stranger: parsed, laid over the built-in packs, loaded,
// compared, written and parsed again.
#include <assert.h>
#include <stdlib.h>

#include "kit/law/law.h"
#include "kit/os/os.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena      memory;
    static law_files  files, again;
    static law_faults faults;
    if (!memory.start && os_map(64 << 20, &memory) != ST_OK) abort();
    memory.next  = memory.start;
    problem  why = { 0 };
    law     *l   = NULL;
    law_diff diff;
    status   st = law_bundle_parse((str){ (const char *)data, (ptrdiff_t)size }, &memory, &files,
                                   &why);
    if (st != ST_OK) {
        assert(st != ST_INVALID || why.rule.len > 0);
        return 0;
    }
    str text = law_bundle_write(&files, &memory);
    assert(text.ptr && law_bundle_parse(text, &memory, &again, NULL) == ST_OK);
    assert(again.count == files.count);
    law_layers layers = { &files, law_files_of(law_program()) };
    st                = law_load(law_layers_source(&layers), &memory, &l, &faults, &why);
    if (st == ST_INVALID) assert(faults.count > 0 && why.rule.len > 0);
    if (st == ST_OK) {
        st = law_compare(law_program(), l, &memory, &diff);
        assert(st == ST_OK || st == ST_MEMORY);
    }
    return 0;
}
