// paper_ops.c - which papers a system can have now, and drawing one up.
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/paper_gather_ops.h"
#include "modules/dossiers/paper_print_ops.h"
#include "modules/dossiers/paper_store.h"
#include "modules/dossiers/paper_template_ops.h"

#include "kit/documents/documents.h"

enum { FITTING_BYTES_MAX = 512 };

static void judge(const paper_ground *g, paper_form *out)
{
    const law_form     *f = out->form;
    const law_decision *d = &g->decision;
    out->drawn            = paper_template(g->pack->id, f->key) != NULL;
    if (!out->drawn) {
        out->rule = S("form-no-template");
    } else if (f->early) {
        out->fits = true;
    } else if (d->result != LAW_DECIDED) {
        out->rule = S("level-undecided");
    } else if (d->level < f->level_min || d->level > f->level_max) {
        out->rule = S("form-level");
    } else {
        out->fits = true;
    }
}

static status fill_desk(call *c, const paper_ground *g, paper_desk *desk)
{
    size_t          n     = 0;
    const law_form *forms = law_forms(g->pack, &n);
    const law_fact *info  = law_fact_find(law_current(), S("info"));
    paper_common    common;
    TRY(paper_gather_common(c, g, &common));
    for (size_t i = 0; i < n && desk->count < PAPER_FORMS_MAX; i++) {
        if (forms[i].report) continue;
        paper_form *f = &desk->forms[desk->count++];
        *f            = (paper_form){ .form = &forms[i] };
        judge(g, f);
        if (!f->drawn) continue;
        paper p;
        bool  letter = !str_equal(f->form->key, S("thuyet-minh"));
        TRY(paper_gather_head(c, &common, f->form, &p));
        f->missing_count = paper_missing(&p, letter, f->missing, PAPER_MISSING_MAX);
    }
    for (size_t i = 0; info && i <= g->facts.component_count; i++) {
        const law_facts *facts = i == 0 ? &g->facts.own : &g->facts.components[i - 1];
        str              kinds = law_fact_text(info, facts, c->a);
        desk->secret |= str_find(kinds, S("bmnn")) >= 0;
    }
    return ST_OK;
}

static status open_desk(call *c, const system_record *s, const law_pack *pack, paper_ground *g,
                        paper_desk *out, problem *why)
{
    TRY(paper_ground_find(c, s, pack, g, why));
    *out = (paper_desk){ .pack   = g->pack,
                         .result = g->decision.result,
                         .level  = g->decision.level };
    return fill_desk(c, g, out);
}

status papers_desk(call *c, const system_record *s, const law_pack *pack, paper_desk *out,
                   problem *why)
{
    paper_ground g;
    return open_desk(c, s, pack, &g, out, why);
}

// The forms that may be made now, for the sentence of a refusal.
static str fitting(call *c, const paper_desk *desk)
{
    buf b = buf_in(c->a, 64, FITTING_BYTES_MAX);
    for (size_t i = 0; i < desk->count; i++) {
        if (!desk->forms[i].fits) continue;
        if (b.len > 0) buf_put(&b, S(", "));
        buf_put(&b, desk->forms[i].form->key);
    }
    return b.len > 0 ? buf_str(&b) : S("–");
}

static status choose_form(call *c, const paper_desk *desk, str key, paper_form *out, problem *why)
{
    for (size_t i = 0; i < desk->count; i++) {
        const paper_form *f = &desk->forms[i];
        if (!str_equal(f->form->key, key)) continue;
        *out = *f;
        return f->fits ? ST_OK
                       : problem_detail(why, ST_INVALID, S("form"), f->rule, fitting(c, desk));
    }
    return problem_detail(why, ST_INVALID, S("form"), S("form-unknown"), fitting(c, desk));
}

status papers_draw(call *c, str ref, str form, const law_pack *pack, str sample, paper_made *out,
                   problem *why)
{
    paper_made   m = { .named = pack != NULL };
    paper_ground g;
    paper_desk   desk;
    paper_common common;
    paper        p;
    docx_data    data;
    TRY(systems_get(c, ref, &m.system));
    TRY(open_desk(c, &m.system, pack, &g, &desk, why));
    TRY(choose_form(c, &desk, form, &m.form, why));
    paper_replacements own;
    paper_source       t;
    TRY(paper_replacements_for(c, m.system.owner_id, g.pack->id, &own));
    TRY(paper_source_of(c, &own, g.pack->id, form, &t, why));
    TRY(paper_gather_common(c, &g, &common));
    TRY(paper_gather(c, &g, &common, m.form.form, &p));
    p.sample = sample;
    TRY(paper_data(&p, c->a, &data));
    TRY(docx_fill(t.bytes, &data, c->a, &m.docx, why));
    TRY(paper_hash(m.docx, m.sha256));
    m.key             = m.form.form->key;
    m.title           = m.form.form->name.vi;
    m.moment_ms       = c->now_ms;
    m.pack            = g.pack;
    m.template_sha256 = t.sha256;
    m.result          = g.decision.result;
    m.level           = g.decision.level;
    m.filename        = arena_printf(c->a, STR_FMT "-" STR_FMT ".docx", STR_ARG(m.form.form->key),
                                     STR_ARG(m.system.code));
    if (!m.filename.ptr) return ST_MEMORY;
    *out = m;
    return ST_OK;
}

