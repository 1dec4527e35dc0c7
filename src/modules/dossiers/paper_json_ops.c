// paper_json_ops.c - issued papers of a dossier as JSON, for the API and the command alike.
#include "modules/dossiers/dossiers.h"

static void put_issue(buf *b, const paper_issue *i, arena *a)
{
    const struct {
        const char *key;
        str         text;
    } texts[] = { { "form", i->form },
                  { "act", i->act },
                  { "pack", i->pack },
                  { "pack_version", i->pack_version },
                  { "number", i->number },
                  { "on", i->on },
                  { "signer", i->signer },
                  { "template_sha256", i->template_sha256 },
                  { "docx_sha256", i->docx_sha256 },
                  { "pdf_sha256", i->pdf_sha256 },
                  { "person", i->person },
                  { "withdrawn_why", i->withdrawn_why },
                  { "at", time_rfc3339(a, i->at_ms) } };
    buf_printf(b, "{\"id\":\"%lld\"", (long long)i->id);
    for (size_t n = 0; n < COUNT(texts); n++) {
        buf_printf(b, ",\"%s\":", texts[n].key);
        buf_json(b, texts[n].text);
    }
    buf_printf(b, ",\"docx_bytes\":%lld,\"pdf_bytes\":%lld,\"letter\":", (long long)i->docx_bytes,
               (long long)i->pdf_bytes);
    if (i->letter_id) {
        buf_printf(b, "\"%lld\"", (long long)i->letter_id);
    } else {
        buf_put(b, S("null"));
    }
    buf_printf(b, ",\"withdrawn\":%s}", i->withdrawn_ms ? "true" : "false");
}

status papers_put_issues_json(call *c, buf *b, str ref)
{
    paper_issue *all;
    size_t       count;
    TRY(papers_issues(c, ref, &all, &count));
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_char(b, ',');
        put_issue(b, &all[i], c->a);
    }
    buf_printf(b, "],\"total\":%zu,\"next\":null}", count);
    return b->failed ? ST_MEMORY : ST_OK;
}
