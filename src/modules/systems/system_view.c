// system_view.c - rows of the register in the reader's words.
#include "modules/systems/system_view.h"

#include "modules/organisations/organisations.h"

// Which fields stand together, in the order of pages and forms.
static const struct group_row {
    text_key    title;
    const char *keys[8];
} group_rows[SYSTEM_GROUPS] = {
    { T_systems_group_what, { "name", "owner", "operator", "purpose", "state", NULL } },
    { T_systems_group_size,
      { "scope", "size", "users_served", "address", "begun_on", "running_since", NULL } },
    { T_systems_group_level, { "sheet_level", "decision_no", "decision_on", "decision_by", NULL } },
    { T_systems_group_contact,
      { "contact_name", "contact_title", "contact_phone", "contact_email", "source", "source_url",
        "note", NULL } },
};

str system_state_words(lang in, system_state s)
{
    switch (s) {
    case SYSTEM_PLANNED: return text_get(in, T_systems_state_planned);
    case SYSTEM_BUILDING: return text_get(in, T_systems_state_building);
    case SYSTEM_RUNNING: return text_get(in, T_systems_state_running);
    case SYSTEM_UPGRADING: return text_get(in, T_systems_state_upgrading);
    case SYSTEM_STOPPED: return text_get(in, T_systems_state_stopped);
    }
    return S("");
}

const char *system_state_kind(system_state s)
{
    switch (s) {
    case SYSTEM_PLANNED: return "wait";
    case SYSTEM_BUILDING: return "doing";
    case SYSTEM_RUNNING: return "done";
    case SYSTEM_UPGRADING: return "doing";
    case SYSTEM_STOPPED: return "off";
    }
    return "off";
}

str system_row_state(page *o, const system_row *r)
{
    return system_state_words(o->lang, r->state);
}

// ---- the filter -----------------------------------------------------------------------------------

static status read_body(call *c, const http_request *rq, str name, int64_t *id, problem *why)
{
    str  ref = http_query(rq, name);
    body found;
    if (!ref.len) return ST_OK;
    status st = body_by_ref(c, ref, &found);
    if (st == ST_MISSING) return problem_detail(why, ST_INVALID, name, S("unknown-body"), ref);
    TRY(st);
    *id = found.id;
    return ST_OK;
}

static bool result_named(str key, law_result *out)
{
    for (law_result r = LAW_DECIDED; r <= LAW_NO_RULE; r++) {
        if (!str_equal(key, str_from(law_result_key(r)))) continue;
        *out = r;
        return true;
    }
    return false;
}

status system_filter_read(call *c, const http_request *rq, system_filter *out, problem *why)
{
    str     level = http_query(rq, S("level")), state = http_query(rq, S("state"));
    str     result = http_query(rq, S("result"));
    int64_t number = 0;
    *out           = (system_filter){ .q = str_trim(http_query(rq, S("q"))) };
    if (level.len) {
        if (!str_int(level, &number) || number < 0 || number > 5) {
            return problem_detail(why, ST_INVALID, S("level"), S("unknown-value"), level);
        }
        out->level    = (int)number;
        out->no_level = number == 0;
    }
    if (state.len && !system_state_named(state, &out->state)) {
        return problem_detail(why, ST_INVALID, S("state"), S("unknown-value"), state);
    }
    if (result.len && !result_named(result, &out->result)) {
        return problem_detail(why, ST_INVALID, S("result"), S("unknown-value"), result);
    }
    TRY(read_body(c, rq, S("owner"), &out->owner_id, why));
    return read_body(c, rq, S("branch"), &out->branch_id, why);
}

// ---- the list -------------------------------------------------------------------------------------

static void add_chip(page *o, systems_view *v, text_key label, str words, const char *name)
{
    if (!words.len || v->chip_count == SYSTEM_CHIPS_MAX) return;
    v->chips[v->chip_count++] = (page_chip){ text_fmt(o->a, o->lang, label, &words, 1),
                                             page_url_with(o, v->target, name, S("")) };
}

