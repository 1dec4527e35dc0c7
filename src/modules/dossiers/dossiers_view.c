// dossiers_view.c - the list of dossiers and one dossier: where it stands, what is missing, what happened.
#include "modules/dossiers/dossiers_view.h"

#include "kit/text/text.h"
#include "modules/organisations/organisations.h"

static str words(lang in, law_words w)
{
    return in == LANG_EN ? w.en : w.vi;
}

str dossier_state_words(lang in, const law_state *s)
{
    return s ? words(in, s->name) : S("");
}

static str holder_words(page *o, str holder)
{
    if (!holder.len) return S("");
    return text_named(o->lang, arena_printf(o->a, "dossiers.actor." STR_FMT, STR_ARG(holder)));
}

// The state as text and shape.
static const char *look_of(const law_state *s)
{
    if (!s) return "off";
    if (str_equal(s->key, S("in_force")) || str_equal(s->key, S("approved"))) return "done";
    if (str_equal(s->key, S("returned")) || str_equal(s->key, S("refused")) ||
        str_equal(s->key, S("appraised_not_ok")))
        return "bad";
    return s->rest ? "off" : "doing";
}

// ---- the list ----------------------------------------------------------------------------------------

void dossiers_view_list(page *o, const call *c, const dossier_list_page *list, dossiers_view *v)
{
    str today = organisations_day(c);
    v->items  = NEW(o->a, dossier_line, list->count + 1);
    for (size_t i = 0; v->items && i < list->count; i++) {
        const dossier   *d    = &list->items[i];
        const law_pack  *pack = law_pack_find(law_current(), d->pack);
        const law_state *s    = pack ? law_state_find(pack, d->state) : NULL;
        const law_actor *who  = s ? workflow_holder(pack, s, d->level) : NULL;
        v->items[i]           = (dossier_line){ .d      = d,
                                                .state  = dossier_state_words(o->lang, s),
                                                .holder = who ? holder_words(o, who->key) : S(""),
                                                .since  = page_when(o, d->state_ms),
                                                .until  = d->due_on.len ? page_date(o, d->due_on) : S(""),
                                                .look   = look_of(s),
                                                .late   = d->due_on.len && today.ptr &&
                                                        str_compare(d->due_on, today) < 0 };
    }
    v->count = v->items ? list->count : 0;
}

// ---- parts ---------------------------------------------------------------------------------------------

static const char *look_of_part(dossier_part_state s)
{
    static const char *const looks[] = { "off", "wait", "doing", "lack", "done" };
    return looks[s];
}

static str lack_words(page *o, const dossier_content *k, str key)
{
    str name = arena_printf(o->a, "dossiers.lack." STR_FMT, STR_ARG(key));
    (void)k;
    return text_named(o->lang, name);
}

static status fill_line(page *o, const dossier_content *k, const dossier_part *p,
                        dossier_part_line *out)
{
    str state = arena_printf(o->a, "dossiers.part.%s", dossier_part_state_key(p->state));
    *out      = (dossier_part_line){
             .part      = p,
             .name      = words(o->lang, p->component->name),
             .hint      = words(o->lang, p->component->hint),
             .cite      = words(o->lang, p->component->cite.text),
             .certainty = str_from(law_certainty_key(p->component->certainty)),
             .state     = text_named(o->lang, state),
             .since     = p->since_ms ? page_when(o, p->since_ms) : S(""),
             .href      = arena_printf(o->a, "/ho-so/" STR_FMT "/" STR_FMT, STR_ARG(k->d.code),
                                       STR_ARG(p->component->key)),
             .look      = look_of_part(p->state),
    };
    out->lacks = NEW(o->a, str, p->lack_count + 1);
    if (!out->lacks || !out->href.ptr) return ST_MEMORY;
    for (size_t i = 0; i < p->lack_count; i++) out->lacks[i] = lack_words(o, k, p->lacks[i]);
    return ST_OK;
}