typedef struct record_work {
    call       *c;
    paper_made *made;
} record_work;

static status record(db *d, void *ctx)
{
    record_work       *w   = ctx;
    const paper_made  *m   = w->made;
    call              *c   = w->c;
    const paper_add_in row = {
        .system_id        = m->system.id,
        .determination_id = m->named ? 0 : m->system.determination_id,
        .form             = m->key,
        .pack             = m->pack->id,
        .pack_version     = m->pack->version,
        .pack_sha256      = str_from(m->pack->sha256),
        .template_sha256  = m->template_sha256,
        .result           = (int64_t)m->result,
        .level            = m->level,
        .docx_sha256      = str_from(m->sha256),
        .docx_bytes       = m->docx.len,
        .body_id          = c->who.body_id,
        .person_id        = c->who.person_id,
        .person           = c->who.name,
        .at_ms            = c->now_ms,
    };
    (void)d;
    TRY(paper_save(c, &row, &w->made->id));
    // The row knows the docx; a PDF that was handed out of it is known here.
    const char *pdf = m->pdf.len ? arena_printf(c->a, ",\"pdf_sha256\":\"%s\"", m->pdf_sha256).ptr
                                 : "";
    str         detail = arena_printf(c->a,
                                      "{\"form\":\"" STR_FMT "\",\"pack\":\"" STR_FMT
                                      "\",\"version\":\"" STR_FMT "\",\"level\":%d,\"sha256\":\"%s\"%s}",
                                      STR_ARG(row.form), STR_ARG(row.pack), STR_ARG(row.pack_version),
                                      m->level, m->sha256, pdf ? pdf : "");
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(c, S("paper.make"), S("system"), m->system.id, detail);
}

status papers_record(call *c, paper_made *made)
{
    record_work w = { c, made };
    return call_act(c, record, &w);
}

status papers_make(call *c, str ref, str form, const law_pack *pack, str sample, paper_made *out,
                   problem *why)
{
    TRY(papers_draw(c, ref, form, pack, sample, out, why));
    return papers_record(c, out);
}

status templates_try(call *c, const template_trial *what, paper_made *out, problem *why)
{
    paper_made              m = { .named = true };
    paper_ground            g;
    paper_common            common;
    paper                   p;
    docx_data               data;
    paper_template_load_row row;
    db                     *d;
    str                     docx;
    TRY(systems_get(c, what->system, &m.system));
    TRY(call_db(c, &d));
    TRY(paper_template_load(d, &(paper_template_load_in){ what->id, c->who.body_id }, c->a, &row));
    TRY(paper_ground_find(c, &m.system, law_pack_find(law_current(), row.pack), &g, why));
    m.form.form = law_form_find(g.pack, row.form);
    if (!m.form.form) return ST_MISSING;
    TRY(paper_gather_common(c, &g, &common));
    TRY(paper_gather(c, &g, &common, m.form.form, &p));
    p.sample = what->sample;
    TRY(paper_data(&p, c->a, &data));
    TRY(templates_file(c, row.pack, row.form, what->id, &docx, &m.template_sha256, why));
    TRY(docx_fill(docx, &data, c->a, &m.docx, why));
    TRY(paper_hash(m.docx, m.sha256));
    m.key       = m.form.form->key;
    m.title     = m.form.form->name.vi;
    m.pack      = g.pack;
    m.moment_ms = c->now_ms;
    m.filename  = arena_printf(c->a, "thu-" STR_FMT "-" STR_FMT ".docx", STR_ARG(m.key),
                               STR_ARG(m.system.code));
    if (!m.filename.ptr) return ST_MEMORY;
    *out = m;
    return ST_OK;
}

status papers_history(call *c, int64_t system_id, paper_record **out, size_t *count)
{
    papers_of_system_row *rows;
    size_t                n;
    TRY(paper_load_all(c, system_id, PAPER_HISTORY_MAX, &rows, &n));
    paper_record *all = NEW(c->a, paper_record, n + 1);
    if (!all) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const papers_of_system_row *r = &rows[i];
        all[i]                        = (paper_record){ .id           = r->id,
                                                        .at_ms        = r->at_ms,
                                                        .docx_bytes   = r->docx_bytes,
                                                        .form         = r->form,
                                                        .pack         = r->pack,
                                                        .pack_version = r->pack_version,
                                                        .docx_sha256  = r->docx_sha256,
                                                        .person       = r->person,
                                                        .result       = (law_result)r->result,
                                                        .level        = (int)r->level };
    }
    *out   = all;
    *count = n;
    return ST_OK;
}
