// incidents_view.c - see incidents_view.h.
#include "modules/incidents/incidents_view.h"

#include "kit/text/text.h"
#include "modules/incidents/types.h"

enum { MINUTE_MS = 60000 };

str incident_named(arena *a, lang in, const char *group, str key)
{
    if (!key.len) return S("");
    str whole = arena_printf(a, "incidents.%s." STR_FMT, group, STR_ARG(key));
    return whole.ptr ? text_named(in, whole) : S("");
}

str incident_state_words(lang in, incident_state s)
{
    char  room[128];
    arena a = arena_over(room, sizeof(room));
    return incident_named(&a, in, "state", incident_state_key(s));
}

const char *incident_state_look(incident_state s)
{
    if (s == INCIDENT_CLOSED) return "done";
    if (incident_over(s)) return "off";
    if (s == INCIDENT_NEW) return "lack";
    if (incident_serious_path(s)) return "bad";
    return "doing";
}

static str span_words(page *o, int64_t ms)
{
    int64_t   minutes = ms / MINUTE_MS, hours = minutes / 60, days = hours / 24;
    const str parts[] = { page_number(o, days), page_number(o, hours % 24),
                          page_number(o, minutes % 60) };
    if (days) return text_fmt(o->a, o->lang, T_incidents_span_days, parts, COUNT(parts));
    if (hours) return text_fmt(o->a, o->lang, T_incidents_span_hours, parts, COUNT(parts));
    return text_fmt(o->a, o->lang, T_incidents_span_minutes, parts, COUNT(parts));
}

str incident_left_words(page *o, int64_t due_ms, int64_t now_ms)
{
    bool late = now_ms > due_ms;
    str  span = span_words(o, late ? now_ms - due_ms : due_ms - now_ms);
    return text_fmt(o->a, o->lang, late ? T_incidents_over : T_incidents_left, &span, 1);
}

str incident_since_words(page *o, int64_t at_ms, int64_t now_ms)
{
    str span = span_words(o, now_ms > at_ms ? now_ms - at_ms : 0);
    return text_fmt(o->a, o->lang, T_incidents_since, &span, 1);
}

str incident_class_line(arena *a, lang in, const incident_row *r)
{
    static const char *const stages[] = { "decided", "verified", "proposed" };
    const incident_class     k[]      = { r->decided, r->verified, r->proposed };
    for (size_t i = 0; i < COUNT(k); i++) {
        if (k[i] == CLASS_NONE) continue;
        str stage = incident_named(a, in, "stage", str_from(stages[i]));
        str class = incident_named(a, in, "class", incident_class_key(k[i]));
        return arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(class), STR_ARG(stage));
    }
    return S("");
}

// ---- the list --------------------------------------------------------------------------------------

status incidents_view_fill(page *o, const incident_page *list, int64_t now_ms, incidents_view *v)
{
    v->items = NEW(o->a, incident_item, list->count + 1);
    v->count = list->count;
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        const incident_row *r    = &list->items[i];
        bool                over = r->due_ms && r->due_ms < now_ms;
        v->items[i]              = (incident_item){
                         .r        = r,
                         .detected = page_when(o, r->detected_ms),
                         .state    = incident_state_words(o->lang, r->state),
                         .look     = incident_state_look(r->state),
                         .type     = r->type.len ? incident_type_words(o->lang, r->type) : S(""),
                         .class    = incident_class_line(o->a, o->lang, r),
                         .due      = r->due_ms ? incident_left_words(o, r->due_ms, now_ms) : S(""),
                         .due_look = over ? "bad" : "wait",
        };
    }
    return ST_OK;
}

// ---- facts -----------------------------------------------------------------------------------------

static str set_words(page *o, str value)
{
    buf b = buf_in(o->a, 128, 2048);
    str word, rest = value;
    while (rest.len) {
        (void)str_cut(rest, ' ', &word, &rest);
        if (!word.len) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, incident_named(o->a, o->lang, "choice", word));
    }
    return b.failed ? S("") : buf_str(&b);
}

