// reports_view.c - see reports_view.h.
#include "modules/reports/reports_view.h"

#include "kit/text/text.h"

str report_state_words(lang in, report_state s)
{
    char  memory[64];
    arena a   = arena_over(memory, sizeof(memory));
    str   key = report_state_key(s);
    if (!key.len) return text_get(in, T_reports_state_none);
    return text_named(in, arena_printf(&a, "reports.state." STR_FMT, STR_ARG(key)));
}

const char *report_state_shape(report_state s)
{
    static const char *const shapes[] = { "lack", "doing", "doing", "wait", "wait", "done", "off" };
    return shapes[s];
}

str report_kind_words(lang in, const report_head *h)
{
    return law_say(h->what->name, in == LANG_EN);
}

str report_body_words(lang in, const report_head *h)
{
    return in == LANG_EN && h->body_name_en.len ? h->body_name_en : h->body_name;
}

str report_due_words(page *o, day last)
{
    str day_words = text_day(o->a, last);
    return text_fill(o->a, T(o, reports_last_day), &day_words, 1);
}

static str link_to(page *o, int64_t id, const char *tail)
{
    return arena_printf(o->a, "/bao-cao/%lld%s", (long long)id, tail);
}

static str year_words(page *o, const law_report *r, int year)
{
    law_report_period p      = law_report_year(r, year);
    const str         args[] = { arena_printf(o->a, "%d", year), text_day(o->a, p.from),
                                 text_day(o->a, p.until) };
    return r->from.dom ? text_fill(o->a, T(o, reports_year), args, 3) : args[0];
}

// ---- the list -----------------------------------------------------------------------------------------

static str left_words(page *o, int64_t now, day last)
{
    int64_t left = day_number(last) - now;
    str     n    = page_number(o, left < 0 ? -left : left);
    return text_fill(o->a, left < 0 ? T(o, reports_days_over) : T(o, reports_days_left), &n, 1);
}

static void due_fill(page *o, call *c, const report_due *d, due_line *l)
{
    bool    english = o->lang == LANG_EN;
    int64_t now     = day_number(day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES));
    *l              = (due_line){ .name      = law_say(d->what->name, english),
                                  .to        = d->to,
                                  .cite      = law_say(d->what->cite.text, english),
                                  .certainty = str_from(law_certainty_key(d->what->certainty)),
                                  .note      = law_say(d->what->note, english),
                                  .kind      = d->what->id,
                                  .pack      = d->pack->id,
                                  .overdue   = d->overdue };
    if (d->last.year) l->last = report_due_words(o, d->last);
    if (!d->last.year) l->last = T(o, reports_last_none);
    if (!d->built_here) {
        l->shape = "off", l->state = T(o, reports_state_elsewhere);
        return;
    }
    l->year   = arena_printf(o->a, "%d", d->year);
    l->period = year_words(o, d->what, d->year);
    l->shape  = d->overdue ? "bad" : report_state_shape(d->state);
    l->state  = report_state_words(o->lang, d->state);
    if (d->state != REPORT_SENT) l->left = left_words(o, now, d->last);
    if (d->report_id) l->href = link_to(o, d->report_id, "");
    l->may_begin = !d->report_id && call_may(c, RIGHT_REPORTS_WRITE) && c->who.body_id;
}

static status made_fill(page *o, call *c, reports_view *v)
{
    report_head *heads;
    TRY(reports_list(c, 0, &heads, &v->made_count));
    v->made = NEW(o->a, made_line, v->made_count + 1);
    if (!v->made) return ST_MEMORY;
    for (size_t i = 0; i < v->made_count; i++) {
        const report_head *h = &heads[i];
        const str sent[]     = { h->sent_no, h->sent_on.len ? page_date(o, h->sent_on) : S("") };
        v->made[i]           = (made_line){ .href    = link_to(o, h->id, ""),
                                            .name    = report_kind_words(o->lang, h),
                                            .period  = arena_printf(o->a, "%d", h->year),
                                            .edition = arena_printf(o->a, "%d", h->edition),
                                            .state   = report_state_words(o->lang, h->state),
                                            .shape   = report_state_shape(h->state) };
        if (sent[0].len) v->made[i].sent = text_fill(o->a, T(o, reports_number_day), sent, 2);
    }
    return ST_OK;
}

