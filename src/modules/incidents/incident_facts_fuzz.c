// incident_facts_fuzz.c - facts and notices as strangers type them: read, kept, read again.
#include <assert.h>
#include <stdlib.h>

#include "kit/os/os.h"
#include "modules/incidents/notice.h"
#include "modules/letters/letters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BETWEEN = 0x1f, VALUES_MAX = 64, NOW_2026 = 1795000000 };

static void told_well(const incident_problems *bad)
{
    assert(bad->count <= INCIDENT_PROBLEMS_MAX);
    for (size_t i = 0; i < bad->count; i++) assert(bad->items[i].rule.len > 0);
}

static incident_reading reading(arena *a, bool typed)
{
    return (incident_reading){ a, NOW_2026 * 1000LL, typed, letter_secret_mark };
}

// What was kept is read again as it stands; but times, which are kept as numbers.
static void facts(arena *a, str text, bool typed)
{
    incident_value    values[VALUES_MAX];
    incident_values   known = { 0 };
    incident_problems bad   = { .count = 0 };
    incident_reading  r     = reading(a, typed);
    size_t            n     = 0;
    str               one, key, value;
    while (text.len && n < VALUES_MAX) {
        (void)str_cut(text, BETWEEN, &one, &text);
        if (!str_cut(one, '=', &key, &value)) value = S("");
        values[n++] = (incident_value){ key, value };
    }
    incident_read(&r, values, n, &known, &bad);
    told_well(&bad);
    for (size_t i = 0; i < incident_fact_count; i++) {
        const incident_fact *f = &incident_facts_all[i];
        int64_t              ms;
        if (!known.at[i].len) continue;
        assert(str_is_utf8(known.at[i]) && known.at[i].len <= 4 * INCIDENT_LONG_MAX);
        if (f->kind == FACT_TIME) {
            assert(str_int(known.at[i], &ms) && ms <= r.now_ms + INCIDENT_AHEAD_MS);
            continue;
        }
        const incident_value again = { str_from(f->key), known.at[i] };
        incident_values      kept  = { 0 };
        incident_problems    none  = { .count = 0 };
        incident_read(&r, &again, 1, &kept, &none);
        assert(str_equal(kept.at[i], known.at[i]));
    }
}

static void notice(arena *a, str text, bool typed)
{
    notice_text       w   = { 0 }, kept;
    incident_problems bad = { .count = 0 };
    incident_reading  r   = reading(a, typed);
    for (size_t i = 0; i < NOTICE_FIELDS && text.len; i++)
        (void)str_cut(text, BETWEEN, &w.at[i], &text);
    incident_notice_read(&r, &w, &bad);
    told_well(&bad);
    if (bad.count) return;
    str json = incident_notice_json(a, &w);
    if (!json.ptr) return; // beyond its ceiling
    assert(incident_notice_parse(a, json, &kept) == ST_OK);
    for (size_t i = 0; i < NOTICE_FIELDS; i++) assert(str_equal(w.at[i], kept.at[i]));
    assert(incident_notice_title(&w).len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena memory;
    str          text = { (const char *)data, (ptrdiff_t)size };
    str          code;
    if (!memory.start && os_map(8 << 20, &memory) != ST_OK) abort();
    memory.next = memory.start;
    (void)incident_code_read(&memory, text, &code);
    facts(&memory, text, size % 2);
    memory.next = memory.start;
    notice(&memory, text, size % 2);
    return 0;
}
