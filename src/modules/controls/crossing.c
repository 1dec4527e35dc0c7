// crossing.c - see crossing.h.
#include "modules/controls/crossing.h"

enum { CARRIED_BYTES_MAX = 6000 };

typedef struct carrying {
    const law_crossing    *crossings;
    size_t                 crossing_count;
    bool                   forward; // from the older catalogue to the newer
    const crossing_answer *answers;
    size_t                 count;
    bool *met; // crossing × answer: does this line of the crosswalk name it on the near side?
} carrying;

static const law_requirement *requirement_of(const law_catalogue *k, str id)
{
    for (size_t i = 0; i < k->count; i++) {
        if (str_equal(k->rows[i].id, id)) return &k->rows[i];
    }
    return NULL;
}

static status find_near_sides(carrying *w, const law_catalogue *from, arena *a)
{
    w->met = NEW(a, bool, w->crossing_count * w->count + 1);
    if (!w->met) return ST_MEMORY;
    for (size_t i = 0; i < w->count; i++) {
        const law_requirement *r = requirement_of(from, w->answers[i].control);
        for (size_t x = 0; r && x < w->crossing_count; x++) {
            str near                 = w->forward ? w->crossings[x].from : w->crossings[x].to;
            w->met[x * w->count + i] = near.len && law_selects(near, r);
        }
    }
    return ST_OK;
}

static bool is_said(const crossing_answer *one)
{
    return one->values[CONTROL_ANSWER].len || one->values[CONTROL_DESCRIPTION].len;
}

// The rows whose answers bear on one row of the other catalogue.
static size_t sources_of(const carrying *w, const law_requirement *r,
                         size_t out[CROSSING_SOURCES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < w->count && n < CROSSING_SOURCES_MAX; i++) {
        bool bears = false;
        for (size_t x = 0; x < w->crossing_count && !bears; x++) {
            str far = w->forward ? w->crossings[x].to : w->crossings[x].from;
            bears   = w->met[x * w->count + i] && far.len && law_selects(far, r);
        }
        if (bears && is_said(&w->answers[i])) out[n++] = i;
    }
    return n;
}

static status join(const carrying *w, const size_t *sources, size_t n, control_field f, arena *a,
                   str *out)
{
    buf b = buf_in(a, 256, CARRIED_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        const crossing_answer *one  = &w->answers[sources[i]];
        str                    text = one->values[f];
        // What no longer fits is left behind whole: the row still names where it stands.
        if (!text.len || b.len + (size_t)(text.len + one->control.len) + 8 > CARRIED_BYTES_MAX / 2)
            continue;
        if (b.len) buf_char(&b, '\n');
        buf_printf(&b, "[" STR_FMT "] " STR_FMT, STR_ARG(one->control), STR_ARG(text));
    }
    if (b.failed) return ST_MEMORY;
    *out = b.len ? buf_str(&b) : S("");
    return ST_OK;
}

static status join_ids(const carrying *w, const size_t *sources, size_t n, arena *a, str *out)
{
    buf b = buf_in(a, 64, CARRIED_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_put(&b, S(", "));
        buf_put(&b, w->answers[sources[i]].control);
    }
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

// A value that all sources share; else empty.
static str shared(const carrying *w, const size_t *sources, size_t n, control_field f)
{
    str first = w->answers[sources[0]].values[f];
    for (size_t i = 1; i < n; i++) {
        if (!str_equal(w->answers[sources[i]].values[f], first)) return S("");
    }
    return first;
}

status crossing_carry(const law *l, const law_catalogue *from, const crossing_answer *answers,
                      size_t count, const asked_rows *to, arena *a, crossing_found *out)
{
    carrying w  = { .answers = answers, .count = count };
    w.crossings = law_crosswalk(l, &w.crossing_count);
    w.forward   = str_equal(from->key, S("tcvn11930"));
    TRY(find_near_sides(&w, from, a));
    for (size_t i = 0; i < to->count; i++) {
        size_t sources[CROSSING_SOURCES_MAX];
        size_t n = to->items[i].heading ? 0 : sources_of(&w, to->items[i].r, sources);
        out[i]   = (crossing_found){ .found = n > 0, .from_ids = S("") };
        for (int f = 0; f < CONTROL_FIELDS; f++) out[i].values[f] = S("");
        out[i].source_count = n;
        for (size_t x = 0; x < n; x++) out[i].sources[x] = sources[x];
        if (!n) continue;
        TRY(join_ids(&w, sources, n, a, &out[i].from_ids));
        TRY(join(&w, sources, n, CONTROL_DESCRIPTION, a, &out[i].values[CONTROL_DESCRIPTION]));
        TRY(join(&w, sources, n, CONTROL_REASON, a, &out[i].values[CONTROL_REASON]));
        out[i].values[CONTROL_ANSWER]      = shared(&w, sources, n, CONTROL_ANSWER);
        out[i].values[CONTROL_SOURCE]      = shared(&w, sources, n, CONTROL_SOURCE);
        out[i].values[CONTROL_RESPONSIBLE] = shared(&w, sources, n, CONTROL_RESPONSIBLE);
    }
    return ST_OK;
}