static str units_summary(page *o, const report_unit_list *l)
{
    const str args[] = { page_number(o, (int64_t)l->count), page_number(o, (int64_t)l->in_time),
                         page_number(o, (int64_t)l->late), page_number(o, (int64_t)l->begun),
                         page_number(o, (int64_t)l->none) };
    return text_fill(o->a, T(o, reports_units_summary), args, COUNT(args));
}

status reports_view_fill(page *o, call *c, reports_view *v)
{
    report_due      *due;
    size_t           n;
    int              year = 0;
    report_unit_list units;
    TRY(reports_due(c, &due, &n));
    v->own    = NEW(o->a, due_line, n + 1);
    v->others = NEW(o->a, due_line, n + 1);
    if (!v->own || !v->others) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool mine = due[i].built_here && (due[i].own || due[i].report_id);
        due_fill(o, c, &due[i], mine ? &v->own[v->own_count++] : &v->others[v->other_count++]);
        if (due[i].built_here) year = due[i].year;
    }
    TRY(made_fill(o, c, v));
    if (!c->who.body_id || !year) return ST_OK;
    TRY(reports_units(c, c->who.body_id, year, &units));
    v->units       = units.count > 0;
    v->units_words = units_summary(o, &units);
    v->units_href  = arena_printf(o->a, "/bao-cao/don-vi?nam=%d", year);
    return ST_OK;
}

status units_view_fill(page *o, const report_unit_list *l, units_view *v)
{
    static const char *const shapes[] = { "", "lack", "doing", "done", "bad" };
    const str                words[]  = { S(""), T(o, reports_unit_none), T(o, reports_unit_begun),
                                          T(o, reports_unit_in_time), T(o, reports_unit_late) };
    v->lines                          = NEW(o->a, unit_line, l->count + 1);
    v->count                          = l->count;
    v->summary                        = units_summary(o, l);
    v->last                           = report_due_words(o, l->last);
    if (!v->lines) return ST_MEMORY;
    for (size_t i = 0; i < l->count; i++) {
        const report_unit_row *r = &l->items[i];
        v->lines[i]              = (unit_line){ .name    = r->name,
                                                .systems = page_number(o, r->systems),
                                                .state   = words[r->how],
                                                .shape   = shapes[r->how] };
        if (r->report_id) v->lines[i].href = link_to(o, r->report_id, "");
        if (r->sent_on.len) v->lines[i].sent = page_date(o, r->sent_on);
    }
    return ST_OK;
}

// ---- one report -------------------------------------------------------------------------------------------

void report_figures_fill(page *o, const report_figures *f, figure_line out[7])
{
    const struct {
        str     label;
        int64_t n;
    } rows[] = {
        { T(o, reports_figure_total), f->total },
        { T(o, reports_figure_classified), f->classified },
        { T(o, reports_figure_drafted), f->drafted },
        { T(o, reports_figure_appraised), f->appraised },
        { T(o, reports_figure_approved), f->approved },
        { T(o, reports_figure_inspected), f->inspected },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        out[i] = (figure_line){ rows[i].label, page_number(o, rows[i].n) };
    }
    out[6] = (figure_line){ T(o, reports_figure_expected),
                            f->expected.len ? page_date(o, f->expected) : S("–") };
}

static str counted(page *o, str words, size_t n)
{
    str number = page_number(o, (int64_t)n);
    return text_fill(o->a, words, &number, 1);
}

static str link_in(page *o, const report_content *k, bool open, const char *tail)
{
    return open ? link_to(o, k->head.id, tail) : S("");
}

