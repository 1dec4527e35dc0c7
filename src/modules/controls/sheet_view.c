// sheet_view.c - see sheet_view.h.
#include "modules/controls/sheet_view.h"

#include <stdlib.h>

static const struct {
    const char *key;
    text_key    words;
} filters[SHEET_FILTERS] = {
    { "", T_controls_filter_all },          { "chua-tra-loi", T_controls_filter_unanswered },
    { "thieu", T_controls_filter_lacking }, { "xac-nhan", T_controls_filter_confirm },
    { "viec", T_controls_filter_work },     { "qua-han", T_controls_filter_overdue },
};

const char *sheet_filter_key(sheet_filter f)
{
    return filters[f].key;
}

sheet_filter sheet_filter_named(str key)
{
    for (int f = 1; f < SHEET_FILTERS; f++) {
        if (str_equal(key, str_from(filters[f].key))) return (sheet_filter)f;
    }
    return SHEET_ALL;
}

bool sheet_passes(sheet_filter f, const control_row *row, str today)
{
    if (f == SHEET_ALL) return true;
    if (row->heading) return false;
    switch (f) {
    case SHEET_UNANSWERED: return !row->values[CONTROL_ANSWER].len;
    case SHEET_LACKING: return control_lacks(row->values) >= 0;
    case SHEET_CONFIRM: return row->confirm;
    case SHEET_WORK: return control_is_work(row->values) && !control_is_done(row->values);
    case SHEET_OVERDUE: return control_is_overdue(row->values, today);
    case SHEET_ALL:
    case SHEET_FILTERS: break;
    }
    return true;
}

// ---- words ------------------------------------------------------------------------------------------

static str coded(page *o, const char *prefix, str code)
{
    text_key key;
    str      name = arena_printf(o->a, "%s" STR_FMT, prefix, STR_ARG(text_bare(o->a, code)));
    if (!code.len || !name.ptr) return code;
    return text_known(name, &key) ? text_get(o->lang, key) : code;
}

str sheet_period_words(page *o, str code)
{
    return coded(o, "controls.period.", code);
}

str sheet_evidence_words(page *o, str code)
{
    return coded(o, "controls.evidence.", code);
}

// "kỳ: 6 tháng · minh chứng: quy chế, quy trình"
static str about_of(page *o, const control_sheet *s, const control_row *row)
{
    const law_requirement *r      = row->r;
    str                    period = S(""), rest = r->period;
    bool                   more = r->period.len > 0;
    if (str_find(r->period, S(";")) < 0) {
        period = r->period;
    } else {
        for (int i = 0; i < s->level && more; i++) more = str_cut(rest, ';', &period, &rest);
    }
    if (!period.len && !r->evidence.len) return S("");
    buf b = buf_in(o->a, 80, 400);
    if (period.len) {
        str words = sheet_period_words(o, period);
        buf_put(&b, text_fmt(o->a, o->lang, T_controls_about_period, &words, 1));
    }
    if (r->evidence.len) {
        str words = sheet_evidence_words(o, r->evidence);
        if (b.len) buf_put(&b, S(" · "));
        buf_put(&b, text_fmt(o->a, o->lang, T_controls_about_evidence, &words, 1));
    }
    return b.failed ? S("") : buf_str(&b);
}

void sheet_line_of(page *o, const control_sheet *s, const control_row *row, const wording_list *w,
                   str today, sheet_line *out)
{
    const wording *own  = wording_find(w, row->control);
    int            lack = row->heading ? -1 : control_lacks(row->values);
    *out                = (sheet_line){
                       .row       = row,
                       .over      = S(""),
                       .title     = row->r ? law_say(row->r->title, o->lang == LANG_EN) : T(o, controls_gone),
                       .about     = row->r && !row->heading ? about_of(o, s, row) : S(""),
                       .certainty = row->r ? str_from(law_certainty_key(row->r->certainty)) : S(""),
                       .overdue   = !row->heading && control_is_overdue(row->values, today)
    };
    if (own) {
        out->wording    = own->text;
        out->wording_by = own->body;
    }
    out->lack = lack == CONTROL_REASON   ? T(o, controls_lacks_reason)
                : lack == CONTROL_SOURCE ? T(o, controls_lacks_source)
                                         : S("");
    out->href = arena_printf(o->a, "/bang-yeu-cau/%lld/yeu-cau/" STR_FMT, (long long)s->id,
                             STR_ARG(row->control));
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        bool empty    = !row->values[f].len && f != CONTROL_ANSWER;
        out->words[f] = empty ? S("")
                              : control_say((control_field)f, row->values[f], o->lang, o->a);
    }
}

static str over_of(page *o, const sheet_view *v, const control_row *row)
{
    bool english = o->lang == LANG_EN;
    if (!row->r) return T(o, controls_gone);
    if (v->order == ASKED_DECREE && row->content) return law_say(row->content->text, english);
    return law_say(row->part ? row->part->text : row->r->group, english);
}

status sheet_view_lines(page *o, control_row *rows, size_t count, const wording_list *w,
                        sheet_filter f, str today, sheet_view *v)
{
    str over = S("");
    v->lines = NEW(o->a, sheet_line, count + 1);
    if (!v->lines) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (!sheet_passes(f, &rows[i], today)) continue;
        sheet_line *line = &v->lines[v->count++];
        str         now  = over_of(o, v, &rows[i]);
        sheet_line_of(o, &v->s, &rows[i], w, today, line);
        if (!str_equal(now, over)) line->over = now;
        over = now;
    }
    v->wordings = w->count > 0;
    return ST_OK;
}

