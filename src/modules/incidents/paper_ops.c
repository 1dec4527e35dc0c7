// paper_ops.c - see paper_ops.h.
#include "modules/incidents/paper_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/incidents/incident_letter.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/look_ops.h"

enum { WORK_BYTES = 24 * 1024 * 1024 };

// ---- head and end: of whose paper it is ---------------------------------------------------------------

status incident_letter_head(call *c, int64_t body_id, incident_letter *p)
{
    body        own;
    body_list   above;
    body_office head;
    TRY(body_by_id(c, body_id, &own));
    TRY(body_above(c, own.id, S(""), &above));
    p->issuer   = own.name_vi;
    p->symbol   = own.symbol;
    p->superior = above.count ? above.items[0].name_vi : S("");
    p->year     = day_of_ms(c->now_ms, 7 * 60).year;
    TRY(body_place(c, own.id, &p->place));
    status st = body_office_on(c, own.id, OFFICE_HEAD, S(""), &head);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    p->signer      = head.representative.len ? head.representative : head.name;
    p->signer_post = head.post;
    return ST_OK;
}

// To whom the clock of that paper sends it, as they are called on its day.
static status recipients_of(call *c, const incident *i, str form, str *out)
{
    size_t                    n;
    const law_incident_clock *all = law_incident_clocks(law_current(), &n);
    day                       on  = day_of_ms(i->detected_ms, 7 * 60);
    buf                       b   = buf_in(c->a, 256, 4096);
    for (size_t k = 0; k < n && !b.len; k++) {
        const law_incident_paper *p = law_incident_paper_find(law_current(), all[k].document);
        if (!p || !str_equal(p->form, form) || !law_incident_clock_valid(&all[k], on)) continue;
        for (size_t m = 0; m < all[k].to_count; m++) {
            const law_incident_party *to = law_incident_party_on(law_current(), all[k].to[m], on);
            if (!to) continue;
            if (b.len) buf_put(&b, S("; "));
            buf_put(&b, to->text.vi);
        }
    }
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

// ---- facts and tables ----------------------------------------------------------------------------------

static status facts_of(call *c, const incident *i, incident_letter *p)
{
    incident_values       v;
    incident_letter_fact *facts = NEW(c->a, incident_letter_fact, incident_fact_count + 1);
    if (!facts) return ST_MEMORY;
    TRY(incidents_values(c, i, &v));
    for (size_t n = 0; n < incident_fact_count; n++) {
        if (v.at[n].len)
            facts[p->fact_count++] = (incident_letter_fact){ str_from(incident_facts_all[n].key),
                                                             v.at[n] };
    }
    p->facts = facts;
    return ST_OK;
}

// What was written in the log, oldest first: time, words.
static status log_of(call *c, const incident *i, incident_letter *p)
{
    incident_event        *events;
    size_t                 n;
    incident_letter_table *t     = NEW(c->a, incident_letter_table, 1);
    str                   *cells = NEW(c->a, str, 2 * INCIDENT_EVENTS_MAX);
    TRY(incidents_events(c, i, 0, &events, &n));
    if (!t || !cells) return ST_MEMORY;
    *t = (incident_letter_table){ .name = S("dien_bien"), .cells = cells, .columns = 2 };
    for (size_t k = n; k > 0; k--) {
        if (!str_equal(events[k - 1].kind, S("log"))) continue;
        cells[2 * t->rows]     = text_when(c->a, events[k - 1].at_ms);
        cells[2 * t->rows + 1] = events[k - 1].words;
        t->rows++;
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

status incident_paper_make(call *c, const incident *i, str form, str *docx, problem *why)
{
    const law_incident_form *f = law_incident_form_find(law_current(), form);
    incident_letter          p = { .to = S("") };
    arena                    work;
    str                      made = { 0 };
    if (!f || f->of_body) return ST_MISSING;
    if (!incident_may(c, i, ACT_WORK) && !incident_may(c, i, ACT_REPORT)) return ST_FORBIDDEN;
    TRY(incident_letter_head(c, c->who.body_id, &p));
    TRY(facts_of(c, i, &p));
    TRY(log_of(c, i, &p));
    TRY(recipients_of(c, i, f->id, &p.to));
    TRY(os_map(WORK_BYTES, &work));
    status st = incident_letter_make(law_current(), f->id, &p, &work, &made, why);
    if (st == ST_OK) st = arena_copy(c->a, made, docx);
    os_unmap(&work);
    TRY(st);
    telling w = { c, i, f->id };
    return call_act(c, tell, &w);
}
