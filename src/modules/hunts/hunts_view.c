// hunts_view.c - see hunts_view.h.
#include "modules/hunts/hunts_view.h"

#include "kit/law/incident_rules.h"
#include "kit/text/text.h"

str hunt_named(arena *a, lang in, const char *group, str key)
{
    if (!key.len) return S("");
    str whole = arena_printf(a, "hunts.%s." STR_FMT, group, STR_ARG(key));
    return whole.ptr ? text_named(in, whole) : S("");
}

page_field hunt_field_of(page *o, const page_frame *f, const char *name, str value)
{
    text_key key;
    str      hint = arena_printf(o->a, "hunts.field.%s-hint", name);
    return (page_field){ .name  = name,
                         .label = hunt_named(o->a, o->lang, "field", str_from(name)),
                         .hint  = hint.ptr && text_known(hint, &key) ? text_get(o->lang, key)
                                                                     : S(""),
                         .error = page_field_error(o, f, name),
                         .value = value.ptr ? value : S(""),
                         .max   = HUNT_LINE_MAX };
}

const page_option *hunt_choices(page *o, const char *group, str (*key)(int), int count, str none,
                                size_t *out_count)
{
    size_t       first = none.ptr ? 1 : 0;
    page_option *list  = NEW(o->a, page_option, (size_t)count + first);
    *out_count         = 0;
    if (!list) return NULL;
    if (first) list[0] = (page_option){ S(""), none, { 0 } };
    for (int i = 1; i <= count; i++)
        list[first + (size_t)i - 1] = (page_option){ key(i),
                                                     hunt_named(o->a, o->lang, group, key(i)),
                                                     { 0 } };
    *out_count = (size_t)count + first;
    return list;
}

void hunt_law_fill(page *o, const hunt_term *t, hunt_law_view *out)
{
    static const char *const ids[HUNT_LAW_NOTES] = { "hunt-first", "hunt-upgrading",
                                                     "hunt-beside" };
    *out                                         = (hunt_law_view){ .in_force  = t->months > 0,
                                                                    .months    = page_number(o, t->months),
                                                                    .cite      = t->cite,
                                                                    .certainty = str_from(law_certainty_key(t->certainty)) };
    for (size_t i = 0; i < COUNT(ids); i++) {
        const law_incident_setting *s = law_incident_setting_find(law_current(), str_from(ids[i]));
        if (!s) continue;
        str  value                    = page_number(o, s->value);
        bool flag                     = str_equal(s->unit, S("flag"));
        str  said                     = flag ? s->value ? T(o, hunts_yes) : T(o, hunts_no_word)
                                             : text_fmt(o->a, o->lang, T_hunts_months, &value, 1);
        out->notes[out->note_count++] = (hunt_law_note){
            arena_printf(o->a, STR_FMT ": " STR_FMT, STR_ARG(law_say(s->text, o->lang == LANG_EN)),
                         STR_ARG(said)),
            str_from(law_certainty_key(s->certainty))
        };
    }
}

// ---- lists -----------------------------------------------------------------------------------------

static const char *state_look(hunt_state s)
{
    static const char *const looks[] = { "off", "wait", "doing", "lack", "done", "off" };
    return looks[s];
}

static const char *threat_look(threat_state s, bool late)
{
    static const char *const looks[] = { "off", "lack", "doing", "done", "off" };
    return late ? "bad" : looks[s];
}

static str span(page *o, str from, str to)
{
    if (!from.len) return S("");
    return to.len ? arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(page_date(o, from)),
                                 STR_ARG(page_date(o, to)))
                  : page_date(o, from);
}

static str state_words(page *o, const hunt *h, bool open)
{
    bool ready = h->state == HUNT_WAITING && !open;
    return ready ? T(o, hunts_state_ready)
                 : hunt_named(o->a, o->lang, "state", hunt_state_key(h->state));
}

status hunt_lines_fill(page *o, const hunt_page *list, const hunt_line **out)
{
    hunt_line *lines = NEW(o->a, hunt_line, list->count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        const hunt_row *r    = &list->items[i];
        int64_t         open = r->open + r->removed;
        const str       n[]  = { page_number(o, r->threats), page_number(o, open) };
        lines[i]             = (hunt_line){
                        .r           = r,
                        .href        = arena_printf(o->a, "/san-lung/" STR_FMT, STR_ARG(r->h.code)),
                        .state       = state_words(o, &r->h, open > 0),
                        .look        = r->h.state == HUNT_WAITING && !open ? "wait" : state_look(r->h.state),
                        .dates       = r->h.began_on.len ? span(o, r->h.began_on, r->h.ended_on)
                                       : r->h.planned_on.len ? text_fmt(o->a, o->lang, T_hunts_planned_for,
                                                                        &(str){ page_date(o, r->h.planned_on).ptr,
                                                                                page_date(o, r->h.planned_on).len },
                                                                        1)
                                                             : S("–"),
                        .threats     = r->threats ? open ? text_fmt(o->a, o->lang, T_hunts_threats_open, n, 2)
                                                         : text_fmt(o->a, o->lang, T_hunts_threats_all, n, 1)
                                                  : S(""),
                        .threat_look = open ? "lack" : "done",
        };
        if (!lines[i].href.ptr) return ST_MEMORY;
    }
    *out = lines;
    return ST_OK;
}

