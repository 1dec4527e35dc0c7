// clock_facts_fuzz.c - facts of an incident from a stranger: parsed, then every clock worked out.
#include <assert.h>
#include <stdlib.h>

#include "kit/os/os.h"
#include "modules/incidents/clock_facts.h"
#include "modules/incidents/serious.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena               memory;
    static incident_clock_list clocks;
    if (!memory.start && os_map(1 << 20, &memory) != ST_OK) abort();
    memory.next                 = memory.start;
    const law              *l   = law_program();
    incident_clock_settings s   = incident_clock_settings_of(l);
    problem                 why = { 0 };
    incident_facts          f;
    status st = incident_facts_parse(l, (str){ (const char *)data, (ptrdiff_t)size }, &memory, &f,
                                     &why);
    if (st != ST_OK) {
        assert(st != ST_INVALID || (why.rule.len > 0 && str_is_utf8(why.field)));
        return 0;
    }
    assert(incident_clocks_of(l, &f, &s, &clocks) == ST_OK);
    for (size_t i = 0; i < clocks.count; i++) {
        const incident_clock *k = &clocks.items[i];
        assert(!k->due_ms || k->due_ms > k->start_ms);
        assert(!k->latest_ms || k->latest_ms >= k->due_ms);
        assert(k->to_count > 0);
    }
    (void)incident_plan(l, &f);
    return 0;
}
