// answer.c - a decision as JSON: for the command line, the API and the store.
#include "kit/law/law_inside.h"

enum { ANSWER_BYTES_MAX = 1 << 20 };

static void put_key(buf *b, const char *key)
{
    if (b->len && b->ptr[b->len - 1] != '{' && b->ptr[b->len - 1] != '[') buf_char(b, ',');
    buf_json(b, str_from(key));
    buf_char(b, ':');
}

static void put_text(buf *b, const char *key, str value)
{
    put_key(b, key);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_number(buf *b, const char *key, int64_t value)
{
    put_key(b, key);
    buf_int(b, value);
}

static void open_item(buf *b)
{
    if (b->len && b->ptr[b->len - 1] != '[') buf_char(b, ',');
    buf_char(b, '{');
}

static void put_cite(buf *b, const law_cite *c, law_certainty certainty, bool english)
{
    if (c->document) {
        put_text(b, "cite", law_say(c->text, english));
        put_text(b, "document", c->document->key);
        put_text(b, "article", c->article);
        put_text(b, "clause", c->clause);
        put_text(b, "point", c->point);
    }
    put_text(b, "certainty", str_from(law_certainty_key(certainty)));
}

static void put_hits(buf *b, const char *key, const law_hit *hits, size_t count, bool english)
{
    put_key(b, key);
    buf_char(b, '[');
    for (size_t i = 0; i < count; i++) {
        open_item(b);
        put_text(b, "rule", hits[i].rule->id);
        put_number(b, "level", hits[i].level);
        put_cite(b, &hits[i].rule->cite, hits[i].rule->certainty, english);
        put_text(b, "text", law_say(hits[i].rule->text, english));
        if (hits[i].rule->note.vi.len) put_text(b, "note", law_say(hits[i].rule->note, english));
        if (hits[i].component >= 0) put_number(b, "component", hits[i].component);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_facts(buf *b, const char *key, const law *l, uint32_t facts)
{
    bool first = true;
    put_key(b, key);
    buf_char(b, '[');
    for (size_t i = 0; i < l->fact_count; i++) {
        if (!(facts >> i & 1)) continue;
        if (!first) buf_char(b, ',');
        buf_json(b, l->facts[i].key);
        first = false;
    }
    buf_char(b, ']');
}

static void put_remarks(buf *b, const law_decision *d, bool english)
{
    put_key(b, "notes");
    buf_char(b, '[');
    for (size_t i = 0; i < d->note_count; i++) {
        open_item(b);
        put_text(b, "id", d->notes[i]->id);
        put_text(b, "text", law_say(d->notes[i]->text, english));
        put_cite(b, &d->notes[i]->cite, d->notes[i]->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
    put_key(b, "grey_areas");
    buf_char(b, '[');
    for (size_t i = 0; i < d->grey_count; i++) {
        const law_grey *g = d->greys[i];
        open_item(b);
        put_text(b, "id", g->id);
        put_text(b, "text", law_say(g->text, english));
        put_cite(b, &g->cite, g->certainty, english);
        put_key(b, "choices");
        buf_char(b, '[');
        for (size_t c = 0; c < g->choice_count; c++) {
            open_item(b);
            put_text(b, "key", g->choices[c].key);
            put_text(b, "text", law_say(g->choices[c].label, english));
            buf_char(b, '}');
        }
        buf_char(b, ']');
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_components(buf *b, const law_decision *d)
{
    if (!d->component_count) return;
    put_number(b, "winner", d->winner);
    put_key(b, "components");
    buf_char(b, '[');
    for (size_t i = 0; i < d->component_count; i++) {
        const law_decision *c = &d->components[i];
        open_item(b);
        put_text(b, "result", str_from(law_result_key(c->result)));
        put_number(b, "level", c->level);
        put_facts(b, "questions", d->pack->whole, c->questions);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

str law_decision_json(const law_decision *d, bool english, arena *a)
{
    const law *l = d->pack->whole;
    buf        b = buf_in(a, 4096, ANSWER_BYTES_MAX);
    buf_char(&b, '{');
    put_text(&b, "pack", d->pack->id);
    put_text(&b, "version", d->pack->version);
    put_text(&b, "sha256", str_from(d->pack->sha256));
    put_text(&b, "result", str_from(law_result_key(d->result)));
    put_number(&b, "level", d->level);
    put_hits(&b, "hits", d->hits, d->hit_count, english);
    put_facts(&b, "questions", l, d->questions);
    put_facts(&b, "ask_first", l, d->asked);
    put_hits(&b, "floors", d->floors, d->floor_count, english);
    put_remarks(&b, d, english);
    put_components(&b, d);
    buf_char(&b, '}');
    return b.failed ? (str){ 0 } : buf_str(&b);
}

// ---- a whole pack -----------------------------------------------------------------------------------------
static void put_rules(buf *b, const char *key, const law_rule *r, size_t count, bool english)
{
    put_key(b, key);
    buf_char(b, '[');
    for (size_t i = 0; i < count; i++) {
        open_item(b);
        put_text(b, "rule", r[i].id);
        put_number(b, "level", r[i].level);
        put_cite(b, &r[i].cite, r[i].certainty, english);
        put_text(b, "text", law_say(r[i].text, english));
        if (r[i].note.vi.len) put_text(b, "note", law_say(r[i].note, english));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_levels(buf *b, int min, int max)
{
    put_key(b, "levels");
    buf_printf(b, "[%d,%d]", min, max);
}

static void put_basis(buf *b, const law_pack *p, bool english)
{
    put_key(b, "basis");
    buf_char(b, '[');
    for (size_t i = 0; i < p->basis_count; i++) {
        const law_document *d = p->basis[i];
        open_item(b);
        put_text(b, "key", d->key);
        put_text(b, "type", d->type);
        put_text(b, "number", d->number);
        put_text(b, "date", d->date);
        put_text(b, "body", law_say(d->body, english));
        put_text(b, "title", law_say(d->title, english));
        put_text(b, "certainty", str_from(law_certainty_key(d->certainty)));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_tables(buf *b, const law_rows *r, bool english)
{
    put_key(b, "authority");
    buf_char(b, '[');
    for (size_t i = 0; i < r->authority_count; i++) {
        const law_authority *one = &r->authorities[i];
        open_item(b);
        put_text(b, "step", one->step);
        put_levels(b, one->level_min, one->level_max);
        put_text(b, "actor", one->actor);
        put_text(b, "condition", one->condition);
        put_cite(b, &one->cite, one->certainty, english);
        put_text(b, "text", law_say(one->text, english));
        buf_char(b, '}');
    }
    buf_char(b, ']');
    put_key(b, "limits");
    buf_char(b, '[');
    for (size_t i = 0; i < r->limit_count; i++) {
        const law_limit *one = &r->limits[i];
        open_item(b);
        put_text(b, "step", one->step);
        put_levels(b, one->level_min, one->level_max);
        put_number(b, "days", one->days);
        put_text(b, "kind", one->working ? S("working") : S("calendar"));
        put_text(b, "start", one->start);
        put_cite(b, &one->cite, one->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
    put_key(b, "forms");
    buf_char(b, '[');
    for (size_t i = 0; i < r->form_count; i++) {
        const law_form *one = &r->forms[i];
        open_item(b);
        put_text(b, "key", one->key);
        put_text(b, "name", law_say(one->name, english));
        put_levels(b, one->level_min, one->level_max);
        put_text(b, "from", one->from);
        put_text(b, "to", one->to);
        put_cite(b, &one->cite, one->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_labels(buf *b, const law_rows *r, bool english)
{
    put_key(b, "labels");
    buf_char(b, '[');
    for (size_t i = 0; i < r->label_count; i++) {
        const law_label *one = &r->labels[i];
        open_item(b);
        put_text(b, "key", one->key);
        put_text(b, "text", law_say(one->text, english));
        put_text(b, "body", one->code);
        put_text(b, "valid_from", one->valid_from);
        put_text(b, "valid_to", one->valid_to);
        put_cite(b, &one->cite, one->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_month_day(buf *b, const char *key, law_month_day d)
{
    put_key(b, key);
    if (!d.dom) {
        buf_put(b, S("null"));
    } else if (d.month) {
        buf_printf(b, "\"%02d-%02d\"", d.month, d.dom);
    } else {
        buf_printf(b, "\"%02d\"", d.dom);
    }
}

static void put_reports(buf *b, const law_rows *r, bool english)
{
    static const char *const cycles[] = { "", "year", "quarter", "demand" };
    put_key(b, "reports");
    buf_char(b, '[');
    for (size_t i = 0; i < r->report_count; i++) {
        const law_report *one = &r->reports[i];
        open_item(b);
        put_text(b, "id", one->id);
        put_text(b, "name", law_say(one->name, english));
        put_text(b, "who", one->who);
        put_text(b, "to", one->to);
        put_text(b, "form", one->form);
        put_text(b, "every", str_from(cycles[one->cycle]));
        put_month_day(b, "from", one->from);
        put_month_day(b, "until", one->until);
        put_month_day(b, "before", one->before);
        put_cite(b, &one->cite, one->certainty, english);
        buf_char(b, '}');
    }
    buf_put(b, S("]"));
    put_key(b, "headings");
    buf_char(b, '[');
    for (size_t i = 0; i < r->heading_count; i++) {
        const law_heading *one = &r->headings[i];
        open_item(b);
        put_text(b, "id", one->id);
        put_text(b, "title", law_say(one->title, english));
        put_cite(b, &one->cite, one->certainty, english);
        buf_char(b, '}');
    }
    buf_put(b, S("]"));
    put_key(b, "checks");
    buf_char(b, '[');
    for (size_t i = 0; i < r->report_check_count; i++) {
        const law_report_check *one = &r->report_checks[i];
        open_item(b);
        put_text(b, "id", one->id);
        put_text(b, "grade", one->error ? S("error") : S("warning"));
        put_text(b, "title", law_say(one->title, english));
        put_cite(b, &one->cite, one->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_words_list(buf *b, const char *key, const str *items, size_t count)
{
    put_key(b, key);
    buf_char(b, '[');
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, items[i]);
    }
    buf_char(b, ']');
}

static void put_states(buf *b, const law_workflow *w, bool english)
{
    put_key(b, "states");
    buf_char(b, '[');
    for (size_t i = 0; i < w->state_count; i++) {
        const law_state *s = &w->states[i];
        open_item(b);
        put_text(b, "key", s->key);
        put_text(b, "name", law_say(s->name, english));
        put_text(b, "status", s->status);
        put_text(b, "limit", s->limit);
        put_text(b, "certainty", str_from(law_certainty_key(s->certainty)));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_acts(buf *b, const law_workflow *w, bool english)
{
    put_key(b, "acts");
    buf_char(b, '[');
    for (size_t i = 0; i < w->act_count; i++) {
        const law_act *a = &w->acts[i];
        str            guards[LAW_ACT_GUARDS_MAX];
        open_item(b);
        put_text(b, "id", a->id);
        put_text(b, "name", law_say(a->name, english));
        put_text(b, "to", a->to ? a->to->key : S(""));
        for (size_t g = 0; g < a->guard_count; g++) guards[g] = a->guards[g]->id;
        put_words_list(b, "by", a->by, a->by_count);
        put_words_list(b, "guards", guards, a->guard_count);
        if (a->cite.document) put_cite(b, &a->cite, a->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_workflow(buf *b, const law_workflow *w, bool english)
{
    put_states(b, w, english);
    put_acts(b, w, english);
    put_key(b, "guards");
    buf_char(b, '[');
    for (size_t i = 0; i < w->guard_count; i++) {
        const law_guard *g = &w->guards[i];
        open_item(b);
        put_text(b, "id", g->id);
        put_text(b, "text", law_say(g->text, english));
        if (g->cite.document) put_cite(b, &g->cite, g->certainty, english);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

str law_pack_json(const law_pack *p, bool english, arena *a)
{
    const law_rows *r = p->rows;
    buf             b = buf_in(a, 16384, ANSWER_BYTES_MAX);
    buf_char(&b, '{');
    put_text(&b, "id", p->id);
    put_text(&b, "version", p->version);
    put_text(&b, "sha256", str_from(p->sha256));
    put_text(&b, "name", law_say(p->name, english));
    put_text(&b, "valid_from", p->valid_from);
    put_text(&b, "valid_to", p->valid_to);
    put_basis(&b, p, english);
    put_rules(&b, "rules", r->rules, r->rule_count, english);
    put_rules(&b, "floors", r->floors, r->floor_count, english);
    put_tables(&b, r, english);
    put_labels(&b, r, english);
    put_reports(&b, r, english);
    put_workflow(&b, &r->workflow, english);
    buf_char(&b, '}');
    return b.failed ? (str){ 0 } : buf_str(&b);
}