str incident_fact_words(page *o, const incident_fact *f, str value)
{
    int64_t n;
    if (!value.len) return S("");
    switch (f->kind) {
    case FACT_TIME: return str_int(value, &n) ? page_when(o, n) : value;
    case FACT_THREE: return str_equal(value, S("yes")) ? T(o, part_yes) : T(o, part_no);
    case FACT_CHOICE:
    case FACT_SET: return set_words(o, value);
    case FACT_TYPE:
    case FACT_SUBTYPE: return incident_type_words(o->lang, value);
    case FACT_OWNER: return incident_owner_words(o->lang, value);
    case FACT_COUNT: return str_int(value, &n) ? page_number(o, n) : value;
    case FACT_LINE:
    case FACT_LONG:
    case FACT_LIST:
    case FACT_EMAIL: break;
    }
    return value;
}

static str group_title(page *o, int group)
{
    static const text_key words[INCIDENT_GROUPS + 1] = {
        [GROUP_FIRST] = T_incidents_group_first,     [GROUP_TIMES] = T_incidents_group_times,
        [GROUP_HARM] = T_incidents_group_harm,       [GROUP_SYSTEM] = T_incidents_group_system,
        [GROUP_WORK] = T_incidents_group_work,       [GROUP_REPORTER] = T_incidents_group_reporter,
        [GROUP_OUTCOME] = T_incidents_group_outcome,
    };
    return text_get(o->lang, words[group]);
}

status incident_facts_fill(page *o, const incident_values *v, incident_room_view *out)
{
    for (int g = 1; g <= INCIDENT_GROUPS; g++) {
        fact_group *to = &out->groups[g - 1];
        to->title      = group_title(o, g);
        to->items      = NEW(o->a, fact_line, incident_fact_count);
        if (!to->items) return ST_MEMORY;
        for (size_t i = 0; i < incident_fact_count; i++) {
            const incident_fact *f = &incident_facts_all[i];
            if ((int)f->group != g || !v->at[i].len || str_equal(str_from(f->key), S("title")))
                continue;
            to->items[to->count++] = (fact_line){ incident_named(o->a, o->lang, "field",
                                                                 str_from(f->key)),
                                                  incident_fact_words(o, f, v->at[i]) };
        }
    }
    return ST_OK;
}

// ---- the form --------------------------------------------------------------------------------------

static status choices_of(page *o, const incident_fact *f, page_field *to)
{
    size_t       n    = 0;
    page_option *list = NEW(o->a, page_option, 16);
    if (!list) return ST_MEMORY;
    if (f->kind == FACT_CHOICE) list[n++] = (page_option){ S(""), T(o, incidents_choose), { 0 } };
    for (size_t i = 0; f->choices[i] && n < 16; i++) {
        str value = str_from(f->choices[i]);
        list[n++] = (page_option){ value, incident_named(o->a, o->lang, "choice", value), { 0 } };
    }
    to->options      = list;
    to->option_count = n;
    return ST_OK;
}

static status types_of(page *o, incident_kind kind, page_field *to)
{
    incident_type_row *rows;
    size_t             n;
    TRY(kind == FACT_OWNER ? incident_owner_kinds(o->a, o->lang, &rows, &n)
                           : incident_types(o->a, o->lang, kind == FACT_SUBTYPE, &rows, &n));
    page_option *list = NEW(o->a, page_option, n + 1);
    if (!list) return ST_MEMORY;
    list[0] = (page_option){
        S(""), kind == FACT_OWNER ? T(o, incidents_owner_by_tree) : T(o, incidents_choose), { 0 }
    };
    for (size_t i = 0; i < n; i++) list[i + 1] = (page_option){ rows[i].code, rows[i].name, { 0 } };
    to->options      = list;
    to->option_count = n + 1;
    return ST_OK;
}

// What was typed stands as typed; a kept time is shown as people write it.
static str shown_value(page *o, const incident_fact *f, str value)
{
    int64_t ms;
    if (f->kind == FACT_TIME && str_int(value, &ms)) return page_when(o, ms);
    if (f->kind == FACT_THREE && str_equal(value, S("yes"))) return S("true");
    if (f->kind == FACT_THREE && str_equal(value, S("no"))) return S("false");
    return value.ptr ? value : S("");
}

static str hint_of(page *o, const incident_fact *f)
{
    text_key key;
    str      name = arena_printf(o->a, "incidents.field.%s-hint", f->key);
    if (name.ptr && text_known(name, &key)) return text_get(o->lang, key);
    return f->kind == FACT_TIME   ? T(o, incidents_time_hint)
           : f->kind == FACT_LIST ? T(o, incidents_list_hint)
                                  : S("");
}

