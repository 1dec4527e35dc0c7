// sigma_rule_fuzz.c - any bytes as a file of rules; what can be run is run over a few events.
//
// Its claim: each document is run or says why not, and neither reading nor matching leaves its bounds.
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/sigma/sigma.h"

enum { ROOM = 192 * 1024 * 1024 };

static int64_t now(void)
{
    return 0;
}

static void on_hit(void *ctx, const sigma_hit *hit)
{
    const sigma_set *s = ctx;
    if (hit->rule >= sigma_rule_count(s) || hit->matched_count > SIGMA_MATCHED_MAX) abort();
    if (sigma_rule_at(s, hit->rule)->why.len) abort();
}

static void on_mark(void *ctx, const sigma_mark *mark)
{
    const sigma_set *s = ctx;
    if (mark->correlation >= sigma_correlation_count(s) || mark->group_count > SIGMA_GROUP_MAX)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const events[] = {
        "{\"logsource\":{\"category\":\"t\"},\"A\":\"abcd -a 10.1.1.1\",\"B\":[1,null,\"x\"]}",
        "{\"Event\":{\"System\":{\"Channel\":\"Security\",\"EventID\":4688,\"Provider\":{\"#"
        "attributes\":{\"Name\":"
        "\"Microsoft-Windows-Security-Auditing\"}}},\"EventData\":{\"NewProcessName\":\"C:\\\\a."
        "exe\"}}}",
    };
    static char *memory;
    if (!memory) memory = malloc(ROOM);
    if (!memory || size > 64 * 1024) return 0;
    arena      a = arena_over(memory, ROOM);
    sigma_set *s = sigma_set_new(&a);
    if (!s || sigma_load(s, S("f"), (str){ (const char *)data, (ptrdiff_t)size }) != ST_OK)
        return 0;
    if (sigma_compile(s) != ST_OK) return 0;
    const sigma_sink sink = { s, on_hit, on_mark };
    sigma_run       *r    = sigma_run_new(s, &a, now, INT64_MAX);
    for (size_t i = 0; r && i < COUNT(events); i++) {
        if (sigma_event(r, str_from(events[i]), &sink) != ST_OK) abort();
    }
    sigma_run_free(r);
    sigma_set_free(s);
    return 0;
}
