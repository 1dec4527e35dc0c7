// paper_ops.c - see paper_ops.h.
#include "modules/incidents/paper_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incident_letter.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"

enum { WORK_BYTES = 24 * 1024 * 1024 };

// ---- head and end: of whose paper it is ---------------------------------------------------------------

status incident_letter_head(call *c, int64_t body_id, incident_letter *p)
{
    body        own;
    body_office head;
    TRY(body_by_id(c, body_id, &own));
    TRY(body_superior_name(c, &own, &p->superior));
    p->issuer = own.name_vi;
    p->symbol = own.symbol;
    p->year   = day_of_ms(c->now_ms, 7 * 60).year;
    TRY(body_place(c, own.id, &p->place));
    status st = body_office_on(c, own.id, OFFICE_HEAD, S(""), &head);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    p->signer      = head.representative.len ? head.representative : head.name;
    p->signer_post = head.post;
    return ST_OK;
}

// ---- to whom -------------------------------------------------------------------------------------------

static bool has_form(const incident_clock *k, str form)
{
    const law_incident_paper *p = law_incident_paper_find(law_current(), k->rule->document);
    return p && str_equal(p->form, form);
}

// The clock that was clicked; else the first of that form that waits, else the first that concerns the incident.
static const incident_clock *clock_for(const incident_clocks_state *all, const incident_drawing *d)
{
    const incident_clock *waits = NULL, *any = NULL;
    for (size_t n = 0; n < all->count; n++) {
        const incident_clock *k = &all->items[n].k;
        if (!has_form(k, d->form)) continue;
        if (str_equal(k->rule->id, d->rule)) return k;
        if (!waits && all->items[n].runs) waits = k;
        if (!any && k->kind != CLOCK_EXEMPT) any = k;
    }
    return waits ? waits : any;
}

// As they are called on its day.
static status recipients_of(call *c, const incident *i, const incident_drawing *drawing, str *out)
{
    incident_clocks_state *all = NEW(c->a, incident_clocks_state, 1);
    buf                    b   = buf_in(c->a, 256, 4096);
    *out                       = S("");
    if (!all) return ST_MEMORY;
    TRY(incident_clocks_look(c, i, all));
    const incident_clock *k = clock_for(all, drawing);
    if (!k) return ST_OK;
    day on = day_of_ms(k->start_ms ? k->start_ms : i->detected_ms, VIETNAM_OFFSET_MINUTES);
    for (size_t m = 0; m < k->to_count; m++) {
        const law_incident_party *to = law_incident_party_on(law_current(), k->to[m], on);
        if (!to) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, to->text.vi);
    }
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

// ---- facts and tables ----------------------------------------------------------------------------------

// The signs of a serious incident that are there, in the words of the law.
static status signs_of(call *c, const incident *i, const incident_values *v, str *out)
{
    size_t                   n;
    const law_incident_sign *all = law_incident_signs(law_current(), &n);
    buf                      b   = buf_in(c->a, 256, 8192);
    for (size_t k = 0; k < n; k++) {
        bool there = all[k].level ? i->level >= all[k].level
                                  : str_equal(incident_flag_value(v, all[k].flag), S("yes"));
        if (!there) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, all[k].text.vi);
    }
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

static str class_of(const incident *i)
{
    return incident_class_key(i->decided ? i->decided : i->verified ? i->verified : i->proposed);
}

// Number and day of the first report that stands, where nobody typed them: of the first notice of NĐ 331 in the report
// that follows it, of form 03 elsewhere.
typedef struct first_report {
    str number, sent;
} first_report;

static status first_report_of(call *c, const incident *i, const incident_values *v, str form,
                              first_report *out)
{
    str             kind = str_equal(form, S("nd331-bao-cao")) ? S("BC_BAN_DAU") : S("MAU_03");
    incident_paper *all;
    size_t          n;
    *out = (first_report){ S(""), S("") };
    if (incident_value_of(v, "initial_report_no").len) return ST_OK;
    TRY(incidents_papers(c, i, &all, &n));
    for (size_t k = 0; k < n; k++) { // newest first: one that was sent again counts
        if (!str_equal(all[k].document, kind) || all[k].withdrawn_ms || !all[k].number.len)
            continue;
        day on      = day_of_ms(all[k].sent_ms, VIETNAM_OFFSET_MINUTES);
        out->number = all[k].number;
        out->sent   = day_iso(c->a, on);
        return out->sent.ptr ? ST_OK : ST_MEMORY;
    }
    return ST_OK;
}

