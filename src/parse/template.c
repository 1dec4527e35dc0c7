// template.c - see template.h and template_frames.h.
#include "parse/template.h"

#include <string.h>

#include "kit/documents/documents.h"
#include "kit/workers/template_frames.h"

_Static_assert((int)DOCX_TAKEN_BYTES_MAX == (int)TEMPLATE_TAKEN_BYTES_MAX, "both ends agree");
_Static_assert((int)DOCX_PARTS_MAX == (int)TEMPLATE_PARTS_MAX, "both ends agree");
_Static_assert((int)DOCX_HEALED_MAX == (int)TEMPLATE_HEALED_MAX, "both ends agree");
_Static_assert((int)DOCX_NAME_MAX == (int)TEMPLATE_NAME_MAX, "both ends agree");

static void refused(frame_out *o, status st, const problem *why)
{
    uint8_t n = 1;
    for (unsigned i = 1; template_rule(i); i++) {
        if (str_equal(why->rule, str_from(template_rule(i)))) n = (uint8_t)i;
    }
    if (st == ST_MEMORY || st == ST_LIMIT) n = 4; // docx-too-large
    str field = str_slice(why->field, 0, TEMPLATE_FIELD_MAX);
    while (field.len > 0 && !str_is_text(field)) field = str_slice(field, 0, field.len - 1);
    frame_begin(o, TEMPLATE_FRAME_REFUSED);
    frame_u8(o, n);
    frame_bytes(o, field);
    frame_end(o);
}

static void put_part(frame_out *o, const docx_packed *p)
{
    frame_begin(o, TEMPLATE_FRAME_PART);
    frame_u32(o, (uint32_t)p->bytes.len);
    frame_bytes(o, p->name);
    frame_end(o);
    for (ptrdiff_t at = 0; at < p->bytes.len; at += TEMPLATE_PIECE_BYTES_MAX) {
        frame_begin(o, TEMPLATE_FRAME_DATA);
        frame_bytes(o, str_slice(p->bytes, at, at + TEMPLATE_PIECE_BYTES_MAX));
        frame_end(o);
    }
}

void parse_template(template_job *job)
{
    static docx_taken taken;
    problem           why = { 0 };
    docx_salt(job->salt);
    status st = docx_take(job->bytes, &job->room, &taken, &why);
    if (st != ST_OK) {
        refused(job->out, st, &why);
        return;
    }
    for (size_t i = 0; i < taken.count; i++) put_part(job->out, &taken.parts[i]);
    for (size_t i = 0; i < taken.healed_count; i++) {
        frame_begin(job->out, TEMPLATE_FRAME_HEALED);
        frame_bytes(job->out, taken.healed[i]);
        frame_end(job->out);
    }
    frame_begin(job->out, TEMPLATE_FRAME_END);
    frame_u32(job->out, (uint32_t)taken.count);
    frame_end(job->out);
}