static status field_of(page *o, const page_frame *frame, size_t at, str value,
                       incident_form_field *out)
{
    const incident_fact *f = &incident_facts_all[at];
    out->kind              = f->kind;
    out->f                 = (page_field){ .name         = f->key,
                                           .label        = incident_named(o->a, o->lang, "field", str_from(f->key)),
                                           .hint         = hint_of(o, f),
                                           .error        = page_field_error(o, frame, f->key),
                                           .value        = shown_value(o, f, value),
                                           .required     = f->required,
                                           .autocomplete = f->mail,
                                           .max          = INCIDENT_TEXT_MAX,
                                           .rows         = f->kind == FACT_LONG ? 5 : 3 };
    if (f->kind == FACT_LONG || f->kind == FACT_LIST) out->f.max = INCIDENT_LONG_MAX;
    if (f->kind == FACT_COUNT) out->f.inputmode = "numeric";
    if (f->kind == FACT_EMAIL) out->f.inputmode = "email";
    if (f->kind == FACT_CHOICE || f->kind == FACT_SET) return choices_of(o, f, &out->f);
    bool listed = f->kind == FACT_TYPE || f->kind == FACT_SUBTYPE || f->kind == FACT_OWNER;
    return listed ? types_of(o, f->kind, &out->f) : ST_OK;
}

status incident_form_fill(page *o, const incident_values *shown, incident_form_view *v)
{
    for (int g = 1; g <= INCIDENT_GROUPS; g++) {
        incident_form_group *to = &v->groups[g - 1];
        to->title               = group_title(o, g);
        to->open                = g == GROUP_FIRST;
        to->fields              = NEW(o->a, incident_form_field, incident_fact_count);
        if (!to->fields) return ST_MEMORY;
        for (size_t i = 0; i < incident_fact_count; i++) {
            if ((int)incident_facts_all[i].group != g) continue;
            incident_form_field *f = &to->fields[to->count++];
            TRY(field_of(o, &v->frame, i, shown->at[i], f));
            to->open |= f->f.error.len > 0;
        }
    }
    return ST_OK;
}

// ---- the time line ---------------------------------------------------------------------------------

static str value_words(page *o, const incident_event *e, str value)
{
    int64_t              ms;
    const incident_fact *f = incident_fact_find(e->field);
    if (str_equal(e->kind, S("state"))) return incident_named(o->a, o->lang, "state", value);
    if (str_equal(e->kind, S("class"))) return incident_named(o->a, o->lang, "class", value);
    incident_task_state task;
    if (str_equal(e->kind, S("task")) && incident_task_state_named(value, &task))
        return incident_named(o->a, o->lang, "task.state", value);
    if (!value.len) return T(o, incidents_unknown);
    if (time_parse(value, &ms) == ST_OK) return page_when(o, ms);
    return f ? incident_fact_words(o, f, value) : value;
}

static str event_field(page *o, const incident_event *e)
{
    const law_incident_paper *p = law_incident_paper_find(law_current(), e->field);
    const law_incident_clock *k = law_incident_clock_find(law_current(), e->field);
    if (p) return law_say(p->text, o->lang == LANG_EN);
    if (k) return law_say(k->name, o->lang == LANG_EN);
    if (incident_fact_find(e->field)) return incident_named(o->a, o->lang, "field", e->field);
    if (str_equal(e->kind, S("class"))) return incident_named(o->a, o->lang, "stage", e->field);
    if (str_equal(e->kind, S("lesson")))
        return incident_named(o->a, o->lang, "lesson.what", e->field);
    if (str_equal(e->kind, S("convened")) || str_equal(e->kind, S("dismissed")))
        return incident_named(o->a, o->lang, "seat", e->field);
    return e->field;
}

static str event_words(page *o, const incident_event *e)
{
    str key = arena_printf(o->a, "incidents.event." STR_FMT, STR_ARG(e->kind));
    if (!key.ptr) return S("");
    str after = value_words(o, e, e->after);
    if (str_equal(e->kind, S("clock"))) after = incident_named(o->a, o->lang, "mark", e->after);
    const str args[] = { event_field(o, e), value_words(o, e, e->before), after };
    return text_fill(o->a, text_named(o->lang, key), args, COUNT(args));
}