// Writing, looking through, freezing, signing off, sending: where each stands.
static void tasks_fill(page *o, const report_content *k, bool may_write, report_view *v)
{
    report_state s       = k->head.state;
    bool         open    = s == REPORT_DRAFTING || s == REPORT_CHECKED;
    bool         kept    = report_kept(s);
    bool         texts   = k->texts_missing == 0;
    size_t       faults  = k->faults.errors + k->reasons_missing;
    bool         write   = open && may_write;
    bool         named   = v->names_missing == 0;
    str          page_of = arena_printf(o->a, "/to-chuc/" STR_FMT, STR_ARG(k->head.body_code));
    v->tasks[0]          = (task_line){ T(o, reports_task_body),
                               named ? T(o, reports_task_named)
                                              : counted(o, T(o, reports_task_names), v->names_missing),
                               open ? page_of : S(""), named ? "done" : "lack",
                               named ? T(o, reports_done) : T(o, reports_lacking) };
    v->tasks[1] = (task_line){ T(o, reports_write),
                               kept || texts
                                            ? T(o, reports_task_written)
                                            : counted(o, T(o, reports_task_texts), k->texts_missing),
                                        link_in(o, k, write, "/noi-dung"), kept || texts ? "done" : "lack",
                               kept || texts ? T(o, reports_done) : T(o, reports_lacking) };
    v->tasks[2]          = (task_line){ T(o, reports_check),
                               kept          ? T(o, reports_task_checked)
                                        : faults == 0 ? T(o, reports_task_no_faults)
                                                      : counted(o, T(o, reports_task_faults), faults),
                                        link_in(o, k, open, "/kiem-tra"),
                               kept || faults == 0 ? "done" : "bad",
                               kept || faults == 0 ? T(o, reports_done) : T(o, reports_lacking) };
    const struct {
        str          title, about;
        report_state reached, before;
    } steps[] = {
        { T(o, reports_freeze), T(o, reports_task_freeze), REPORT_FROZEN, REPORT_CHECKED },
        { T(o, reports_sign), T(o, reports_task_sign), REPORT_SIGNED, REPORT_FROZEN },
        { T(o, reports_send), T(o, reports_task_send), REPORT_SENT, REPORT_SIGNED },
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        bool done = kept && s >= steps[i].reached, now = s == steps[i].before;
        if (i == 0) now = open && k->ready;
        v->tasks[3 + i] = (task_line){ steps[i].title, steps[i].about, S(""),
                                       done  ? "done"
                                       : now ? "wait"
                                             : "off",
                                       done  ? T(o, reports_done)
                                       : now ? T(o, reports_now)
                                             : T(o, reports_later) };
    }
    v->task_count = 6;
}

static void event(page *o, report_view *v, str what, str who, int64_t at_ms)
{
    if (at_ms) v->events[v->event_count++] = (event_line){ what, who, page_when(o, at_ms) };
}

static void events_fill(page *o, const report_head *h, report_view *v)
{
    event(o, v, T(o, reports_event_started), h->started_by, h->started_ms);
    event(o, v, T(o, reports_event_checked), S(""), h->checked_ms);
    event(o, v, T(o, reports_event_frozen), h->frozen_by, h->snapshot_ms);
    event(o, v, T(o, reports_event_signed), h->signed_by, h->signed_ms);
    if (!h->sent_ms) return;
    const str args[] = { h->sent_no, page_date(o, h->sent_on), h->sent_to };
    event(o, v, text_fill(o->a, T(o, reports_event_sent), args, 3), h->sent_by, h->sent_ms);
}

static void rights_fill(call *c, const report_content *k, report_view *v)
{
    const report_head *h     = &k->head;
    bool               holds = h->holder_id == c->who.body_id;
    bool               own  = h->started_id == c->who.person_id || h->frozen_id == c->who.person_id;
    bool               sign = holds && call_may(c, RIGHT_REPORTS_SIGN);
    v->may_write            = holds && call_may(c, RIGHT_REPORTS_WRITE);
    v->may_freeze           = v->may_write && k->ready && !report_kept(h->state) &&
                    h->state != REPORT_DROPPED;
    v->may_sign    = sign && h->state == REPORT_FROZEN && !own;
    v->own_hand    = sign && h->state == REPORT_FROZEN && own;
    v->may_send    = holds && call_may(c, RIGHT_REPORTS_SEND) && h->state == REPORT_SIGNED;
    v->may_correct = (v->may_write || sign) && report_kept(h->state);
    v->early       = day_number(day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES)) <
               day_number(law_report_year(h->what, h->year).until);
}

