// incident_rules.c - the files of incidents/ read and looked up: clocks here, classes and rights in
// incident_classes.c.
#include <string.h>

#include "kit/law/law_inside.h"

enum { STAGES_MAX = 9, LIMIT_MAX = 3660 };

static const str flag_keys[LAW_INCIDENT_FLAGS] = {
    STR("serious"),    STR("personal_data"),   STR("special_data"),  STR("finance_data"),
    STR("bank"),       STR("in_list"),         STR("service_down"),  STR("secrets_leaked"),
    STR("data_lost"),  STR("control_lost"),    STR("wide"),          STR("owner_cannot"),
    STR("order_sign"), STR("found_by_member"), STR("maybe_serious"), STR("emergency"),
};
static const str anchor_keys[LAW_INCIDENT_ANCHORS] = {
    STR("occurred"),      STR("detected"),       STR("received"),        STR("suspected"),
    STR("over_capacity"), STR("last_report"),    STR("handled"),         STR("fixed"),
    STR("ended"),         STR("order_received"), STR("contact_changed"),
};

static int place_of(const str *keys, size_t count, str key)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(keys[i], key)) return (int)i;
    }
    return -1;
}

str law_incident_flag_key(law_incident_flag f)
{
    return (unsigned)f < COUNT(flag_keys) ? flag_keys[f] : S("");
}

str law_incident_anchor_key(law_incident_anchor a)
{
    return (unsigned)a < COUNT(anchor_keys) ? anchor_keys[a] : S("");
}

bool law_incident_flag_named(str key, law_incident_flag *out)
{
    int at = place_of(flag_keys, COUNT(flag_keys), key);
    if (at >= 0) *out = (law_incident_flag)at;
    return at >= 0;
}

bool law_incident_anchor_named(str key, law_incident_anchor *out)
{
    int at = place_of(anchor_keys, COUNT(anchor_keys), key);
    if (at >= 0) *out = (law_incident_anchor)at;
    return at >= 0;
}

// ---- regimes, parties, papers ---------------------------------------------------------------------------
static void load_regimes(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id",   "name",      "valid_from", "valid_to",
                                        "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "regimes"), "regimes", "id", &n);
    in->regimes        = LOAD_NEW(ld, law_incident_regime, n);
    if (!list || !in->regimes) return;
    if (n == 0 || n > 16) fault(ld, "law-list-form", S("regimes"));
    for (size_t i = 0; i < n && i < 16; i++) {
        const json_t        *row = row_at(ld, list, i, "id");
        law_incident_regime *r   = &in->regimes[in->regime_count++];
        row_keys(ld, row, keys);
        *r = (law_incident_regime){ .id         = ld->id,
                                    .name       = row_words(ld, row, "name", true),
                                    .valid_from = row_day(ld, row, "valid_from", NULL),
                                    .valid_to   = row_day(ld, row, "valid_to", NULL),
                                    .cite       = row_cite(ld, row, true),
                                    .certainty  = row_certainty(ld, row) };
        check_period(ld, r->valid_from, r->valid_to);
        if (i == 0) continue;
        day before, from; // one follows on the other without a gap
        if (day_parse(r[-1].valid_to, &before) != ST_OK ||
            day_parse(r->valid_from, &from) != ST_OK ||
            day_number(before) + 1 != day_number(from)) {
            fault(ld, "law-day-gap", r->valid_from);
        }
    }
}

static void load_parties(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id",       "key",  "text",      "valid_from",
                                        "valid_to", "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "parties"), "parties", "id", &n);
    in->parties        = LOAD_NEW(ld, law_incident_party, n);
    if (!list || !in->parties) return;
    for (size_t i = 0; i < n; i++) {
        const json_t       *row = row_at(ld, list, i, "id");
        law_incident_party *p   = &in->parties[i];
        row_keys(ld, row, keys);
        *p      = (law_incident_party){ .id         = ld->id,
                                        .key        = row_text(ld, row, "key", true),
                                        .text       = row_words(ld, row, "text", true),
                                        .valid_from = row_day(ld, row, "valid_from", NULL),
                                        .valid_to   = row_day(ld, row, "valid_to", NULL),
                                        .certainty  = row_certainty(ld, row) };
        p->cite = row_cite(ld, row, p->certainty != LAW_OURS);
        check_period(ld, p->valid_from, p->valid_to);
        in->party_count = i + 1;
    }
}