static str left_words(page *o, const hunt_duty *d)
{
    str n = page_number(o, d->days < 0 ? -d->days : d->days);
    if (d->days == 0) return T(o, hunts_due_today);
    return text_fmt(o->a, o->lang, d->days < 0 ? T_hunts_due_over : T_hunts_due_left, &n, 1);
}

status hunt_due_fill(page *o, const hunt_duty_list *list, hunt_due_view *v)
{
    static const char *const looks[] = { "off", "done", "wait", "bad" };
    size_t         count = list->count < HUNT_DUTIES_SHOWN ? list->count : HUNT_DUTIES_SHOWN;
    hunt_due_line *lines = NEW(o->a, hunt_due_line, count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const hunt_duty *d = &list->items[i];
        lines[i]           = (hunt_due_line){ .d    = d,
                                              .last = d->last_on.len ? page_date(o, d->last_on)
                                                                     : T(o, hunts_never),
                                              .due  = page_date(o, d->due_on),
                                              .left = left_words(o, d),
                                              .look = looks[d->standing] };
    }
    v->items = lines;
    v->count = count;
    v->list  = list;
    hunt_law_fill(o, &list->term, &v->law);
    return ST_OK;
}

// The half-year and the quarter that run, those before them, and the year.
static status periods_fill(page *o, const hunts_report *r, day today, hunt_figures_view *v)
{
    int         from             = hunt_quarter_from(law_current());
    day         year             = { today.year, 1, 1 };
    day         half             = { today.year, today.month <= 6 ? 1 : 7, 1 };
    hunt_period quarter          = { .name = S("") };
    day         before           = day_from_number(day_number(half) - 1);
    str names[HUNT_PERIOD_LINKS] = { hunt_period_half(o->a, before), hunt_period_half(o->a, half) };
    names[3]                     = hunt_period_quarter(o->a, today, from);
    TRY(hunt_period_read(o->a, names[3], from, &quarter, NULL));
    before   = day_from_number(day_number(quarter.first) - 1);
    names[2] = hunt_period_quarter(o->a, before, from);
    names[4] = arena_printf(o->a, "%04d", year.year);
    for (size_t i = 0; i < COUNT(names); i++) {
        hunt_period p;
        TRY(hunt_period_read(o->a, names[i], from, &p, NULL));
        const str days[] = { p.name, page_date(o, day_iso(o->a, p.first)),
                             page_date(o, day_iso(o->a, p.last)) };
        v->periods[i]    = (hunt_period_link){
               .name = p.name,
               .text = text_fmt(o->a, o->lang, T_hunts_figures_period, days, COUNT(days)),
               .href = arena_printf(o->a, "/san-lung/so-lieu?org=" STR_FMT "&period=" STR_FMT,
                                    STR_ARG(r->org.code), STR_ARG(p.name))
        };
        if (!v->periods[i].text.ptr || !v->periods[i].href.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

// Form 05 is of whole months, and of the acting body.
static str summary_href(page *o, const hunts_report *r)
{
    day next = day_from_number(day_number(r->of.last) + 1);
    if (r->of.first.dom != 1 || next.dom != 1) return S("");
    return arena_printf(o->a, "/su-co/tong-hop?from=%04d-%02d&to=%04d-%02d", r->of.first.year,
                        r->of.first.month, r->of.last.year, r->of.last.month);
}

status hunt_figures_fill(page *o, const hunts_report *r, day today, hunt_figures_view *v)
{
    const law_incident_setting *window = law_incident_setting_find(law_current(),
                                                                   S("hunt-quarter"));
    hunt_figure_lines(o->lang, r, v->lines);
    v->r            = r;
    v->from         = page_date(o, day_iso(o->a, r->of.first));
    v->to           = page_date(o, day_iso(o->a, r->of.last));
    v->until        = page_date(o, day_iso(o->a, r->until));
    v->runs         = day_number(r->until) < day_number(r->of.last);
    v->summary_href = summary_href(o, r);
    v->annex_href = arena_printf(o->a, "/san-lung/so-lieu/phu-luc?org=" STR_FMT "&period=" STR_FMT,
                                 STR_ARG(r->org.code), STR_ARG(r->of.name));
    if (window)
        v->window = (hunt_law_note){ law_say(window->text, o->lang == LANG_EN),
                                     str_from(law_certainty_key(window->certainty)) };
    hunt_law_fill(o, &r->term, &v->law);
    return v->annex_href.ptr && v->summary_href.ptr ? periods_fill(o, r, today, v) : ST_MEMORY;
}

// ---- one -------------------------------------------------------------------------------------------

void hunt_threat_fill(page *o, const hunt *h, const hunt_threat *t, hunt_threat_line *out)
{
    static const char *const looks[] = { "off", "off", "wait", "lack", "bad" };
    *out                             = (hunt_threat_line){
                                    .t             = t,
                                    .href          = arena_printf(o->a, "/san-lung/" STR_FMT "/moi-nguy/%lld", STR_ARG(h->code),
                                                                  (long long)t->no),
                                    .state         = t->state == THREAT_OPEN && t->returns
                                                         ? T(o, hunts_threat_returned)
                                                         : hunt_named(o->a, o->lang, "threat", threat_state_key(t->state)),
                                    .severity      = hunt_named(o->a, o->lang, "severity", hunt_severity_key(t->severity)),
                                    .due           = page_date(o, t->due_on),
                                    .look          = threat_look(t->state, t->late),
                                    .severity_look = looks[t->severity],
    };
}

status hunt_events_fill(page *o, const hunt_card *k, int64_t no, const hunt_event_line **out,
                        size_t *count)
{
    hunt_event_line *lines = NEW(o->a, hunt_event_line, k->event_count + 1);
    *count                 = 0;
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < k->event_count; i++) {
        const hunt_event *e = &k->events[i];
        if (no && e->no != no) continue;
        str  n            = page_number(o, e->no);
        str  form         = hunt_named(o->a, o->lang, "event", e->act);
        bool dated        = str_equal(e->act, S("begin")) || str_equal(e->act, S("open"));
        lines[(*count)++] = (hunt_event_line){
            .when  = page_when(o, e->at_ms),
            .iso   = time_rfc3339(o->a, e->at_ms),
            .what  = text_fill(o->a, form, &n, 1),
            .who   = e->body.len ? arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(e->person),
                                                STR_ARG(e->body))
                                 : e->person,
            .words = dated ? page_date(o, e->words) : e->words,
        };
    }
    *out = lines;
    return ST_OK;
}

static void acts_fill(const call *c, const hunt_card *k, hunt_show_view *v)
{
    const hunt *h = &k->h;
    v->may_change = hunt_may(c, h, NULL, HUNT_ACT_CHANGE) && hunt_after(h->state, HUNT_ACT_CHANGE);
    v->may_begin  = hunt_may(c, h, NULL, HUNT_ACT_BEGIN) && hunt_after(h->state, HUNT_ACT_BEGIN);
    v->may_end    = hunt_may(c, h, NULL, HUNT_ACT_END) && hunt_after(h->state, HUNT_ACT_END);
    v->may_close  = hunt_may(c, h, NULL, HUNT_ACT_CLOSE) && hunt_after(h->state, HUNT_ACT_CLOSE);
    v->may_cancel = hunt_may(c, h, NULL, HUNT_ACT_CANCEL) &&
                    hunt_after(h->state, HUNT_ACT_CANCEL) && !k->open_count;
    v->may_link   = v->may_change && call_may(c, RIGHT_CASES_WRITE);
    v->may_threat = hunt_may(c, h, NULL, HUNT_ACT_THREAT) && hunt_after(h->state, HUNT_ACT_THREAT);
}

status hunt_show_fill(page *o, const call *c, const hunt_card *k, hunt_show_view *v)
{
    const hunt       *h     = &k->h;
    hunt_threat_line *lines = NEW(o->a, hunt_threat_line, k->threat_count + 1);
    size_t            n;
    str               open = page_number(o, (int64_t)k->open_count);
    v->next                = NEW(o->a, str, k->system_count + 1);
    if (!lines || !v->next) return ST_MEMORY;
    for (size_t i = 0; i < k->system_count; i++)
        v->next[i] = k->systems[i].next_on.len ? page_date(o, k->systems[i].next_on) : S("–");
    for (size_t i = 0; i < k->threat_count; i++) hunt_threat_fill(o, h, &k->threats[i], &lines[i]);
    v->k          = k;
    v->threats    = lines;
    v->state      = state_words(o, h, k->open_count > 0);
    v->look       = h->state == HUNT_WAITING && !k->open_count ? "wait" : state_look(h->state);
    v->planned    = page_date(o, h->planned_on);
    v->began      = page_date(o, h->began_on);
    v->ended      = page_date(o, h->ended_on);
    v->closed     = page_date(o, h->closed_on);
    v->version    = arena_printf(o->a, "%lld", (long long)h->version);
    v->open_words = k->open_count ? text_fmt(o->a, o->lang, T_hunts_open_keeps, &open, 1) : S("");
    acts_fill(c, k, v);
    return hunt_events_fill(o, k, 0, &v->events, &n);
}
