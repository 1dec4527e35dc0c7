// law_facts_fuzz.c - facts of a system as JSON from a stranger: parsed, judged, written, parsed again.
#include <assert.h>
#include <stdlib.h>

#include "kit/law/law.h"
#include "kit/os/os.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena memory;
    if (!memory.start && os_map(32 << 20, &memory) != ST_OK) abort();
    memory.next    = memory.start;
    const law   *l = law_current();
    law_case     k = { 0 }, again;
    law_decision d;
    problem      why = { 0 };
    status st = law_facts_parse(l, (str){ (const char *)data, (ptrdiff_t)size }, &memory, &k, &why);
    if (st != ST_OK) {
        assert(st != ST_INVALID || why.rule.len > 0);
        assert(str_is_utf8(why.field));
        return 0;
    }
    str json = law_facts_json(l, &k, &memory);
    assert(json.ptr && law_facts_parse(l, json, &memory, &again, NULL) == ST_OK);
    assert(str_equal(json, law_facts_json(l, &again, &memory))); // canonical
    for (size_t i = 0; i < law_pack_count(l); i++) {
        assert(law_decide(law_pack_at(l, i), &k, &memory, &d) == ST_OK);
        assert(d.level >= 0 && d.level <= LAW_LEVEL_MAX);
        assert(d.result != LAW_DECIDED || (d.level > 0 && d.questions == 0));
        assert((d.asked & ~d.questions) == 0);
        assert(str_is_utf8(law_decision_json(&d, false, &memory)));
    }
    return 0;
}