static void load_papers(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id", "text", "form", "cite", "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "papers"), "papers", "id", &n);
    in->papers         = LOAD_NEW(ld, law_incident_paper, n);
    if (!list || !in->papers) return;
    for (size_t i = 0; i < n; i++) {
        const json_t       *row = row_at(ld, list, i, "id");
        law_incident_paper *p   = &in->papers[i];
        row_keys(ld, row, keys);
        *p      = (law_incident_paper){ .id        = ld->id,
                                        .text      = row_words(ld, row, "text", true),
                                        .form      = row_text(ld, row, "form", false),
                                        .certainty = row_certainty(ld, row) };
        p->cite = row_cite(ld, row, p->certainty != LAW_OURS);
        if (p->form.len && !law_incident_form_find(ld->l, p->form))
            fault(ld, "law-value-unknown", p->form);
        in->paper_count = i + 1;
    }
}

// ---- clocks -----------------------------------------------------------------------------------------------
static bool has_party(const law_incidents *in, str key)
{
    for (size_t i = 0; i < in->party_count; i++) {
        if (str_equal(in->parties[i].key, key)) return true;
    }
    return false;
}

static void check_party(loader *ld, str key)
{
    if (!has_party(&ld->l->incidents, key)) fault(ld, "law-value-unknown", key);
}

// The parties under `key`, each of which must have a row.
static size_t read_parties(loader *ld, const json_t *row, const char *key, str *out, size_t most)
{
    size_t n = row_texts(ld, row, key, out, most);
    for (size_t i = 0; i < n; i++) check_party(ld, out[i]);
    return n;
}

static unsigned read_regimes(loader *ld, const json_t *row, const char *key)
{
    str                  names[16];
    const law_incidents *in   = &ld->l->incidents;
    size_t               n    = row_texts(ld, row, key, names, COUNT(names));
    unsigned             bits = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        while (at < in->regime_count && !str_equal(in->regimes[at].id, names[i])) at++;
        if (at == in->regime_count) fault(ld, "law-value-unknown", names[i]);
        bits |= 1u << at;
    }
    return bits;
}

static uint32_t read_when(loader *ld, const json_t *row)
{
    str      names[LAW_INCIDENT_FLAGS];
    size_t   n    = row_texts(ld, row, "when", names, COUNT(names));
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        law_incident_flag f = LAW_INCIDENT_SERIOUS;
        if (!law_incident_flag_named(names[i], &f)) fault(ld, "law-fact-unknown", names[i]);
        bits |= UINT32_C(1) << f;
    }
    return bits;
}

static law_incident_anchor read_anchor(loader *ld, const json_t *row, const char *key,
                                       const law_incident_anchor *absent)
{
    law_incident_anchor a    = absent ? *absent : LAW_INCIDENT_DETECTED;
    str                 text = row_text(ld, row, key, absent == NULL);
    if (text.len && !law_incident_anchor_named(text, &a)) fault(ld, "law-value-unknown", text);
    return a;
}

static law_unit read_unit(loader *ld, const json_t *row)
{
    static const str names[] = { STR("now"), STR("hour"), STR("day"), STR("working_day") };
    str              text    = row_text(ld, row, "unit", true);
    int              at      = place_of(names, COUNT(names), text);
    if (at < 0 && text.len) fault(ld, "law-value-unknown", text);
    return at < 0 ? LAW_UNIT_NOW : (law_unit)(LAW_UNIT_NOW + at);
}

static void read_who(loader *ld, const json_t *row, law_incident_clock *k)
{
    str one[1];
    k->actor = row_text(ld, row, "actor", true);
    if (k->actor.len) check_party(ld, k->actor);
    k->to_count = read_parties(ld, row, "to", k->to, LAW_INCIDENT_TO_MAX);
    if (k->to_count == 0) fault(ld, "law-field-missing", S("to"));
    k->to_military = read_parties(ld, row, "to_military", one, 1) ? one[0] : S("");
    k->to_cipher   = read_parties(ld, row, "to_cipher", one, 1) ? one[0] : S("");
    k->document    = row_text(ld, row, "document", true);
    if (k->document.len && !law_incident_paper_find(ld->l, k->document))
        fault(ld, "law-value-unknown", k->document);
    k->spare_count = row_texts(ld, row, "spares", k->spares, LAW_INCIDENT_OWNERS_MAX);
    for (size_t i = 0; i < k->spare_count; i++) {
        if (!law_incident_owner_find(ld->l, k->spares[i]))
            fault(ld, "law-value-unknown", k->spares[i]);
    }
}

