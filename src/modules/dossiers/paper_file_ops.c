// paper_file_ops.c - what a dossier keeps itself, as its papers say it: rows, texts, documents, numbers and days.
#include "modules/dossiers/paper_gather_ops.h"

#include "kit/text/text.h"

str paper_file_text(const paper_file *f, str key)
{
    for (size_t i = 0; i < f->text_count; i++) {
        if (str_equal(f->texts[i].key, key)) return f->texts[i].text;
    }
    return S("");
}

const paper_issue *paper_file_issue(const paper_file *f, str form, int64_t system_id)
{
    for (size_t i = 0; i < f->issue_count; i++) {
        const paper_issue *one = &f->issues[i];
        if (!one->withdrawn_ms && str_equal(one->form, form) &&
            (!system_id || one->system_id == system_id))
            return one;
    }
    return NULL;
}

paper_act paper_act_of(arena *a, const paper_issue *i)
{
    day on;
    return (paper_act){ i->number,
                        day_parse(i->on, &on) == ST_OK ? text_day_words(a, on) : (str){ 0 } };
}

// ---- rows --------------------------------------------------------------------------------------------

// A row as the statement's tables have it: where it stands and what for; of a zone its two ranges.
static paper_item item_of(call *c, const dossier_row_rows_row *r)
{
    if (r->list == DOSSIER_ZONES) return (paper_item){ r->name, r->zone, r->fourth };
    str place = r->second.len && r->zone.len
                    ? arena_printf(c->a, STR_FMT ", " STR_FMT, STR_ARG(r->second), STR_ARG(r->zone))
                : r->zone.len ? r->zone
                              : r->second;
    return (paper_item){ r->name, place, r->fourth };
}

static status fill_rows_of(call *c, const paper_file *f, paper *p)
{
    paper_list *const lists[] = { NULL, &p->devices, &p->services, &p->zones };
    for (int list = DOSSIER_DEVICES; list <= DOSSIER_ZONES; list++) {
        paper_item *items = NEW(c->a, paper_item, f->row_count + 1);
        size_t      n     = 0;
        if (!items) return ST_MEMORY;
        for (size_t i = 0; i < f->row_count; i++) {
            if (f->rows[i].list == list) items[n++] = item_of(c, &f->rows[i]);
        }
        *lists[list] = (paper_list){ items, n };
    }
    return ST_OK;
}

// ---- documents ------------------------------------------------------------------------------------------

str paper_number_day(call *c, str number, str on)
{
    day d;
    str words = day_parse(on, &d) == ST_OK
                    ? arena_printf(c->a, "%02d/%02d/%04d", d.dom, d.month, d.year)
                    : S("");
    if (!number.len || !words.len) return number.len ? number : words;
    return arena_printf(c->a, STR_FMT ", " STR_FMT, STR_ARG(number), STR_ARG(words));
}

static str kind_words(call *c, str kind)
{
    return text_named(LANG_VI, arena_printf(c->a, "dossiers.document." STR_FMT, STR_ARG(kind)));
}

static status fill_documents(call *c, const paper_file *f, paper *p)
{
    paper_enclosed *rows = NEW(c->a, paper_enclosed, f->document_count + 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < f->document_count; i++) {
        const dossier_document_rows_row *d          = &f->documents[i];
        str                              number_day = paper_number_day(c, d->number, d->on_day);
        rows[i]                                     = (paper_enclosed){ .title      = d->title,
                                                                        .kind       = kind_words(c, d->kind),
                                                                        .number_day = number_day,
                                                                        .issuer     = d->issuer,
                                                                        .design     = str_starts(d->kind, S("design-")) };
        if (str_equal(d->kind, S("diagram-logical"))) p->logical = d->title;
        if (str_equal(d->kind, S("diagram-physical"))) p->physical = d->title;
    }
    p->enclosed       = rows;
    p->enclosed_count = f->document_count;
    return ST_OK;
}

// ---- texts ------------------------------------------------------------------------------------------------

