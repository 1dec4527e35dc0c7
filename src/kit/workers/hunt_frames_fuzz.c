// hunt_frames_fuzz.c - any frames as those of coloa-hunt: u8 type, u16 length, bytes, again and again.
//
// Its claim: what reaches the sink is within bounds and text.
#include <stdlib.h>

#include "kit/base/reader.h"
#include "kit/workers/hunt_frames.h"

static status on_finding(void *ctx, const hunt_finding *f)
{
    (void)ctx;
    if (f->rule >= 5 || f->matched_count > SIGMA_MATCHED_MAX || !str_is_text(f->event) ||
        f->event.ptr[0] != '{')
        abort();
    for (size_t i = 0; i < f->matched_count; i++) {
        if (!str_is_utf8(f->matched[i].value) || f->matched[i].value.len > HUNT_MATCHED_BYTES)
            abort();
    }
    return ST_OK;
}

static status on_mark(void *ctx, const hunt_mark *m)
{
    (void)ctx;
    if (m->mark.rule >= 5 || m->mark.correlation >= 2 || m->mark.group_count > SIGMA_GROUP_MAX)
        abort();
    return ST_OK;
}

static status on_indicator(void *ctx, const hunt_indicator *i)
{
    (void)ctx;
    if (!listed_kind_key(i->kind) || !str_is_text(i->beside)) abort();
    return ST_OK;
}

static status on_yara(void *ctx, const hunt_yara *y)
{
    (void)ctx;
    if (y->count > HUNT_PLACES_MAX || !str_is_text(y->rule)) abort();
    return ST_OK;
}

static status on_cost(void *ctx, const hunt_cost *c)
{
    (void)ctx;
    if (c->rule >= 5 || c->cost.hits > c->cost.looked) abort();
    return ST_OK;
}

static status on_yara_cost(void *ctx, const hunt_yara_cost *c)
{
    (void)ctx;
    if (c->rule >= 3 || c->how >= HUNT_YARA_HOWS) abort();
    return ST_OK;
}

static status on_damage(void *ctx, const evtx_damage *d)
{
    (void)ctx;
    if (!evtx_why_key(d->why)) abort();
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const hunt_sink             sink    = { NULL,    on_finding, on_mark,      on_indicator,
                                            on_yara, on_cost,    on_yara_cost, on_damage };
    static const hunt_yara_rule yara[3] = { { { "a", 1 }, { "f", 1 } },
                                            { { "b", 1 }, { "f", 1 } },
                                            { { "c", 1 }, { "f", 1 } } };
    hunt_decoder                d       = {
                             .sink = &sink, .rules = 5, .correlations = 2, .yara_rules = yara, .yara_count = 3
    };
    reader r = reader_over((str){ (const char *)data, (ptrdiff_t)size });
    while (reader_left(&r) && !r.bad) {
        uint8_t type = read_u8(&r);
        str     one  = read_bytes(&r, read_le(&r, 2));
        if (r.bad || hunt_decode(&d, type, one) != ST_OK) break;
    }
    if (d.ended && d.counts.findings != d.findings) abort();
    return 0;
}
