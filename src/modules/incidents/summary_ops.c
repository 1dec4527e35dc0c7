// summary_ops.c - see summary_ops.h.
#include "modules/incidents/summary_ops.h"

#include "kit/text/text.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/paper_ops.h"
#include "modules/incidents/types.h"
#include "modules/network/network.h"

enum { NAMES_READ_MAX = 1000, NAMES_BYTES_MAX = 64 * 1024, FACTS = 9, COLUMNS = 7 };

// ---- counted -------------------------------------------------------------------------------------------

static int64_t start_of(day d)
{
    return (day_number(d) * 24 * 60 - VIETNAM_OFFSET_MINUTES) * 60 * 1000;
}

static incident_summary_row *row_of(incident_summary *s, str type)
{
    for (size_t i = 0; i < s->count; i++) {
        if (str_equal(s->rows[i].type, type)) return &s->rows[i];
    }
    return &s->rows[s->count - 1]; // "other forms"
}

static void add(incident_summary_row *to, const incident_summary_rows_row *r)
{
    to->count += r->n;
    to->alone += r->alone;
    to->helped += r->helped;
    to->helped_abroad += r->abroad;
    to->asked += r->asked;
    to->damage_vnd += r->damage;
}

static bool has_line(str lines, str line)
{
    str head, rest = lines;
    while (rest.len) {
        if (!str_cut(rest, '\n', &head, &rest)) rest = S("");
        if (str_equal_nocase(head, line)) return true;
    }
    return false;
}

static void add_lines(buf *b, str lines, size_t *names, bool *cut)
{
    str head, rest = lines;
    while (rest.len) {
        if (!str_cut(rest, '\n', &head, &rest)) rest = S("");
        str name = str_trim(head);
        if (!name.len || has_line(buf_str(b), name)) continue;
        if (*names == INCIDENT_SUMMARY_NAMES_MAX) *cut = true;
        if (*names == INCIDENT_SUMMARY_NAMES_MAX) return;
        if (b->len) buf_char(b, '\n');
        buf_put(b, name);
        ++*names;
    }
}

static status helpers_of(call *c, db *d, const incident_summary_rows_in *of, incident_summary *s)
{
    incident_summary_helpers_row *rows;
    incident_summary_helpers_in   in = { .body      = of->body,
                                         .from_ms   = of->from_ms,
                                         .to_ms     = of->to_ms,
                                         .none      = of->none,
                                         .duplicate = of->duplicate,
                                         .max       = NAMES_READ_MAX };
    size_t                        count, names[2] = { 0 };
    buf                           here   = buf_in(c->a, 512, NAMES_BYTES_MAX);
    buf                           abroad = buf_in(c->a, 512, NAMES_BYTES_MAX);
    TRY(incident_summary_helpers(d, &in, c->a, &rows, &count));
    s->cut = count == NAMES_READ_MAX;
    for (size_t i = 0; i < count; i++) {
        bool out = rows[i].abroad != 0;
        add_lines(out ? &abroad : &here, rows[i].lines, &names[out], &s->cut);
    }
    TRY(buf_status(&here));
    TRY(buf_status(&abroad));
    s->helpers        = buf_str(&here);
    s->helpers_abroad = buf_str(&abroad);
    return ST_OK;
}

status incidents_summary(call *c, str from, str to, incident_summary *out, problem *why)
{
    db                        *d;
    day                        first, last;
    incident_type_row         *types;
    incident_summary_rows_row *rows;
    incident_summary_rows_in   in = { .body      = c->who.body_id,
                                      .none      = INCIDENT_NONE,
                                      .duplicate = INCIDENT_DUPLICATE };
    size_t                     n;
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_FORBIDDEN;
    TRY(incident_months_read(from, to, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES), &first, &last,
                             why));
    *out       = (incident_summary){ .from = incident_month_words(c->a, first),
                                     .to   = incident_month_words(c->a, last),
                                     .note = S("") };
    in.from_ms = start_of(first);
    in.to_ms   = start_of(incident_month_next(last));
    if (!out->from.ptr || !out->to.ptr) return ST_MEMORY;
    TRY(incident_types(c->a, LANG_VI, false, &types, &n));
    if (n < 1 || n > INCIDENT_SUMMARY_TYPES_MAX) return ST_LIMIT;
    for (; out->count < n; out->count++) out->rows[out->count].type = types[out->count].code;
    TRY(call_db(c, &d));
    TRY(incident_summary_rows(d, &in, c->a, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        add(row_of(out, rows[i].type), &rows[i]);
        add(&out->all, &rows[i]);
        if (!rows[i].type.len) out->untyped += rows[i].n;
    }
    out->all.type = S("");
    return helpers_of(c, d, &in, out);
}

