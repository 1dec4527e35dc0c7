// letter_print_ops.c - a letter drawn up as docx, as PDF. See incidents.h.
#include "modules/incidents/incidents.h"

#include "kit/text/text.h"
#include "kit/workers/print.h"

status incident_letter_pdf(call *c, str title, str docx, str *pdf, problem *why)
{
    print_made          made;
    const print_options o = { .title = title, .lang = S("vi-VN"), .created_ms = c->now_ms };
    TRY(print_docx(&o, docx, c->a, &made, NULL, why));
    if (made.lack_count) {
        str key = arena_printf(c->a, "print.lack." STR_FMT, STR_ARG(made.lacks[0].what));
        return problem_detail(why, ST_INVALID, S("as"), S("print-lacks"), text_named(c->lang, key));
    }
    *pdf = made.pdf;
    return ST_OK;
}