status report_view_fill(page *o, call *c, const report_content *k, report_view *v)
{
    const report_head *h       = &k->head;
    bool               english = o->lang == LANG_EN;
    v->head                    = h;
    v->state                   = report_state_words(o->lang, h->state);
    v->shape                   = report_state_shape(h->state);
    v->about                   = report_body_words(o->lang, h);
    v->period                  = year_words(o, h->what, h->year);
    v->last                    = report_due_words(o, law_report_year(h->what, h->year).last);
    v->cite                    = law_say(h->what->cite.text, english);
    v->certainty               = str_from(law_certainty_key(h->what->certainty));
    v->pack_name               = arena_printf(o->a, STR_FMT " (" STR_FMT ")",
                                              STR_ARG(law_say(h->pack->name, english)), STR_ARG(h->pack_version));
    v->hash                    = h->sha256;
    v->reason                  = h->reason;
    v->too_long                = k->sheet.count > REPORT_PAPER_ROWS_MAX;
    if (h->snapshot_ms) v->snapshot = page_when(o, h->snapshot_ms);
    rights_fill(c, k, v);
    v->correct_words = v->may_write ? T(o, reports_correct) : T(o, reports_return);
    tasks_fill(o, k, v->may_write, v);
    events_fill(o, h, v);
    report_figures_fill(o, &k->figures, v->figures);
    v->sent_no      = (page_field){ .name     = "sent_no",
                                    .label    = T(o, reports_field_sent_no),
                                    .hint     = T(o, reports_field_sent_no_hint),
                                    .max      = 40,
                                    .required = true,
                                    .narrow   = true };
    v->sent_on      = (page_field){ .name     = "sent_on",
                                    .label    = T(o, reports_field_sent_on),
                                    .hint     = T(o, reports_field_sent_on_hint),
                                    .max      = 30,
                                    .required = true,
                                    .narrow   = true };
    v->sent_to      = (page_field){ .name  = "sent_to",
                                    .label = T(o, reports_field_sent_to),
                                    .max   = REPORT_TITLE_MAX,
                                    .value = v->to };
    v->reason_field = (page_field){ .name     = "reason",
                                    .label    = T(o, reports_field_reason),
                                    .max      = REPORT_REASON_MAX,
                                    .required = true };
    return v->pack_name.ptr ? ST_OK : ST_MEMORY;
}

// ---- what is written ----------------------------------------------------------------------------------------

static str typed_or(report_typed t, const char *name, str kept)
{
    str sent = t.ctx ? t.get(t.ctx, name) : (str){ 0 };
    return sent.ptr ? sent : kept;
}

static const char *name_of(page *o, const char *kind, str id)
{
    str s = arena_printf(o->a, "%s." STR_FMT, kind, STR_ARG(id));
    return s.ptr ? s.ptr : kind;
}

static void section_fill(page *o, const report_content *k, const law_heading *h, report_typed typed,
                         section_line *l)
{
    bool english = o->lang == LANG_EN;
    str  kept    = report_text_of(k, "t", h->id);
    l->cite      = law_say(h->cite.text, english);
    l->certainty = str_from(law_certainty_key(h->certainty));
    l->title     = (page_field){ .name  = name_of(o, "t", h->id),
                                 .label = T(o, reports_write_title),
                                 .hint  = T(o, reports_write_title_hint),
                                 .max   = REPORT_TITLE_MAX };
    l->text      = (page_field){ .name  = name_of(o, "s", h->id),
                                 .label = h->needed ? T(o, reports_write_text)
                                                    : T(o, reports_write_more),
                                 .hint  = law_say(h->hint, english),
                                 .max   = REPORT_TEXT_MAX,
                                 .rows  = h->needed ? 5 : 3 };
    // Papers are Vietnamese, so the title is, whatever the reader's language.
    l->title.value = typed_or(typed, l->title.name, kept.len ? kept : h->title.vi);
    l->text.value  = typed_or(typed, l->text.name, report_text_of(k, "s", h->id));
    str stored     = report_text_of(k, "s", h->id);
    if (typed.ctx && !str_equal(str_trim(l->text.value), stored)) l->kept = stored;
}