static void read_clock(loader *ld, const json_t *row, law_incident_clock *k)
{
    static const char *const keys[] = { "id",          "name",      "event",      "regimes",
                                        "beside",      "when",      "actor",      "to",
                                        "to_military", "to_cipher", "document",   "limit",
                                        "unit",        "settable",  "anchor",     "anchor_else",
                                        "by",          "stage",     "spares",     "superseded_by",
                                        "cite",        "also",      "valid_from", "valid_to",
                                        "note",        "certainty", NULL };
    row_keys(ld, row, keys);
    *k             = (law_incident_clock){ .id         = ld->id,
                                           .name       = row_words(ld, row, "name", true),
                                           .note       = row_words(ld, row, "note", false),
                                           .event      = row_text(ld, row, "event", true),
                                           .regimes    = read_regimes(ld, row, "regimes"),
                                           .beside     = read_regimes(ld, row, "beside"),
                                           .when       = read_when(ld, row),
                                           .unit       = read_unit(ld, row),
                                           .settable   = row_bool(ld, row, "settable"),
                                           .stage      = (int)row_int(ld, row, "stage", 0, STAGES_MAX),
                                           .valid_from = row_day(ld, row, "valid_from", NULL),
                                           .valid_to   = row_day(ld, row, "valid_to", NULL),
                                           .certainty  = row_certainty(ld, row) };
    bool now       = k->unit == LAW_UNIT_NOW;
    k->limit       = (int)row_int(ld, row, "limit", now ? 0 : 1, now ? 0 : LIMIT_MAX);
    k->anchor      = read_anchor(ld, row, "anchor", NULL);
    k->anchor_else = read_anchor(ld, row, "anchor_else", &k->anchor);
    k->by          = read_anchor(ld, row, "by", &k->anchor);
    k->cite        = row_cite(ld, row, k->certainty != LAW_OURS);
    if (json_object_get(row, "also")) k->also = row_cite(ld, json_object_get(row, "also"), true);
    read_who(ld, row, k);
    if (!k->valid_from.len) fault(ld, "law-field-missing", S("valid_from"));
    if (!k->regimes) fault(ld, "law-field-missing", S("regimes"));
    check_period(ld, k->valid_from, k->valid_to);
}

static const law_incident_clock *clock_named(loader *ld, str id)
{
    const law_incident_clock *k = law_incident_clock_find(ld->l, id);
    if (!k) fault(ld, "law-value-unknown", id);
    return k;
}

static void load_clocks(loader *ld, const json_t *root, law_incidents *in)
{
    size_t        n;
    const json_t *list = row_list(ld, json_object_get(root, "clocks"), "clocks", "id", &n);
    in->clocks         = LOAD_NEW(ld, law_incident_clock, n);
    if (!list || !in->clocks) return;
    for (size_t i = 0; i < n; i++) {
        read_clock(ld, row_at(ld, list, i, "id"), &in->clocks[i]);
        in->clock_count = i + 1;
    }
    for (size_t i = 0; i < n; i++) { // all are known by now
        const json_t *row  = row_at(ld, list, i, "id");
        str           name = row_text(ld, row, "superseded_by", false);
        if (name.len) in->clocks[i].superseded_by = clock_named(ld, name);
        if (in->clocks[i].superseded_by == &in->clocks[i]) fault(ld, "law-value-unknown", name);
    }
}

static void load_overlaps(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[] = { "id", "rules", "text", "certainty", NULL };
    size_t                   n;
    str                      names[LAW_INCIDENT_RULES_MAX];
    const json_t *list = row_list(ld, json_object_get(root, "overlaps"), "overlaps", "id", &n);
    in->overlaps       = LOAD_NEW(ld, law_incident_overlap, n);
    if (!list || !in->overlaps) return;
    for (size_t i = 0; i < n; i++) {
        const json_t         *row = row_at(ld, list, i, "id");
        law_incident_overlap *o   = &in->overlaps[i];
        row_keys(ld, row, keys);
        *o = (law_incident_overlap){ .id = ld->id, .text = row_words(ld, row, "text", true) };
        (void)row_certainty(ld, row);
        o->rule_count = row_texts(ld, row, "rules", names, LAW_INCIDENT_RULES_MAX);
        for (size_t j = 0; j < o->rule_count; j++) o->rules[j] = clock_named(ld, names[j]);
        if (o->rule_count < 2) fault(ld, "law-values-count", S("rules"));
        in->overlap_count = i + 1;
    }
}

static void load_settings(loader *ld, const json_t *root, law_incidents *in)
{
    static const char *const keys[]  = { "id", "value", "unit", "text", "cite", "certainty", NULL };
    static const str         units[] = { STR("minute"), STR("flag"), STR("day"), STR("month") };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "settings"), "settings", "id", &n);
    in->settings       = LOAD_NEW(ld, law_incident_setting, n);
    if (!list || !in->settings) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        str  unit       = row_text(ld, row, "unit", true);
        bool flag       = str_equal(unit, units[1]);
        in->settings[i] = (law_incident_setting){ .id    = ld->id,
                                                  .value = row_int(ld, row, "value", flag ? 0 : 1,
                                                                   flag ? 1 : 7 * 24 * 60),
                                                  .unit  = unit,
                                                  .text  = row_words(ld, row, "text", true),
                                                  .cite  = row_cite(ld, row, false),
                                                  .certainty = row_certainty(ld, row) };
        if (place_of(units, COUNT(units), unit) < 0) fault(ld, "law-value-unknown", unit);
        in->setting_count = i + 1;
    }
}