static status facts_of(call *c, const incident *i, str form, incident_letter *p)
{
    incident_values       v;
    str                   signs;
    first_report          first;
    incident_letter_fact *facts = NEW(c->a, incident_letter_fact, incident_fact_count + 12);
    if (!facts) return ST_MEMORY;
    TRY(incidents_values(c, i, &v));
    TRY(signs_of(c, i, &v, &signs));
    TRY(first_report_of(c, i, &v, form, &first));
    bool owner    = !incident_value_of(&v, "owner_name").len;
    bool operates = !incident_value_of(&v, "operator_name").len;
    str  runs     = i->operator_id ? i->operator_name : i->owner_name; // the owner runs it itself
    for (size_t n = 0; n < incident_fact_count; n++) {
        if (v.at[n].len)
            facts[p->fact_count++] = (incident_letter_fact){ str_from(incident_facts_all[n].key),
                                                             v.at[n] };
    }
    const incident_letter_fact made[] = {
        { S("signs"), signs },
        { S("evidence"), incident_value_of(&v, "evidence_kept") },
        { S("class"), class_of(i) },
        { S("code"), i->code },
        { S("owner_name"), owner ? i->owner_name : S("") },
        { S("operator_name"), operates ? runs : S("") },
        { S("initial_report_no"), first.number },
        { S("initial_report_on"), first.sent },
        { S("reported"), arena_printf(c->a, "%lld", (long long)c->now_ms) },
    };
    for (size_t n = 0; n < COUNT(made); n++) {
        if (!made[n].value.ptr) return ST_MEMORY;
        if (made[n].value.len) facts[p->fact_count++] = made[n];
    }
    p->facts = facts;
    return ST_OK;
}

// What was written in the log, from its beginning: time, words. More lines than the table holds are said to be there.
static status log_of(call *c, const incident *i, incident_letter *p)
{
    db                    *d;
    incident_log_of_row   *rows;
    size_t                 n;
    incident_log_of_in     in = { .id = i->id, .max = INCIDENT_LETTER_ROWS_MAX + 1 };
    incident_letter_table *t  = NEW(c->a, incident_letter_table, 1);
    TRY(call_db(c, &d));
    TRY(incident_log_of(d, &in, c->a, &rows, &n));
    bool   more  = n > INCIDENT_LETTER_ROWS_MAX;
    size_t whole = more ? INCIDENT_LETTER_ROWS_MAX - 1 : n;
    str   *cells = NEW(c->a, str, 2 * n + 2);
    if (!t || !cells) return ST_MEMORY;
    *t = (incident_letter_table){ .name = S("dien_bien"), .cells = cells, .columns = 2 };
    for (; t->rows < whole; t->rows++) {
        cells[2 * t->rows]     = text_when(c->a, rows[t->rows].at_ms);
        cells[2 * t->rows + 1] = rows[t->rows].words;
    }
    if (more) {
        cells[2 * t->rows]       = S("…");
        cells[2 * t->rows++ + 1] = text_get(LANG_VI, T_incidents_letter_more);
    }
    p->tables      = t;
    p->table_count = t->rows > 0;
    return ST_OK;
}

typedef struct telling {
    call           *c;
    const incident *i;
    str             form;
} telling;

static status tell(db *d, void *ctx)
{
    telling *w = ctx;
    (void)d;
    str detail = arena_printf(w->c->a, "\"form\":\"" STR_FMT "\"", STR_ARG(w->form));
    return detail.ptr ? incident_audit(w->c, "incident.paper-drawn", w->i, detail) : ST_MEMORY;
}

status incident_letter_docx(call *c, str form, const incident_letter *p, str *docx, problem *why)
{
    arena work;
    str   made = { 0 };
    TRY(os_map(WORK_BYTES, &work));
    status st = incident_letter_make(law_current(), form, p, &work, &made, why);
    if (st == ST_OK) st = arena_copy(c->a, made, docx);
    os_unmap(&work);
    return st;
}

status incident_paper_make(call *c, const incident *i, const incident_drawing *k, str *docx,
                           problem *why)
{
    const law_incident_form *f = law_incident_form_find(law_current(), k->form);
    incident_letter          p = { .to = S("") };
    if (!f || f->of_body) return ST_MISSING;
    if (!incident_may(c, i, ACT_WORK) && !incident_may(c, i, ACT_REPORT)) return ST_FORBIDDEN;
    TRY(incident_letter_head(c, c->who.body_id, &p));
    TRY(facts_of(c, i, f->id, &p));
    TRY(log_of(c, i, &p));
    TRY(recipients_of(c, i, k, &p.to));
    TRY(incident_letter_docx(c, f->id, &p, docx, why));
    telling w = { c, i, f->id };
    return call_act(c, tell, &w);
}