status incident_events_fill(page *o, const incident_event *events, size_t n, incident_room_view *v)
{
    v->events      = NEW(o->a, event_line, n + 1);
    v->event_count = n;
    if (!v->events) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const incident_event *e = &events[i];
        int64_t               ms;
        str words    = time_parse(e->words, &ms) == ST_OK ? page_when(o, ms) : e->words;
        str who      = e->body.len ? arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(e->person),
                                                  STR_ARG(e->body))
                                   : e->person;
        v->events[i] = (event_line){ .when  = page_when(o, e->at_ms),
                                     .iso   = time_rfc3339(o->a, e->at_ms),
                                     .who   = who,
                                     .what  = event_words(o, e),
                                     .words = words };
    }
    return ST_OK;
}

// ---- clocks ----------------------------------------------------------------------------------------

static str parties_words(page *o, const incident_clock *k, int64_t now_ms)
{
    buf b  = buf_in(o->a, 256, 4096);
    day on = day_of_ms(k->start_ms ? k->start_ms : now_ms, 7 * 60);
    for (size_t i = 0; i < k->to_count; i++) {
        const law_incident_party *p = law_incident_party_on(law_current(), k->to[i], on);
        if (i) buf_put(&b, S("; "));
        buf_put(&b, p ? law_say(p->text, o->lang == LANG_EN) : k->to[i]);
    }
    return b.failed ? S("") : buf_str(&b);
}

static str standing_words(page *o, incident_clock_standing s)
{
    static const text_key words[] = {
        [STANDING_NOT_BEGUN]  = T_incidents_clock_waits,
        [STANDING_RUNNING]    = T_incidents_clock_runs,
        [STANDING_SOON]       = T_incidents_clock_soon,
        [STANDING_OVERDUE]    = T_incidents_clock_overdue,
        [STANDING_DONE]       = T_incidents_clock_met,
        [STANDING_DONE_LATE]  = T_incidents_clock_late,
        [STANDING_EXEMPT]     = T_incidents_clock_exempt,
        [STANDING_SUPERSEDED] = T_incidents_clock_superseded,
    };
    return text_get(o->lang, words[s]);
}

static const char *standing_look(incident_clock_standing s)
{
    static const char *const looks[] = {
        [STANDING_NOT_BEGUN] = "off", [STANDING_RUNNING] = "doing",  [STANDING_SOON] = "lack",
        [STANDING_OVERDUE] = "bad",   [STANDING_DONE] = "done",      [STANDING_DONE_LATE] = "lack",
        [STANDING_EXEMPT] = "off",    [STANDING_SUPERSEDED] = "off",
    };
    return looks[s];
}

static int64_t spent_of(const incident_clock *k, int64_t now_ms)
{
    int64_t whole = k->due_ms - k->start_ms, gone = now_ms - k->start_ms;
    if (whole <= 0 || gone >= whole) return 100;
    return gone <= 0 ? 0 : gone * 100 / whole;
}

static str form_href(page *o, const incident_room_view *v, const law_incident_paper *paper,
                     const law_incident_clock *k)
{
    if (!paper || !paper->form.len || !v->may_draw) return S("");
    return arena_printf(o->a, "/su-co/" STR_FMT "/thu/" STR_FMT "?han=" STR_FMT,
                        STR_ARG(v->i->code), STR_ARG(paper->form), STR_ARG(k->id));
}

static str sent_href(page *o, const incident_room_view *v, const incident_clock_state *s)
{
    bool waits = s->k.start_ms && !s->done_ms && s->k.kind != CLOCK_EXEMPT;
    if (!waits || !v->may_report) return S("");
    return arena_printf(o->a, "/su-co/" STR_FMT "?han=" STR_FMT "#van-ban", STR_ARG(v->i->code),
                        STR_ARG(s->k.rule->id));
}

static str exempt_words(page *o, const incident_clock_state *s)
{
    const str args[] = { s->exempt_no, s->exempt };
    return s->exempt.len ? text_fmt(o->a, o->lang, T_incidents_exempt_by, args, COUNT(args))
                         : S("");
}

