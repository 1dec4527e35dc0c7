// groups.c - the file requirement-groups.json, read and checked: every selector finds a row, every row a home.
#include "kit/law/groups.h"
#include "kit/law/law_inside.h"

// ---- loading ----------------------------------------------------------------------------------------

static size_t read_selectors(loader *ld, const json_t *row, const char *key, str *out)
{
    const json_t *list = json_object_get(row, key);
    size_t        n    = json_array_size(list);
    if (!json_is_array(list) || n > LAW_GROUP_SELECTORS) {
        fault(ld, "law-field-type", str_from(key));
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        out[i]           = S("");
        if (!text) {
            fault(ld, "law-field-type", str_from(key));
        } else {
            text_copy(ld, str_from(text), &out[i]);
        }
    }
    return n;
}

static void check_selectors(loader *ld, const law_catalogue *k, const str *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool found = false;
        for (size_t r = 0; r < k->count && !found; r++) found = law_selects(all[i], &k->rows[r]);
        if (!found) fault(ld, "law-crossing-empty", all[i]);
    }
}

static void check_homes(loader *ld, str of, const law_catalogue *k)
{
    ld->id = of;
    for (size_t r = 0; r < k->count; r++) {
        if (law_plan_group_home(ld->l, of, &k->rows[r])) continue;
        fault(ld, "law-group-missing", k->rows[r].id);
    }
}

// The catalogue that groups of this name divide; NULL when there is no such pack or catalogue.
static const law_catalogue *divided(const law *l, str of)
{
    const law_pack *p = law_pack_find(l, of);
    return p ? law_catalogue_of(p) : law_catalogue_find(l, of);
}

static void load_group_list(loader *ld, const char *of, const json_t *list, law_plan_group *out)
{
    static const char *const keys[] = { "id", "text", "home", "also", "cite", "certainty", NULL };
    size_t                   n;
    str                      name = S("");
    text_copy(ld, str_from(of), &name);
    const law_catalogue *k = divided(ld->l, name);
    if (!k) fault(ld, "law-pack-unknown", name);
    if (!k || !row_list(ld, list, of, "id", &n)) return;
    for (size_t i = 0; i < n; i++) {
        const json_t   *row = row_at(ld, list, i, "id");
        law_plan_group *g   = &out[ld->l->plan_group_count++];
        row_keys(ld, row, keys);
        *g            = (law_plan_group){ .of        = name,
                                          .id        = ld->id,
                                          .text      = row_words(ld, row, "text", true),
                                          .cite      = row_cite(ld, row, true),
                                          .certainty = row_certainty(ld, row) };
        g->home_count = read_selectors(ld, row, "home", g->home);
        g->also_count = read_selectors(ld, row, "also", g->also);
        check_selectors(ld, k, g->home, g->home_count);
        check_selectors(ld, k, g->also, g->also_count);
    }
    check_homes(ld, name, k);
}

// A set of packs from before there was this file goes without.
void load_plan_groups(loader *ld)
{
    static const char *const file  = "requirement-groups.json";
    str                      bytes = { 0 };
    size_t                   rows  = 0;
    const char              *of;
    json_t                  *list;
    if (ld->from.read(ld->from.ctx, file, ld->a, &bytes) == ST_MISSING) return;
    json_t *root = load_json(ld, file);
    if (root && !json_is_object(root)) fault(ld, "law-list-form", S(""));
    json_object_foreach(root, of, list)
    {
        rows += json_array_size(list);
    }
    law_plan_group *out = root && rows <= LAW_ROWS_MAX ? LOAD_NEW(ld, law_plan_group, rows + 1)
                                                       : NULL;
    if (root && rows > LAW_ROWS_MAX) fault(ld, "law-list-form", S(""));
    ld->l->plan_groups = out;
    if (out) {
        json_object_foreach(root, of, list)
        {
            load_group_list(ld, of, list, out);
        }
    }
    json_decref(root);
}

// ---- looking up -------------------------------------------------------------------------------------

const law_catalogue *law_catalogue_of(const law_pack *p)
{
    for (size_t i = 0; i < p->basis_count; i++) {
        const law_document  *d = p->basis[i]; // NULL while a broken pack is looked at
        const law_catalogue *k = d ? law_catalogue_find(p->whole, d->key) : NULL;
        if (k) return k;
    }
    return NULL;
}

str law_plan_groups_key(const law_pack *p)
{
    return p->base ? p->base->id : p->id;
}

const law_plan_group *law_plan_groups(const law *l, str of, size_t *count)
{
    size_t from = 0;
    while (from < l->plan_group_count && !str_equal(l->plan_groups[from].of, of)) from++;
    size_t to = from;
    while (to < l->plan_group_count && str_equal(l->plan_groups[to].of, of)) to++;
    *count = to - from;
    return to > from ? &l->plan_groups[from] : NULL;
}

const law_plan_group *law_plan_group_home(const law *l, str of, const law_requirement *r)
{
    size_t                n;
    const law_plan_group *all = law_plan_groups(l, of, &n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < all[i].home_count; j++) {
            if (law_selects(all[i].home[j], r)) return &all[i];
        }
    }
    return NULL;
}

bool law_plan_group_also(const law_plan_group *g, const law_requirement *r)
{
    for (size_t j = 0; j < g->also_count; j++) {
        if (law_selects(g->also[j], r)) return true;
    }
    return false;
}