static void put_choices(page *o, systems_view *v)
{
    static const str digits[]     = { STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
    v->levels[v->level_count++]   = (page_option){ S(""), T(o, systems_filter_any), { 0 } };
    v->states[v->state_count++]   = (page_option){ S(""), T(o, systems_filter_any), { 0 } };
    v->results[v->result_count++] = (page_option){ S(""), T(o, systems_filter_any), { 0 } };
    for (size_t i = 0; i < COUNT(digits); i++) {
        v->levels[v->level_count++] = (page_option){ digits[i], digits[i], { 0 } };
    }
    for (system_state s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++) {
        v->states[v->state_count++] = (page_option){ str_from(system_state_key(s)),
                                                     system_state_words(o->lang, s),
                                                     { 0 } };
    }
    const text_key results[] = { T_systems_result_decided, T_systems_result_at_least,
                                 T_systems_result_no_rule };
    for (law_result r = LAW_DECIDED; r <= LAW_NO_RULE; r++) {
        v->results[v->result_count++] = (page_option){ str_from(law_result_key(r)),
                                                       text_get(o->lang, results[r - LAW_DECIDED]),
                                                       { 0 } };
    }
}

static str words_of(const page_option *options, size_t count, str value)
{
    for (size_t i = 0; i < count; i++) {
        if (value.len && str_equal(options[i].value, value)) return options[i].label;
    }
    return S("");
}

void systems_view_fill(page *o, const web_request *rq, const system_filter *f,
                       const system_page *list, systems_view *v)
{
    v->list   = list;
    v->target = rq->path;
    v->q      = f->q;
    v->level  = http_query(rq->http, S("level"));
    v->state  = http_query(rq->http, S("state"));
    v->result = http_query(rq->http, S("result"));
    put_choices(o, v);
    add_chip(o, v, T_systems_chip_q, v->q, "q");
    add_chip(o, v, T_systems_chip_level, v->level, "level");
    add_chip(o, v, T_systems_chip_state, words_of(v->states, v->state_count, v->state), "state");
    add_chip(o, v, T_systems_chip_result, words_of(v->results, v->result_count, v->result),
             "result");
    add_chip(o, v, T_systems_chip_owner, http_query(rq->http, S("owner")), "owner");
    add_chip(o, v, T_systems_chip_branch, http_query(rq->http, S("branch")), "branch");
    v->pager = (page_pager){ .shown = (int64_t)list->count, .total = list->total };
    if (http_query(rq->http, S("c")).len) v->pager.first = page_url_with(o, v->target, "c", S(""));
    if (list->next.len) v->pager.next = page_url_with(o, v->target, "c", list->next);
    str  query, path;
    bool has       = str_cut(page_url_with(o, v->target, "c", S("")), '?', &path, &query);
    v->export_href = has ? arena_printf(o->a, "/he-thong/xuat?" STR_FMT, STR_ARG(query))
                         : S("/he-thong/xuat");
}

// ---- one system -----------------------------------------------------------------------------------

static str value_words(page *o, const system_record *s, const system_field *f)
{
    str value = system_text_of(&s->data, f);
    if (str_equal(f->key, S("owner"))) return s->owner_name;
    if (str_equal(f->key, S("operator")) && s->operator_name.len) return s->operator_name;
    if (f->kind == SYSTEM_DAY) return page_date(o, value);
    if (f->kind == SYSTEM_STATE) return system_state_words(o->lang, s->state);
    return value;
}

static status put_group(page *o, const system_record *s, const struct group_row *row,
                        system_group *g)
{
    g->title = text_get(o->lang, row->title);
    g->lines = NEW(o->a, system_line, COUNT(row->keys));
    if (!g->lines) return ST_MEMORY;
    for (const char *const *key = row->keys; *key; key++) {
        const system_field *f     = system_field_find(str_from(*key));
        str                 value = f ? value_words(o, s, f) : S("");
        if (!value.len) continue;
        g->lines[g->count++] = (system_line){ text_get(o->lang, f->label), value,
                                              f->kind == SYSTEM_URL ? value : S("") };
    }
    return ST_OK;
}

static status put_facts(page *o, const system_record *s, system_view *v)
{
    law_case   k;
    problem    why;
    const law *l = law_current();
    TRY(law_facts_parse(l, s->data.facts, o->a, &k, &why));
    v->facts = NEW(o->a, system_line, law_fact_count(l));
    if (!v->facts) return ST_MEMORY;
    for (size_t i = 0; i < law_fact_count(l); i++) {
        const law_fact *f = law_fact_at(l, i);
        if (!(k.own.known >> i & 1)) continue;
        bool english              = o->lang == LANG_EN;
        v->facts[v->fact_count++] = (system_line){ law_say(f->label, english),
                                                   law_fact_words(f, &k.own, english, o->a),
                                                   { 0 } };
    }
    return ST_OK;
}

status system_view_fill(page *o, const system_record *s, system_view *v)
{
    const law_pack *p = law_pack_find(law_current(), s->pack);
    v->s              = *s;
    v->state          = system_state_words(o->lang, s->state);
    v->state_kind     = system_state_kind(s->state);
    v->pack           = p ? law_say(p->name_short, o->lang == LANG_EN) : s->pack;
    v->at_least       = s->result == LAW_AT_LEAST;
    v->no_rule        = s->result == LAW_NO_RULE;
    v->updated        = page_when(o, s->updated_ms);
    for (size_t i = 0; i < SYSTEM_GROUPS; i++) TRY(put_group(o, s, &group_rows[i], &v->groups[i]));
    return put_facts(o, s, v);
}

status system_history_fill(page *o, const system_change *rows, size_t count, system_view *v)
{
    v->history = NEW(o->a, system_past, count ? count : 1);
    if (!v->history) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const system_field *f          = system_field_find(rows[i].field);
        v->history[v->history_count++] = (system_past){ page_when(o, rows[i].at_ms), rows[i].person,
                                                        f ? text_get(o->lang, f->label)
                                                          : rows[i].field,
                                                        rows[i].before, rows[i].after };
    }
    return ST_OK;
}