status write_view_fill(page *o, const report_content *k, report_typed typed, const str *autos,
                       write_view *v)
{
    const law_heading *all = law_headings(k->head.pack, &v->count);
    str control = k->head.control >= 0 ? arena_printf(o->a, "%lld", (long long)k->head.control)
                                       : S("");
    v->head     = &k->head;
    v->sections = NEW(o->a, section_line, v->count + 1);
    if (!v->sections) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        section_line *l = &v->sections[i];
        section_fill(o, k, &all[i], typed, l);
        l->no          = arena_printf(o->a, "%zu", i + 1);
        l->auto_text   = autos[i];
        l->text.error  = page_field_error(o, &v->frame, l->text.name);
        l->title.error = page_field_error(o, &v->frame, l->title.name);
    }
    v->control = (page_field){ .name      = "control",
                               .label     = T(o, reports_field_control),
                               .hint      = T(o, reports_field_control_hint),
                               .value     = typed_or(typed, "control", control),
                               .inputmode = "numeric",
                               .max       = 10,
                               .narrow    = true,
                               .error     = page_field_error(o, &v->frame, "control") };
    str to     = v->to.value;
    v->to      = (page_field){ .name  = "to",
                               .label = T(o, reports_field_sent_to),
                               .value = typed_or(typed, "to", to),
                               .max   = REPORT_TITLE_MAX,
                               .error = page_field_error(o, &v->frame, "to") };
    return ST_OK;
}

// ---- what must agree ------------------------------------------------------------------------------------------

static void options_fill(page *o, const system_field *f, page_field *out)
{
    page_option *all = NEW(o->a, page_option, f->choice_count + 1);
    if (!all) return;
    all[0] = (page_option){ S(""), T(o, reports_choice_none), { 0 } };
    for (size_t i = 0; i < f->choice_count; i++) {
        all[i + 1] = (page_option){ f->choices[i],
                                    system_choice_label(f, f->choices[i], o->lang),
                                    { 0 } };
    }
    out->options      = all;
    out->option_count = f->choice_count + 1;
}

// The value of a row's field as the register has it; of a choice its key.
static str row_value(page *o, const report_row *r, str field)
{
    if (!r) return S("");
    if (str_equal(field, S("approval"))) return system_choice_key(field, r->approval);
    if (str_equal(field, S("inspections"))) return system_choice_key(field, r->inspections);
    if (str_equal(field, S("regulation_on"))) return page_date(o, r->regulation_on);
    if (str_equal(field, S("decision_no"))) return r->decision_no;
    if (str_equal(field, S("regulation_no"))) return r->regulation_no;
    return S("");
}

static const report_row *row_of(const report_sheet *s, int64_t system_id)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->rows[i].system_id == system_id) return &s->rows[i];
    }
    return NULL;
}

static void fault_fill(page *o, const report_content *k, const report_fault *f, report_typed typed,
                       fault_line *l)
{
    str               key = arena_printf(o->a, "reports.fault.%s", f->what);
    const report_row *r   = f->fields[0].len ? row_of(&k->sheet, f->system_id) : NULL;
    *l                    = (fault_line){ .code = f->code, .name = f->name, .error = f->error };
    l->what               = text_fill(o->a, text_named(o->lang, key), &f->detail, 1);
    if (!f->system_id) l->name = T(o, reports_fault_whole);
    if (f->code.len) {
        l->href = arena_printf(o->a, "/he-thong/" STR_FMT "%s" STR_FMT, STR_ARG(f->code),
                               f->fields[0].len ? "/sua#f-" : "", STR_ARG(f->fields[0]));
    } else {
        l->href = link_to(o, k->head.id, "/noi-dung#f-control");
    }
    if (!f->system_id) { // the agency's own number
        page_field *p  = &l->fields[l->field_count++];
        str         at = arena_printf(o->a, "%lld", (long long)k->head.control);
        *p             = (page_field){ .name = "control", .label = T(o, reports_field_control) };
        p->value       = typed_or(typed, p->name, at);
    }
    for (size_t i = 0; i < COUNT(f->fields) && f->fields[i].len; i++) {
        const system_field *sf   = system_field_find(f->fields[i]);
        page_field         *p    = &l->fields[l->field_count++];
        str                 name = arena_printf(o->a, "fix.%lld." STR_FMT, (long long)f->system_id,
                                                STR_ARG(f->fields[i]));
        if (!sf || !name.ptr) continue;
        *p       = (page_field){ .name = name.ptr, .label = text_get(o->lang, sf->label) };
        p->value = typed_or(typed, p->name, row_value(o, r, f->fields[i]));
        if (sf->choice_count) options_fill(o, sf, p);
    }
}