static status fill_texts(call *c, const paper_file *f, paper *p)
{
    paper_text *plan = NEW(c->a, paper_text, DOSSIER_PLAN_PARTS);
    if (!plan) return ST_MEMORY;
    for (int i = 0; i < DOSSIER_PLAN_PARTS; i++) {
        str key   = arena_printf(c->a, "plan.%d", i + 1);
        str title = text_named(LANG_VI, arena_printf(c->a, "dossiers.text.plan.%d", i + 1));
        if (!key.ptr || !title.ptr) return ST_MEMORY;
        plan[i] = (paper_text){ title, paper_file_text(f, key) };
    }
    p->plan_texts      = plan;
    p->plan_text_count = DOSSIER_PLAN_PARTS;
    p->overview        = paper_file_text(f, S("overview"));
    p->reasoning       = paper_file_text(f, S("proposal"));
    p->risk_text       = paper_file_text(f, S("risk"));
    p->need_247        = paper_file_text(f, S("need-247"));
    return ST_OK;
}

// ---- what other papers are named by -----------------------------------------------------------------------

static void fill_acts(call *c, const paper_file *f, paper *p)
{
    static const str   asking[] = { STR("mau-01"), STR("mau-02"), STR("mau-02-chu-quan") };
    const paper_issue *one;
    if ((one = paper_file_issue(f, S("mau-04"), 0))) p->opinion = paper_act_of(c->a, one);
    if ((one = paper_file_issue(f, S("mau-05"), 0))) p->submission = paper_act_of(c->a, one);
    for (size_t i = 0; i < COUNT(asking) && !p->appraisal.asked_no.len; i++) {
        if (!(one = paper_file_issue(f, asking[i], 0))) continue;
        p->appraisal.asked_no = one->number;
        p->appraisal.asked_on = paper_act_of(c->a, one).day;
    }
}

status paper_file_fill(call *c, const paper_ground *g, paper *p)
{
    TRY(fill_rows_of(c, &g->file, p));
    TRY(fill_documents(c, &g->file, p));
    TRY(fill_texts(c, &g->file, p));
    fill_acts(c, &g->file, p);
    return ST_OK;
}

// ---- what the dossier consists of ----------------------------------------------------------------------------

// The regulation has a number: it goes with the dossier as it was issued, and no outline of it.
static bool goes_as_issued(const law_form *f, const paper_ground *g)
{
    return str_equal(f->key, S("quy-che")) && g->system->data.regulation_no.len > 0;
}

static int listed_at(const law_form *f, paper_stage stage, const paper_ground *g)
{
    bool decided = g->decision.result == LAW_DECIDED;
    bool fits    = decided ? f->level_min <= g->level && g->level <= f->level_max : f->early;
    if (!fits) return 0;
    return stage == PAPER_STAGE_APPROVE ? f->approve : f->appraise;
}

int paper_place(const law_form *f, paper_stage stage, const paper_ground *g)
{
    return goes_as_issued(f, g) ? 0 : listed_at(f, stage, g);
}

// Of a form that speaks of each system by itself: one row for each.
static status list_form(call *c, const paper_ground *g, const law_form *f, paper *p,
                        paper_content *rows)
{
    const paper_issue *one   = paper_file_issue(&g->file, f->key, 0);
    size_t             times = f->each ? g->name_count : 1;
    str                by    = one ? paper_number_day(c, one->number, one->on) : S("");
    if (str_equal(f->key, S("quy-che")) && !one)
        by = paper_number_day(c, g->system->data.regulation_no, g->system->data.regulation_on);
    for (size_t i = 0; i < times && p->content_count < PAPER_SHEETS_MAX; i++) {
        str name = f->name.vi, outline;
        if (goes_as_issued(f, g)) (void)str_cut(name, '(', &name, &outline); // it is none
        name = str_trim(name);
        if (times > 1)
            name = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(name), STR_ARG(g->names[i]));
        if (!name.ptr || !by.ptr) return ST_MEMORY;
        rows[p->content_count++] = (paper_content){ name, by, S("") };
    }
    return ST_OK;
}

status paper_gather_contents(call *c, const paper_ground *g, paper *p)
{
    enum { PLACE_MAX = 99 };
    size_t          n;
    const law_form *forms = law_forms(g->pack, &n);
    paper_content  *rows  = NEW(c->a, paper_content, PAPER_SHEETS_MAX);
    if (!rows) return ST_MEMORY;
    p->contents = rows;
    for (int place = 1; place <= PLACE_MAX; place++) {
        for (size_t i = 0; i < n; i++) {
            if (listed_at(&forms[i], g->stage, g) != place) continue;
            if (str_equal(forms[i].key, S("danh-muc"))) continue; // the list itself
            TRY(list_form(c, g, &forms[i], p, rows));
        }
    }
    return ST_OK;
}