static status fill_lines(page *o, const dossier_content *k, dossier_show_view *v)
{
    dossier_parts_of(k, &v->parts);
    v->lines = NEW(o->a, dossier_part_line, v->parts.count + 1);
    if (!v->lines) return ST_MEMORY;
    for (size_t i = 0; i < v->parts.count; i++)
        TRY(fill_line(o, k, &v->parts.items[i], &v->lines[i]));
    return ST_OK;
}

// ---- what was said, what happened -------------------------------------------------------------------------

static str part_name(page *o, const dossier_content *k, str anchor)
{
    const law_component *c = law_component_find(k->pack, anchor);
    const law_workflow  *w = law_workflow_of(k->pack);
    if (c) return words(o->lang, c->name);
    for (size_t i = 0; i < w->test_count; i++) {
        if (str_equal(w->tests[i].key, anchor)) return words(o->lang, w->tests[i].text);
    }
    return anchor;
}

static dossier_note_line note_line(page *o, const dossier_content *k, const workflow_note *n)
{
    bool part = law_component_find(k->pack, n->anchor) != NULL;
    return (dossier_note_line){ .note = n,
                                .part = part_name(o, k, n->anchor),
                                .when = page_when(o, n->at_ms),
                                .href = part ? arena_printf(o->a, "/ho-so/" STR_FMT "/" STR_FMT,
                                                            STR_ARG(k->d.code), STR_ARG(n->anchor))
                                             : S("") };
}

static str act_name(page *o, const dossier_content *k, const workflow_event *e)
{
    const law_workflow *w = law_workflow_of(k->pack);
    for (size_t i = 0; i < w->act_count; i++) {
        if (str_equal(w->acts[i].id, e->act_id)) return words(o->lang, w->acts[i].name);
    }
    return e->act;
}

static status fill_events(page *o, call *c, const dossier_content *k, dossier_show_view *v)
{
    workflow_event *events;
    workflow_note  *notes;
    size_t          note_count;
    TRY(workflow_events_of(c, dossier_thing(&k->d), &events, &v->event_count));
    TRY(workflow_notes_of(c, dossier_thing(&k->d), &notes, &note_count));
    v->events   = NEW(o->a, dossier_event_line, v->event_count + 1);
    v->returned = NEW(o->a, dossier_note_line, note_count + 1);
    if (!v->events || !v->returned) return ST_MEMORY;
    for (size_t i = 0; i < v->event_count; i++) {
        dossier_event_line *e = &v->events[i];
        *e                    = (dossier_event_line){ .event = &events[i],
                                                      .act   = act_name(o, k, &events[i]),
                                                      .when  = page_when(o, events[i].at_ms),
                                                      .due   = page_date(o, events[i].due_on),
                                                      .on    = page_date(o, events[i].on) };
        e->notes              = NEW(o->a, dossier_note_line, note_count + 1);
        if (!e->notes) return ST_MEMORY;
        for (size_t n = 0; n < note_count; n++) {
            if (notes[n].event_id == events[i].id)
                e->notes[e->note_count++] = note_line(o, k, &notes[n]);
        }
    }
    for (size_t n = 0; n < note_count; n++) {
        if (notes[n].event_id && !notes[n].settled_ms && k->state->open)
            v->returned[v->returned_count++] = note_line(o, k, &notes[n]);
        for (size_t p = 0; p < v->parts.count && !notes[n].settled_ms; p++)
            v->lines[p].open_notes += str_equal(v->lines[p].part->component->key, notes[n].anchor);
    }
    return ST_OK;
}

// ---- where it stands ------------------------------------------------------------------------------------------

static int64_t days_between(str from, str to)
{
    day a, b;
    if (day_parse(from, &a) != ST_OK || day_parse(to, &b) != ST_OK) return 0;
    return day_number(b) - day_number(a);
}

