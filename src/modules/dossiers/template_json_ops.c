// template_json_ops.c - forms with the templates in force, and what was found in one, as JSON.
#include "modules/dossiers/paper.h"
#include "modules/dossiers/paper_template_ops.h"

enum { NAMES_BYTES = 8 * 1024 };

status templates_forms(call *c, int64_t body_id, const law_pack *p, form_state *out, size_t *count)
{
    paper_replacements own;
    size_t             n;
    const law_form    *forms = law_forms(p, &n);
    TRY(paper_replacements_for(c, body_id, p->id, &own));
    *count = 0;
    for (size_t i = 0; i < n && *count < PAPER_FORMS_MAX; i++) {
        const form_template  *t  = paper_template(p->id, forms[i].key);
        const paper_replaced *by = paper_replaced_for(&own, forms[i].key);
        if (!t) continue;
        out[(*count)++] = (form_state){ .form        = &forms[i],
                                        .replaced_by = by ? by->body : S(""),
                                        .id          = by ? by->id : 0,
                                        .sha256      = by ? by->sha256 : t->sha256 };
    }
    return ST_OK;
}

void templates_put_form_json(buf *b, const form_state *f)
{
    buf_printf(b, "{\"form\":\"" STR_FMT "\",\"replaced\":%s,\"by\":", STR_ARG(f->form->key),
               f->id ? "true" : "false");
    buf_json(b, f->id ? f->replaced_by : (str){ 0 });
    buf_put(b, S(",\"template_sha256\":"));
    buf_json(b, f->sha256);
    buf_char(b, '}');
}

status templates_put_forms_json(call *c, buf *b, const law_pack *p, int64_t body_id)
{
    form_state *rows = NEW(c->a, form_state, PAPER_FORMS_MAX);
    size_t      count;
    if (!rows) return ST_MEMORY;
    TRY(templates_forms(c, body_id, p, rows, &count));
    buf_printf(b, "{\"pack\":\"" STR_FMT "\",\"items\":[", STR_ARG(p->id));
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_char(b, ',');
        templates_put_form_json(b, &rows[i]);
    }
    buf_printf(b, "],\"total\":%zu,\"next\":null}", count);
    return b->failed ? ST_MEMORY : ST_OK;
}

void templates_put_report_json(buf *b, const template_report *r, int64_t id)
{
    const struct {
        const char *key;
        str         text;
    } texts[] = { { "healed", r->healed },
                  { "unknown", r->unknown },
                  { "missing", r->missing },
                  { "sha256", r->sha256 },
                  { "source_sha256", r->source } };
    buf_printf(b, "{\"id\":\"%lld\",\"placeholders\":%zu,\"bytes\":%lld", (long long)id, r->places,
               (long long)r->bytes);
    for (size_t i = 0; i < COUNT(texts); i++) {
        buf_printf(b, ",\"%s\":", texts[i].key);
        buf_json(b, texts[i].text);
    }
    buf_char(b, '}');
}

status templates_names(call *c, str *out)
{
    docx_offer *offers = NEW(c->a, docx_offer, PAPER_OFFERS_MAX);
    buf         b      = buf_in(c->a, 1024, NAMES_BYTES);
    if (!offers) return ST_MEMORY;
    size_t n = paper_offers(c->a, offers);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) buf_put(&b, S(", "));
        buf_put(&b, offers[i].name);
    }
    *out = buf_str(&b);
    return b.failed || n == 0 ? ST_MEMORY : ST_OK;
}