// ---- the form ---------------------------------------------------------------------------------------

static void put_form_options(page *o, const system_field *f, system_form_field *out)
{
    static const str levels[] = { STR(""), STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
    size_t           n        = 0;
    if (f->kind == SYSTEM_STATE) {
        for (system_state s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++) {
            out->options[n++] = (page_option){ str_from(system_state_key(s)),
                                               system_state_words(o->lang, s),
                                               { 0 } };
        }
        if (!out->field.value.len) out->field.value = S("running");
    }
    for (size_t i = 0; f->kind == SYSTEM_LEVEL && i < COUNT(levels); i++) {
        out->options[n++] = (page_option){ levels[i],
                                           i ? levels[i] : T(o, systems_level_unstated),
                                           { 0 } };
    }
    out->field.options      = out->options;
    out->field.option_count = n;
}

static void put_form_field(page *o, const page_frame *frame, const system_field *f,
                           const system_data *d, system_form_field *out)
{
    str value           = system_text_of(d, f);
    out->kind           = f->kind;
    out->field.name     = arena_cstr(o->a, f->key);
    out->field.label    = text_get(o->lang, f->label);
    out->field.hint     = f->hint ? text_get(o->lang, f->hint) : S("");
    out->field.value    = f->kind == SYSTEM_DAY ? page_date(o, value) : value;
    out->field.max      = (int)f->max;
    out->field.error    = page_field_error(o, frame, out->field.name);
    out->field.required = str_equal(f->key, S("name")) || str_equal(f->key, S("owner"));
    out->field.narrow   = f->kind == SYSTEM_DAY;
    if (f->kind == SYSTEM_DAY) out->field.inputmode = "numeric";
    if (f->kind == SYSTEM_EMAIL) out->field.type = "email";
    if (f->kind == SYSTEM_LINES) out->field.rows = 3;
    put_form_options(o, f, out);
}

status system_form_fill(page *o, const system_data *d, system_form_view *v)
{
    for (size_t i = 0; i < SYSTEM_GROUPS; i++) {
        system_form_group *g = &v->groups[i];
        g->title             = text_get(o->lang, group_rows[i].title);
        g->fields            = NEW(o->a, system_form_field, COUNT(group_rows[i].keys));
        if (!g->fields) return ST_MEMORY;
        for (const char *const *key = group_rows[i].keys; *key; key++) {
            const system_field *f = system_field_find(str_from(*key));
            if (f) put_form_field(o, &v->frame, f, d, &g->fields[g->count++]);
        }
    }
    return ST_OK;
}