static void fill_clock(page *o, const call *c, const dossier_content *k, dossier_show_view *v)
{
    const dossier_clock *clock = &v->stands.clock;
    str                  today = organisations_day(c);
    v->until                   = k->d.due_on.len ? page_date(o, k->d.due_on) : S("");
    v->late = k->d.due_on.len && today.ptr && str_compare(k->d.due_on, today) < 0;
    if (!clock->limit || !clock->due_on.len || !str_equal(clock->due_on, k->d.due_on)) return;
    const str filled[] = { page_number(o, clock->limit->days), page_date(o, clock->start_on) };
    v->clock = clock->limit->working ? text_fmt(o->a, o->lang, T_dossiers_clock_working, filled, 2)
                                     : text_fmt(o->a, o->lang, T_dossiers_clock_days, filled, 2);
    v->clock_cite      = words(o->lang, clock->limit->cite.text);
    v->clock_certainty = str_from(law_certainty_key(clock->limit->certainty));
    v->unsure          = clock->unsure;
    v->whole           = days_between(clock->start_on, clock->due_on);
    v->spent           = days_between(clock->start_on, today);
    if (v->spent > v->whole) v->spent = v->whole;
    if (v->spent < 0) v->spent = 0;
}

static status fill_acts(page *o, call *c, const dossier_content *k, dossier_show_view *v)
{
    const law_act *acts[WORKFLOW_ACTS_MAX];
    const law_act *way = workflow_way_on(k->pack, k->state, k->d.level);
    size_t         count;
    TRY(dossier_open_acts(c, k, acts, &count));
    for (size_t i = 0; i < count; i++) {
        v->may_link = v->may_link || str_equal(acts[i]->act, S("comment"));
        if (str_equal(acts[i]->act, S("edit")) || str_equal(acts[i]->act, S("comment"))) continue;
        v->acts[v->act_count++] = (dossier_act_link){
            .act   = acts[i],
            .name  = words(o->lang, acts[i]->name),
            .href  = arena_printf(o->a, "/ho-so/" STR_FMT "/viec/" STR_FMT, STR_ARG(k->d.code),
                                  STR_ARG(acts[i]->act)),
            .first = acts[i] == way,
        };
        v->mine = v->mine || acts[i] == way;
    }
    return way ? dossier_breaches(c, k, way, true, &v->warnings, &v->warning_count) : ST_OK;
}

static dossier_finding_line finding_line(page *o, const law_test *t, const dossier_finding *f)
{
    return (dossier_finding_line){ .finding = f,
                                   .test    = words(o->lang, t->text),
                                   .when    = page_when(o, f->at_ms),
                                   .answer  = f->fits ? T(o, dossiers_fits)
                                                      : T(o, dossiers_fits_not),
                                   .edition = page_number(o, f->edition),
                                   .look    = f->fits ? "done" : "bad" };
}

// What the appraiser answered to the questions, newest edition first, each in the pack's order.
static status fill_findings(page *o, call *c, const dossier_content *k, dossier_show_view *v)
{
    const law_workflow *w = law_workflow_of(k->pack);
    dossier_finding    *found;
    size_t              count;
    TRY(dossier_findings(c, &k->d, &found, &count));
    v->findings = NEW(o->a, dossier_finding_line, count + 1);
    if (!v->findings) return ST_MEMORY;
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && found[to].edition == found[from].edition;) to++;
        for (size_t t = 0; t < w->test_count; t++) {
            for (size_t i = from; i < to; i++) {
                if (str_equal(found[i].test, w->tests[t].key))
                    v->findings[v->finding_count++] = finding_line(o, &w->tests[t], &found[i]);
            }
        }
    }
    return ST_OK;
}

status dossier_sheet_lines(page *o, const dossier_content *k, dossier_sheet_line **out,
                           size_t *count)
{
    *out   = NEW(o->a, dossier_sheet_line, k->system_count + 1);
    *count = 0;
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < k->system_count; i++) {
        const dossier_system *s = &k->systems[i];
        if (!s->sheet.id) continue;
        bool      after  = s->sheet.frozen;
        int64_t   n      = after ? s->sheet.done : s->sheet.answered;
        int64_t   whole  = after ? s->sheet.work : s->sheet.rows;
        const str args[] = { page_number(o, n), page_number(o, whole) };
        text_key  key    = after ? T_dossiers_sheet_carried : T_dossiers_sheet_answered;
        str       href   = arena_printf(o->a, "/bang-yeu-cau/%lld%s", (long long)s->sheet.id,
                                after && n < whole ? "?loc=viec" : "");
        if (!href.ptr) return ST_MEMORY;
        (*out)[(*count)++] = (dossier_sheet_line){ .system = s,
                                                   .href   = href,
                                                   .words  = text_fmt(o->a, o->lang, key, args, 2),
                                                   .n      = n,
                                                   .whole  = whole,
                                                   .late   = s->sheet.overdue };
    }
    return ST_OK;
}