// ---- drawn ---------------------------------------------------------------------------------------------

static status table_of(call *c, const incident_summary *s, incident_letter_table *t)
{
    str *cells = NEW(c->a, str, s->count * COLUMNS);
    if (!cells) return ST_MEMORY;
    for (size_t i = 0; i < s->count; i++) {
        const incident_summary_row *r              = &s->rows[i];
        const int64_t               n[COLUMNS - 1] = { r->count,         r->alone, r->helped,
                                                       r->helped_abroad, r->asked, r->damage_vnd };
        str                        *row            = &cells[i * COLUMNS];
        row[0]                                     = r->type;
        for (size_t k = 0; k < COLUMNS - 1; k++) {
            row[k + 1] = arena_printf(c->a, "%lld", (long long)n[k]);
            if (!row[k + 1].ptr) return ST_MEMORY;
        }
    }
    *t = (incident_letter_table){
        .name = S("types"), .cells = cells, .rows = s->count, .columns = COLUMNS
    };
    return ST_OK;
}

static status facts_of(call *c, const incident_summary *s, const incident_letter *p,
                       incident_letter_fact *facts, size_t *count)
{
    body_contact contact = { .address = S("") };
    member       m       = { .code = S("") };
    status       st      = network_own(c, &m);
    if (st != ST_OK && st != ST_MISSING && st != ST_FORBIDDEN) return st;
    TRY(body_contact_load(c, c->who.body_id, &contact));
    const incident_letter_fact all[FACTS] = {
        { S("reporter_name"), p->issuer },
        { S("reporter_address"), contact.address },
        { S("reporter_phone"), contact.phone },
        { S("member_code"), st == ST_OK ? m.code : S("") },
        { S("from_month"), incident_month_shown(c->a, s->from) },
        { S("to_month"), incident_month_shown(c->a, s->to) },
        { S("helpers"), s->helpers },
        { S("helpers_foreign"), s->helpers_abroad },
        { S("proposal"), s->note },
    };
    *count = 0;
    for (size_t i = 0; i < FACTS; i++) {
        if (!all[i].value.ptr) return ST_MEMORY;
        if (all[i].value.len) facts[(*count)++] = all[i];
    }
    return ST_OK;
}

typedef struct telling {
    call                         *c;
    const incident_summary       *s;
    const incident_summary_paper *out;
} telling;

static status tell(db *d, void *ctx)
{
    telling *w      = ctx;
    str      detail = arena_printf(w->c->a,
                                   "{\"from\":\"" STR_FMT "\",\"to\":\"" STR_FMT "\",\"as\":\"%s\"}",
                                   STR_ARG(w->s->from), STR_ARG(w->s->to), w->out->pdf ? "pdf" : "docx");
    (void)d;
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("incident.summary-drawn"), S("body"), w->c->who.body_id, detail);
}

status incidents_summary_draw(call *c, const incident_summary *s, incident_summary_paper *out,
                              problem *why)
{
    incident_letter           p = { .to = S("") };
    incident_letter_fact      facts[FACTS];
    incident_letter_table     types;
    const law_incident_party *to;
    str                       docx;
    TRY(text_check(S("note"), s->note, 0, INCIDENT_LONG_MAX, why));
    TRY(incident_letter_head(c, c->who.body_id, &p));
    to   = law_incident_party_on(law_current(), S("CQDP"),
                                 day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES));
    p.to = to ? to->text.vi : S("");
    TRY(facts_of(c, s, &p, facts, &p.fact_count));
    TRY(table_of(c, s, &types));
    p.facts       = facts;
    p.tables      = &types;
    p.table_count = 1;
    TRY(incident_letter_docx(c, S("mau-05"), &p, &docx, why));
    out->bytes = docx;
    out->name  = arena_printf(c->a, "mau-05-" STR_FMT "-" STR_FMT ".%s", STR_ARG(s->from),
                              STR_ARG(s->to), out->pdf ? "pdf" : "docx");
    str title  = arena_printf(c->a, STR_FMT " – mau-05", STR_ARG(p.issuer));
    if (!out->name.ptr || !title.ptr) return ST_MEMORY;
    if (out->pdf) TRY(incident_letter_pdf(c, title, docx, &out->bytes, why));
    return call_act(c, tell, &(telling){ c, s, out });
}