static status group_lines(page *o, const report_content *k, report_rule rule, report_typed typed,
                          rule_group *g, size_t *room)
{
    size_t n = k->faults.of_rule[rule];
    g->lines = NEW(o->a, fault_line, n + 1);
    if (!g->lines) return ST_MEMORY;
    for (size_t i = 0; i < k->faults.count; i++) {
        if (k->faults.items[i].rule != rule) continue;
        if (*room == 0) {
            g->more++;
            continue;
        }
        (*room)--;
        fault_fill(o, k, &k->faults.items[i], typed, &g->lines[g->count++]);
    }
    return ST_OK;
}

static void group_head(page *o, const report_content *k, const law_report_check *w,
                       report_typed typed, rule_group *g)
{
    report_rule rule    = report_rule_named(w->id);
    bool        english = o->lang == LANG_EN;
    size_t      n = k->faults.of_rule[rule], warnings = k->faults.warnings_of[rule];
    *g             = (rule_group){ .id        = w->id,
                                   .title     = law_say(w->title, english),
                                   .mend      = law_say(w->mend, english),
                                   .cite      = law_say(w->cite.text, english),
                                   .certainty = str_from(law_certainty_key(w->certainty)) };
    g->shape       = n == 0 ? "done" : n > warnings ? "bad" : "wait";
    g->state       = n == 0         ? T(o, reports_rule_holds)
                     : n > warnings ? T(o, reports_rule_error)
                                    : T(o, reports_rule_warning);
    g->count_words = n ? counted(o, T(o, reports_faults_count), n) : S("");
    if (!warnings) return;
    g->reason       = (page_field){ .name  = name_of(o, "r", w->id),
                                    .label = T(o, reports_rule_reason),
                                    .hint  = T(o, reports_rule_reason_hint),
                                    .max   = REPORT_REASON_MAX,
                                    .rows  = 2 };
    g->reason.value = typed_or(typed, g->reason.name, report_text_of(k, "r", w->id));
}

static str check_summary(page *o, const report_content *k)
{
    const str args[] = { page_number(o, k->figures.total),
                         page_number(o, (int64_t)k->faults.errors),
                         page_number(o, (int64_t)k->faults.warnings) };
    bool      none   = k->faults.count == 0;
    return text_fill(o->a, none ? T(o, reports_check_clean) : T(o, reports_check_summary), args, 3);
}

status check_view_fill(page *o, call *c, const report_content *k, report_typed typed, check_view *v)
{
    size_t                  n, room = REPORT_FAULTS_SHOWN;
    const law_report_check *all = law_report_checks(k->head.pack, &n);
    bool holds       = k->head.holder_id == c->who.body_id && !report_kept(k->head.state);
    v->head          = &k->head;
    v->may_write     = holds && call_may(c, RIGHT_REPORTS_WRITE) && k->head.state != REPORT_DROPPED;
    v->summary       = check_summary(o, k);
    v->ready         = k->ready;
    v->faulty        = k->faults.count > 0;
    v->texts_missing = k->texts_missing > 0;
    v->texts_words   = counted(o, T(o, reports_task_texts), k->texts_missing);
    for (size_t i = 0; i < n && v->group_count < REPORT_RULES; i++) {
        report_rule rule = report_rule_named(all[i].id);
        if (!rule) continue;
        rule_group *g = &v->groups[v->group_count++];
        group_head(o, k, &all[i], typed, g);
        TRY(group_lines(o, k, rule, typed, g, &room));
        for (size_t l = 0; l < g->count; l++) {
            for (size_t f = 0; f < g->lines[l].field_count; f++) {
                page_field *p = &g->lines[l].fields[f];
                p->error      = page_field_error(o, &v->frame, p->name);
            }
        }
    }
    return ST_OK;
}

void preview_view_fill(page *o, const report_content *k, const report_paper *p, preview_view *v)
{
    const law_pack *pack = k->head.pack->base ? k->head.pack->base : k->head.pack;
    v->head              = &k->head;
    v->paper             = p;
    v->as_of             = page_when(o, k->as_of_ms);
    v->row_count = p->line_count < REPORT_PREVIEW_ROWS ? p->line_count : REPORT_PREVIEW_ROWS;
    v->more      = p->line_count - v->row_count;
    for (size_t i = 0; i < REPORT_COLUMNS; i++) {
        v->columns[i] = official_heading(pack, official_columns[i].target, o->lang);
    }
    report_figures_fill(o, &k->figures, v->figures);
}
