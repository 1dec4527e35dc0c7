// paper_print_ops.c - see paper_print_ops.h: the docx of a paper goes through coloa-print.
#include "modules/dossiers/paper_print_ops.h"

#include "kit/text/text.h"
#include "kit/workers/print.h"

#include <openssl/evp.h>
#include <string.h>

enum { LACKS_BYTES_MAX = 1200 };

status paper_hash(str bytes, char hex[65])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned      length = 0;
    char          memory[128];
    arena         a = arena_over(memory, sizeof(memory));
    if (EVP_Digest(bytes.ptr, (size_t)bytes.len, sum, &length, EVP_sha256(), NULL) != 1) {
        return ST_BROKEN;
    }
    buf b = buf_in(&a, 64, 64);
    buf_hex(&b, (str){ (const char *)sum, (ptrdiff_t)length });
    memcpy(hex, b.ptr, 64);
    hex[64] = 0;
    return ST_OK;
}

static status keep_lacks(call *c, const print_made *from, paper_made *made)
{
    made->lacks = NEW(c->a, paper_lack, from->lack_count + 1);
    if (!made->lacks) return ST_MEMORY;
    for (size_t i = 0; i < from->lack_count; i++) {
        const print_lack *k = &from->lacks[i];
        made->lacks[i]      = (paper_lack){ k->what, k->detail, k->count };
    }
    made->lack_count = from->lack_count;
    return ST_OK;
}

status papers_print(call *c, paper_made *made, problem *why)
{
    print_made          printed;
    str                 title = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(made->title),
                                             STR_ARG(made->system.data.name));
    const print_options o = { .title = title, .lang = S("vi-VN"), .created_ms = made->moment_ms };
    if (!title.ptr) return ST_MEMORY;
    TRY(print_docx(&o, made->docx, c->a, &printed, NULL, why));
    TRY(paper_hash(printed.pdf, made->pdf_sha256));
    TRY(keep_lacks(c, &printed, made));
    // "….docx" becomes "….pdf".
    str stem       = str_slice(made->filename, 0, made->filename.len - 5);
    made->filename = arena_printf(c->a, STR_FMT ".pdf", STR_ARG(stem));
    made->pages    = printed.pages;
    made->pdf      = printed.pdf;
    return made->filename.ptr ? ST_OK : ST_MEMORY;
}

str papers_lacks_words(arena *a, lang in, const paper_made *made)
{
    buf b = buf_in(a, 256, LACKS_BYTES_MAX);
    for (size_t i = 0; i < made->lack_count; i++) {
        const paper_lack *k   = &made->lacks[i];
        str               key = arena_printf(a, "print.lack." STR_FMT, STR_ARG(k->what));
        if (i > 0) buf_put(&b, S("; "));
        buf_put(&b, text_named(in, key));
        if (k->detail.len) buf_printf(&b, " (" STR_FMT ")", STR_ARG(k->detail));
        if (k->count > 1) buf_printf(&b, " ×%lld", (long long)k->count);
    }
    return b.failed ? S("…") : buf_str(&b);
}
