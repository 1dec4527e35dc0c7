// sigma_event_fuzz.c - any bytes as an event, under rules that look at all of it.
//
// Its claim: what is taken as an event is JSON to jansson too, and what is refused is none, but for bounds.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "kit/sigma/sigma.h"

enum { ROOM = 64 * 1024 * 1024 };

static const char rules[] =
    "title: a\nlogsource: {category: t}\ndetection: {s: {A: x}, k: [y, 'a*b', đ], condition: s or "
    "k}\n---\n"
    "title: b\nlogsource: {product: windows}\ndetection: {s: {A|re: 'a+b', B|cidr: 10.0.0.0/8, "
    "C|gt: 5}, condition: 1 of s}\n---\n"
    "title: c\nlogsource: {product: windows, category: process_creation}\ndetection: {s: "
    "{Image|endswith: a, User|fieldref: Image}, "
    "condition: not s}\n";

static int64_t now(void)
{
    return 0;
}

static void on_hit(void *ctx, const sigma_hit *hit)
{
    (void)ctx;
    for (size_t i = 0; i < hit->matched_count; i++) {
        if (!str_is_utf8(hit->matched[i].name)) abort();
    }
}

static void on_mark(void *ctx, const sigma_mark *mark)
{
    (void)ctx, (void)mark;
}

static sigma_run *run_once(void)
{
    arena  a     = arena_over(malloc(ROOM), ROOM);
    arena *kept  = malloc(sizeof *kept);
    *kept        = a;
    sigma_set *s = sigma_set_new(kept);
    if (sigma_load(s, S("f"), str_from(rules)) != ST_OK || sigma_compile(s) != ST_OK) abort();
    return sigma_run_new(s, kept, now, INT64_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sigma_run *r;
    if (!r) r = run_once();
    const sigma_sink sink  = { r, on_hit, on_mark };
    str              line  = { (const char *)data, (ptrdiff_t)size };
    bool             taken = str_is_utf8(line) && sigma_event(r, line, &sink) == ST_OK;
    json_error_t     why;
    json_t *j = json_loadb((const char *)data, size, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL,
                           &why);
    // Lone surrogates, NUL in a key and numbers beyond a double are JSON to us; deep or large events are not to be had.
    enum json_error_code code = j ? json_error_unknown : json_error_code(&why);
    if (taken && !j && code != json_error_numeric_overflow && code != json_error_null_byte_in_key &&
        code != json_error_invalid_syntax && code != json_error_invalid_utf8 &&
        code != json_error_stack_overflow)
        abort();
    json_decref(j);
    return 0;
}
