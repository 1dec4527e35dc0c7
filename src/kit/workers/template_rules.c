// template_rules.c - the refusals of a template by number, for both ends of the pipe.
#include "kit/workers/template_frames.h"

const char *template_rule(unsigned n)
{
    static const char *const rules[] = {
        NULL,
        "docx-not-docx",
        "docx-encrypted",
        "docx-macro",
        "docx-too-large",
        "docx-xml",
        "docx-entity",
        "docx-mark-split",
        "docx-mark-bad",
        "docx-mark-not-alone",
        "docx-block-open",
        "docx-line-indent",
        "docx-bomb",
        "docx-outside",
        "docx-name",
    };
    return n < COUNT(rules) ? rules[n] : NULL;
}