// Once the plan is approved it is told how far it is carried out.
static status fill_sheets(page *o, const dossier_content *k, dossier_show_view *v)
{
    if (!k->d.approved_on.len) return ST_OK;
    return dossier_sheet_lines(o, k, &v->sheets, &v->sheet_count);
}

status dossier_view_show(page *o, call *c, const dossier_content *k, dossier_show_view *v)
{
    str kind = arena_printf(o->a, "dossiers.kind." STR_FMT, STR_ARG(dossier_kind_key(k->d.kind)));
    v->k     = k;
    v->state = dossier_state_words(o->lang, k->state);
    v->kind  = text_named(o->lang, kind);
    v->since = page_when(o, k->d.state_ms);
    v->draft = k->state->open;
    v->decision_on  = page_date(o, k->d.decision_on);
    v->live_on      = page_date(o, k->d.live_on);
    v->appraiser_on = page_date(o, k->d.appraiser_on);
    TRY(dossier_stands(c, k, &v->stands));
    v->holder = holder_words(o, v->stands.holder);
    TRY(fill_lines(o, k, v));
    TRY(fill_events(o, c, k, v));
    TRY(fill_findings(o, c, k, v));
    TRY(fill_sheets(o, k, v));
    fill_clock(o, c, k, v);
    TRY(fill_acts(o, c, k, v));
    return dossier_view_letters(o, c, k, v);
}

// ---- rules in words ----------------------------------------------------------------------------------------------

// "Thiết kế: tài liệu thiết kế, …": each part that is wanted and lacks something.
static status parts_wanted(call *c, const dossier_content *k, str *out, size_t *count)
{
    dossier_parts *parts = NEW(c->a, dossier_parts, 1);
    if (!parts) return ST_MEMORY;
    dossier_parts_of(k, parts);
    for (size_t i = 0; i < parts->count; i++) {
        const dossier_part *p = &parts->items[i];
        buf                 b = buf_in(c->a, 256, 4096);
        if (!dossier_part_wanted(p)) continue;
        buf_put(&b, words(c->lang, p->component->name));
        for (size_t n = 0; n < p->lack_count; n++) {
            str key = arena_printf(c->a, "dossiers.lack." STR_FMT, STR_ARG(p->lacks[n]));
            buf_put(&b, n ? S(", ") : S(": "));
            buf_put(&b, text_named(c->lang, key));
        }
        if (b.failed) return ST_MEMORY;
        out[(*count)++] = buf_str(&b);
    }
    return ST_OK;
}

status dossier_breaches(call *c, const dossier_content *k, const law_act *act, bool warnings,
                        str **out, size_t *count)
{
    const law_guard *found[LAW_ACT_GUARDS_MAX];
    str              today = organisations_day(c);
    *out                   = NEW(c->a, str, LAW_ACT_GUARDS_MAX + DOSSIER_PARTS_MAX);
    *count                 = 0;
    if (!*out || !today.ptr) return ST_MEMORY;
    if (!warnings && (act->needs & LAW_NEEDS_PARTS)) TRY(parts_wanted(c, k, *out, count));
    const dossier_moment now = { today, c->who.person_id, S(""), S("") };
    dossier_facts        f   = dossier_facts_of(k, &now);
    f.going_live             = str_equal(act->act, S("go_live"));
    size_t n                 = workflow_breaches(act, dossier_guards, &f, found, COUNT(found));
    for (size_t i = 0; i < n; i++) {
        if (found[i]->warning != warnings) continue;
        // What the act itself brings cannot be judged before it is there.
        if (!warnings && (act->needs & LAW_NEEDS_REPORT) && str_equal(found[i]->id, S("V15")))
            continue;
        (*out)[(*count)++] = words(c->lang, found[i]->text);
    }
    return ST_OK;
}