// The facts that a possible clock hangs on.
static str unknown_words(page *o, const incident_clock *k)
{
    buf b = buf_in(o->a, 128, 2048);
    for (int f = 0; f < LAW_INCIDENT_FLAGS; f++) {
        if (!(k->unknown >> f & 1)) continue;
        str words = incident_named(o->a, o->lang, "flag",
                                   law_incident_flag_key((law_incident_flag)f));
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, words);
    }
    return b.failed ? S("") : buf_str(&b);
}

static clock_line line_of(page *o, const incident_room_view *v, const incident_clock_state *s,
                          int64_t now_ms)
{
    const incident_clock     *k        = &s->k;
    bool                      en       = o->lang == LANG_EN;
    const law_incident_paper *paper    = law_incident_paper_find(law_current(), k->rule->document);
    bool                      possible = k->kind == CLOCK_POSSIBLE && !s->done_ms;
    return (clock_line){
        .rule      = k->rule->id,
        .name      = law_say(k->rule->name, en),
        .document  = paper ? law_say(paper->text, en) : k->rule->document,
        .to        = parties_words(o, k, now_ms),
        .anchor    = k->start_ms ? page_when(o, k->start_ms) : S(""),
        .due       = k->due_ms ? page_when(o, k->due_ms) : S(""),
        .latest    = k->latest_ms > k->due_ms ? page_when(o, k->latest_ms) : S(""),
        .left      = s->runs ? incident_left_words(o, k->due_ms, now_ms) : S(""),
        .cite      = law_say(k->rule->cite.text, en),
        .certainty = str_from(law_certainty_key(k->rule->certainty)),
        .href      = form_href(o, v, paper, k->rule),
        .paper     = k->rule->document,
        .sent_href = sent_href(o, v, s),
        .state     = possible ? T(o, incidents_clock_possible) : standing_words(o, s->stands),
        .look      = possible ? "wait" : standing_look(s->stands),
        .note      = s->done_ms ? page_when(o, s->done_ms) : exempt_words(o, s),
        .hangs_on  = possible ? unknown_words(o, k) : S(""),
        .settable  = k->rule->settable,
        .spent     = spent_of(k, now_ms),
        .runs      = s->runs,
        .bar       = s->runs,
    };
}

void incident_clocks_sort(const incident_clocks_state *s, size_t *order, size_t *running)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->items[i].runs) continue;
        size_t at = n++;
        for (; at > 0 && s->items[order[at - 1]].k.due_ms > s->items[i].k.due_ms; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    *running = n;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->items[i].runs) order[n++] = i;
    }
}

status incident_clocks_fill(page *o, const incident_clocks_state *s, int64_t now_ms,
                            incident_room_view *v)
{
    int64_t out      = 0;
    str    *overlaps = NEW(o->a, str, s->overlap_count + 1);
    size_t  order[INCIDENT_CLOCKS_MAX];
    v->clocks = NEW(o->a, clock_line, s->count + 1);
    if (!v->clocks || !overlaps) return ST_MEMORY;
    incident_clocks_sort(s, order, &v->waiting_from);
    for (size_t i = 0; i < s->count; i++)
        v->clocks[v->clock_count++] = line_of(o, v, &s->items[order[i]], now_ms);
    for (size_t i = 0; i < s->overlap_count; i++)
        overlaps[i] = law_say(s->overlaps[i]->text, o->lang == LANG_EN);
    for (size_t i = 0; i < s->count; i++) out += s->items[i].exempt.len > 0;
    str number = page_number(o, out);
    if (out) v->exempted = text_fmt(o->a, o->lang, T_incidents_exempt_count, &number, 1);
    v->owner_kind    = s->owner_kind.len ? incident_owner_words(o->lang, s->owner_kind) : S("");
    v->overlaps      = overlaps;
    v->overlap_count = s->overlap_count;
    v->serious       = s->serious == LAW_TRUE      ? T(o, incidents_serious_yes)
                       : s->serious == LAW_UNKNOWN ? T(o, incidents_serious_maybe)
                                                   : T(o, incidents_serious_no);
    v->serious_look  = s->serious == LAW_TRUE ? "bad" : s->serious == LAW_UNKNOWN ? "lack" : "done";
    v->plan          = s->plan.kind == PLAN_NAMED ? law_say(s->plan.plan->name, o->lang == LANG_EN)
                       : s->plan.kind == PLAN_BY_HAND ? T(o, incidents_plan_by_hand)
                                                      : S("");
    return ST_OK;
}
