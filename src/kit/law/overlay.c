// overlay.c - a sector's rules laid over the packs of a regime: each pair becomes one more pack.
#include <string.h>

#include "kit/law/law_inside.h"

// ---- heads, from packs.json -------------------------------------------------------------------------------
static void overlay_over(loader *ld, law_overlay *o, const json_t *row)
{
    const json_t *list = json_object_get(row, "over");
    size_t        n    = json_array_size(list);
    if (n == 0 || n > COUNT(o->over)) {
        fault(ld, "law-values-count", S("over"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        str id     = str_from(json_string_value(json_array_get(list, i)));
        o->over[i] = id.ptr ? law_pack_find(ld->l, id) : NULL;
        if (!o->over[i]) fault(ld, "law-pack-unknown", id);
    }
    o->over_count = n;
}

static void overlay_owners(loader *ld, law_overlay *o, const json_t *row)
{
    const json_t *list = json_object_get(row, "owners");
    size_t        n    = json_array_size(list);
    if (!json_is_array(list) || n > COUNT(o->owners)) {
        fault(ld, "law-values-count", S("owners"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        str kind = str_from(json_string_value(json_array_get(list, i)));
        if (!kind.len) fault(ld, "law-field-type", S("owners"));
        text_copy(ld, kind, &o->owners[i]);
    }
    o->owner_count = n;
}

void load_overlay_heads(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "id",         "version",  "name",  "name_short",
                                        "valid_from", "valid_to", "basis", "risk",
                                        "over",       "owners",   NULL };
    size_t                   n;
    if (!json_object_get(root, "overlays")) return;
    const json_t *list = row_list(ld, json_object_get(root, "overlays"), "overlays", "id", &n);
    law_overlay  *out  = LOAD_NEW(ld, law_overlay, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        load_pack_head(ld, &out[i].own, row);
        overlay_over(ld, &out[i], row);
        overlay_owners(ld, &out[i], row);
        if (law_pack_find(ld->l, out[i].own.id)) fault(ld, "law-id-twice", out[i].own.id);
    }
    ld->l->overlays      = out;
    ld->l->overlay_count = n;
}

// ---- rows of both -------------------------------------------------------------------------------------------
// The rows of one list of the base, then those of the overlay.
static void *both(loader *ld, size_t size, const void *base, size_t base_count, const void *over,
                  size_t *count)
{
    size_t n   = base_count + *count;
    char  *all = load_alloc(ld, size, _Alignof(max_align_t), n);
    if (!all) return NULL;
    if (n > LAW_ROWS_MAX) fault(ld, "law-list-form", ld->id);
    if (base_count) memcpy(all, base, base_count * size);
    if (*count) memcpy(all + base_count * size, over, *count * size);
    *count = n;
    return all;
}

#define BOTH(list, list_count)                                                                     \
    r->list_count = over->list_count;                                                              \
    r->list = both(ld, sizeof(*r->list), base->list, base->list_count, over->list, &r->list_count)

static const law_rows *rows_of_both(loader *ld, const law_rows *base, const law_rows *over)
{
    law_rows *r = LOAD_NEW(ld, law_rows, 1);
    if (!r) return NULL;
    BOTH(rules, rule_count);
    BOTH(floors, floor_count);
    BOTH(notes, note_count);
    BOTH(greys, grey_count);
    BOTH(authorities, authority_count);
    BOTH(limits, limit_count);
    BOTH(forms, form_count);
    BOTH(labels, label_count);
    BOTH(reports, report_count);
    BOTH(headings, heading_count);
    BOTH(report_checks, report_check_count);
    r->workflow  = base->workflow; // a sector may raise levels; the way to approval is the regime's
    r->risk_fact = base->risk_fact;
    r->risk_rule = base->risk_rule;
    r->silent    = base->silent;
    r->facts     = base->facts | over->facts;
    return r;
}

static str joined(loader *ld, str base, const char *between, str over)
{
    str all = arena_printf(ld->a, "%.*s%s%.*s", STR_ARG(base), between, STR_ARG(over));
    if (!all.ptr) ld->st = ST_MEMORY;
    return all;
}

static law_words words_of_both(loader *ld, law_words base, const char *between, law_words over)
{
    return (law_words){ .vi = joined(ld, base.vi, between, over.vi),
                        .en = joined(ld, base.en, between, over.en) };
}

static void basis_of_both(loader *ld, law_pack *p)
{
    size_t               n   = p->base->basis_count + p->overlay->basis_count;
    const law_document **out = LOAD_NEW(ld, const law_document *, n);
    if (!out) return;
    for (size_t i = 0; i < n; i++) {
        out[i] = i < p->base->basis_count ? p->base->basis[i]
                                          : p->overlay->basis[i - p->base->basis_count];
    }
    p->basis       = out;
    p->basis_count = n;
}

static void lay_over(loader *ld, law_pack *p, const law_pack *base, const law_pack *over)
{
    bool later    = str_compare(over->valid_from, base->valid_from) > 0;
    *p            = (law_pack){ .whole = ld->l, .base = base, .overlay = over };
    p->id         = joined(ld, base->id, "+", over->id);
    p->version    = joined(ld, base->version, "+", over->version);
    p->name       = words_of_both(ld, base->name, ", ", over->name);
    p->name_short = words_of_both(ld, base->name_short, " + ", over->name_short);
    p->valid_from = later ? over->valid_from : base->valid_from;
    p->valid_to   = base->valid_to;
    if (over->valid_to.len && (!p->valid_to.len || str_compare(over->valid_to, p->valid_to) < 0)) {
        p->valid_to = over->valid_to;
    }
    basis_of_both(ld, p);
    p->rows = rows_of_both(ld, base->rows, over->rows);
    identity_of_both(ld, base->sha256, over->sha256, p->sha256);
}

void load_overlays(loader *ld, const json_t *root, const json_t *facts)
{
    law   *l    = ld->l;
    size_t more = 0;
    for (size_t i = 0; ld->st == ST_OK && i < l->overlay_count; i++) {
        load_pack(ld, &l->overlays[i].own, json_array_get(json_object_get(root, "overlays"), i),
                  json_object_get(root, "documents"), facts);
        more += l->overlays[i].over_count;
    }
    if (ld->st != ST_OK || more == 0) return;
    // Behind the packs themselves, whose places stay: transition rows and facts point at them.
    law_pack *all = LOAD_NEW(ld, law_pack, l->pack_count + more);
    if (!all) return;
    memcpy(all, l->packs, l->pack_count * sizeof(*all));
    law_pack *next = all + l->pack_count;
    for (size_t i = 0; i < l->overlay_count; i++) {
        law_overlay *o = &l->overlays[i];
        for (size_t k = 0; k < o->over_count; k++) {
            o->over[k] = &all[o->over[k] - l->packs];
            ld->id     = o->own.id;
            lay_over(ld, next++, o->over[k], &o->own);
        }
    }
    l->packs = all;
    l->pack_count += more;
}

// ---- looking up ---------------------------------------------------------------------------------------------
size_t law_overlay_count(const law *l)
{
    return l->overlay_count;
}

const law_overlay *law_overlay_at(const law *l, size_t i)
{
    return i < l->overlay_count ? &l->overlays[i] : NULL;
}

const law_pack *law_pack_with(const law *l, const law_pack *base, str overlay)
{
    for (size_t i = 0; i < l->pack_count; i++) {
        const law_pack *p = &l->packs[i];
        if (p->overlay && p->base == base && str_equal(p->overlay->id, overlay)) return p;
    }
    return NULL;
}

static bool in_force(const law_pack *p, day on)
{
    int64_t at = day_number(on);
    day     from, to;
    if (day_parse(p->valid_from, &from) != ST_OK || day_number(from) > at) return false;
    return !p->valid_to.len || (day_parse(p->valid_to, &to) == ST_OK && day_number(to) >= at);
}

const law_overlay *law_overlay_for(const law *l, str owner_kind)
{
    for (size_t i = 0; i < l->overlay_count; i++) {
        const law_overlay *o = &l->overlays[i];
        for (size_t k = 0; k < o->owner_count; k++) {
            if (str_equal(o->owners[k], owner_kind)) return o;
        }
    }
    return NULL;
}

const law_pack *law_pack_for(const law *l, const law_pack *base, str owner_kind, day on)
{
    const law_overlay *o = law_overlay_for(l, owner_kind);
    const law_pack    *p = o ? law_pack_with(l, base, o->own.id) : NULL;
    return p && in_force(p, on) ? p : base;
}