static int by_object(const void *a, const void *b)
{
    const evidence_link_row *x = a, *y = b;
    if (x->object_id != y->object_id) return x->object_id < y->object_id ? -1 : 1;
    return (x->evidence_id > y->evidence_id) - (x->evidence_id < y->evidence_id);
}

void sheet_view_files(sheet_view *v, evidence_link_row *links, size_t count)
{
    if (count) qsort(links, count, sizeof *links, by_object);
    for (size_t i = 0; count && i < v->count; i++) {
        size_t low = 0, high = count;
        while (low < high) {
            size_t at = low + (high - low) / 2;
            if (links[at].object_id < v->lines[i].row->id) {
                low = at + 1;
            } else {
                high = at;
            }
        }
        v->lines[i].files = links + low;
        while (low < count && links[low].object_id == v->lines[i].row->id) {
            v->lines[i].file_count++;
            low++;
        }
    }
}

void sheet_view_columns(page *o, sheet_view *v)
{
    bool frozen = v->s.frozen_ms != 0;
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        const control_field_kind *k = &control_fields[f];
        if (k->after && !frozen) continue;
        v->columns[v->column_count++] = (sheet_column){ .k     = k,
                                                        .label = text_get(o->lang, k->label),
                                                        .field = f,
                                                        .open  = v->s.may_write && !v->s.held &&
                                                                (!frozen || k->plan) };
    }
}

void sheet_view_tabs(page *o, sheet_view *v, sheet_filter here)
{
    const int64_t n[SHEET_FILTERS] = { v->n.rows,    v->n.rows - v->n.answered, v->n.lacking,
                                       v->n.confirm, v->n.work - v->n.done,     v->n.overdue };
    for (int f = 0; f < SHEET_FILTERS; f++) {
        if (n[f] == 0 && f != SHEET_ALL && f != SHEET_UNANSWERED && (int)here != f) continue;
        v->tabs[v->tab_count++] = (sheet_tab){ .label = text_get(o->lang, filters[f].words),
                                               .href  = page_url_with(o, v->here, "loc",
                                                                      str_from(filters[f].key)),
                                               .n     = n[f],
                                               .here  = (int)here == f };
    }
}

str sheet_deployed_words(page *o, const control_counts *n)
{
    switch (control_deployed(n)) {
    case CONTROL_NOT_DEPLOYED: return T(o, controls_deployed_not);
    case CONTROL_PARTLY_DEPLOYED: return T(o, controls_deployed_part);
    case CONTROL_FULLY_DEPLOYED: return T(o, controls_deployed_full);
    }
    return S("");
}

// ---- one requirement --------------------------------------------------------------------------------

static void choices_of(page *o, control_field f, page_field *out)
{
    size_t       n   = f == CONTROL_ANSWER ? CONTROL_ANSWERS : CONTROL_WORKS;
    page_option *all = NEW(o->a, page_option, n);
    if (!all) return;
    for (size_t i = 0; i < n; i++) {
        bool answer = f == CONTROL_ANSWER;
        all[i] = (page_option){ .value = str_from(answer ? control_answer_key((control_answer)i)
                                                         : control_work_key((control_work)i)),
                                .label = text_get(o->lang,
                                                  answer ? control_answer_words((control_answer)i)
                                                         : control_work_words((control_work)i)) };
    }
    out->options      = all;
    out->option_count = n;
}

static str field_fault(page *o, const control_saved *saved, const char *key)
{
    for (size_t i = 0; saved && i < saved->fault_count; i++) {
        if (str_equal(saved->faults[i].field, str_from(key)))
            return page_problem_text(o, &saved->faults[i]);
    }
    return S("");
}

void card_view_fields(page *o, const control_row *row, const str *typed, const control_saved *saved,
                      card_view *v)
{
    bool frozen = v->s.frozen_ms != 0;
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        const control_field_kind *k = &control_fields[f];
        if (k->after && (!frozen || !control_is_work(row->values))) continue;
        card_field *out   = &v->fields[v->count++];
        str         words = row->values[f].len
                                ? control_say((control_field)f, row->values[f], o->lang, o->a)
                                : S("");
        str         value = k->kind == CONTROL_CHOICE ? row->values[f] : words;
        out->k            = k;
        out->open         = v->s.may_write && !v->s.held && (!frozen || k->plan);
        out->words        = k->kind == CONTROL_CHOICE
                                ? control_say((control_field)f, row->values[f], o->lang, o->a)
                                : words;
        out->field        = (page_field){ .name      = k->key,
                                          .label     = text_get(o->lang, k->label),
                                          .value     = typed && typed[f].ptr ? typed[f] : value,
                                          .error     = field_fault(o, saved, k->key),
                                          .max       = (int)k->max,
                                          .rows      = f == CONTROL_DESCRIPTION ? 5 : 2,
                                          .inputmode = k->kind == CONTROL_MONEY ? "numeric" : NULL,
                                          .narrow = k->kind == CONTROL_DAY || k->kind == CONTROL_MONEY };
        if (k->kind == CONTROL_CHOICE) choices_of(o, (control_field)f, &out->field);
        if (saved && saved->conflicts & 1u << f) {
            out->theirs = control_say((control_field)f, saved->values[f], o->lang, o->a);
            v->conflict = true;
        }
    }
}