static void load_clock_file(loader *ld, const json_t *root)
{
    static const char *const keys[] = { "regimes",  "parties",  "papers", "clocks",
                                        "overlaps", "settings", NULL };
    law_incidents           *in     = &ld->l->incidents;
    row_keys(ld, root, keys);
    load_regimes(ld, root, in);
    load_parties(ld, root, in);
    load_papers(ld, root, in);
    load_clocks(ld, root, in);
    load_overlaps(ld, root, in);
    load_settings(ld, root, in);
}

// A set of packs from before there was this folder goes without; part of a folder is a fault.
void load_incidents(loader *ld)
{
    static const struct {
        const char *name;
        void (*load)(loader *ld, const json_t *root);
    } files[] = { { "incidents/documents.json", load_documents },
                  { "incidents/forms.json", load_incident_forms },
                  { "incidents/classes.json", load_incident_classes },
                  { "incidents/clocks.json", load_clock_file },
                  { "incidents/rights.json", load_incident_rights } };
    str bytes = { 0 };
    if (ld->from.read(ld->from.ctx, "incidents/clocks.json", ld->a, &bytes) == ST_MISSING) return;
    for (size_t i = 0; i < COUNT(files) && ld->st != ST_MEMORY; i++) {
        json_t *root = load_json(ld, files[i].name);
        ld->id       = S("");
        if (root) files[i].load(ld, root);
        json_decref(root);
    }
}

// ---- looking up -------------------------------------------------------------------------------------------
const law_incident_regime *law_incident_regimes(const law *l, size_t *count)
{
    *count = l->incidents.regime_count;
    return l->incidents.regimes;
}

const law_incident_clock *law_incident_clocks(const law *l, size_t *count)
{
    *count = l->incidents.clock_count;
    return l->incidents.clocks;
}

const law_incident_paper *law_incident_papers(const law *l, size_t *count)
{
    *count = l->incidents.paper_count;
    return l->incidents.papers;
}

const law_incident_overlap *law_incident_overlaps(const law *l, size_t *count)
{
    *count = l->incidents.overlap_count;
    return l->incidents.overlaps;
}

const law_incident_setting *law_incident_settings(const law *l, size_t *count)
{
    *count = l->incidents.setting_count;
    return l->incidents.settings;
}

const law_incident_clock *law_incident_clock_find(const law *l, str id)
{
    for (size_t i = 0; i < l->incidents.clock_count; i++) {
        if (str_equal(l->incidents.clocks[i].id, id)) return &l->incidents.clocks[i];
    }
    return NULL;
}

const law_incident_paper *law_incident_paper_find(const law *l, str id)
{
    for (size_t i = 0; i < l->incidents.paper_count; i++) {
        if (str_equal(l->incidents.papers[i].id, id)) return &l->incidents.papers[i];
    }
    return NULL;
}

const law_incident_setting *law_incident_setting_find(const law *l, str id)
{
    for (size_t i = 0; i < l->incidents.setting_count; i++) {
        if (str_equal(l->incidents.settings[i].id, id)) return &l->incidents.settings[i];
    }
    return NULL;
}

int64_t law_incident_setting_value(const law *l, str id)
{
    const law_incident_setting *s = law_incident_setting_find(l, id);
    return s ? s->value : 0;
}

// Days as ISO text stand in the order of time.
static bool covers(str from, str to, day on)
{
    char  room[64];
    arena a   = arena_over(room, sizeof room);
    str   iso = day_iso(&a, on);
    return (!from.len || str_compare(from, iso) <= 0) && (!to.len || str_compare(iso, to) <= 0);
}

bool law_incident_clock_valid(const law_incident_clock *k, day on)
{
    return covers(k->valid_from, k->valid_to, on);
}

const law_incident_party *law_incident_party_on(const law *l, str key, day on)
{
    for (size_t i = 0; i < l->incidents.party_count; i++) {
        const law_incident_party *p = &l->incidents.parties[i];
        if (str_equal(p->key, key) && covers(p->valid_from, p->valid_to, on)) return p;
    }
    return NULL;
}

const law_incident_regime *law_incident_regime_on(const law *l, day on)
{
    for (size_t i = 0; i < l->incidents.regime_count; i++) {
        const law_incident_regime *r = &l->incidents.regimes[i];
        if (covers(r->valid_from, r->valid_to, on)) return r;
    }
    return NULL;
}
