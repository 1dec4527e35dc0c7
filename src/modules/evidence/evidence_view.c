// evidence_view.c - files and what they serve in the reader's words; the part other pages choose files by.
#include "modules/evidence/evidence_view.h"

#include "kit/text/text.h"
#include "modules/evidence/evidence_pages.gen.h"

str evidence_accept(arena *a)
{
    buf b = buf_in(a, 256, 2048);
    for (size_t i = 0; i < evidence_type_count; i++) {
        if (evidence_types[i].refused.len) continue;
        if (b.len) buf_char(&b, ',');
        buf_char(&b, '.');
        buf_put(&b, evidence_types[i].key);
    }
    return b.failed ? S("") : buf_str(&b);
}

// Days from one ISO day to another, as far as their order and nearness go.
static bool is_within(str from, str to, int days)
{
    day a, b;
    if (day_parse(from, &a) != ST_OK || day_parse(to, &b) != ST_OK) return false;
    return day_number(b) - day_number(a) <= days;
}

static void tell_until(page *o, str today, evidence_item *i)
{
    str last = i->e->valid_until;
    if (!last.len) return;
    i->until = page_date(o, last);
    if (is_within(today, last, -1)) {
        i->until_look  = "bad";
        i->until_words = T(o, evidence_until_over);
    } else if (is_within(today, last, EVIDENCE_NEAR_DAYS)) {
        i->until_look  = "wait";
        i->until_words = T(o, evidence_until_near);
    }
}

static str mark_words(page *o, str mark)
{
    if (!mark.len) return S("");
    str key = arena_printf(o->a, "evidence.mark." STR_FMT, STR_ARG(mark));
    return text_named(o->lang, key);
}

status evidence_view_items(page *o, const evidence *rows, size_t count, str today,
                           evidence_item **out)
{
    *out = NEW(o->a, evidence_item, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t n = 0; n < count; n++) {
        const evidence *e = &rows[n];
        evidence_item  *i = &(*out)[n];
        *i                = (evidence_item){ .e    = e,
                                             .size = evidence_size(o->a, o->lang, e->bytes),
                                             .when = page_when(o, e->whole_ms ? e->whole_ms : e->begun_ms),
                                             .hash = str_slice(e->sha256, 0, EVIDENCE_SHORT_LEN),
                                             .mark = e->state == EVIDENCE_RECEIVING ? S("")
                                                                                    : mark_words(o, e->mark) };
        if (!i->size.ptr) return ST_MEMORY;
        tell_until(o, today, i);
    }
    return ST_OK;
}

status evidence_view_places(page *o, const evidence_place *rows, size_t count,
                            evidence_show_view *v)
{
    v->places = NEW(o->a, evidence_place_line, count + 1);
    if (!v->places) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        str key      = arena_printf(o->a, "evidence.place." STR_FMT, STR_ARG(rows[i].kind));
        v->places[i] = (evidence_place_line){
            .kind    = text_named(o->lang, key),
            .name    = rows[i].name.len ? rows[i].name
                                        : arena_printf(o->a, "%lld", (long long)rows[i].object_id),
            .address = rows[i].address,
            .person  = rows[i].person,
            .when    = page_when(o, rows[i].at_ms),
        };
    }
    v->place_count = count;
    return ST_OK;
}

void evidence_view_fields(page *o, str until, str note, page_field *until_field,
                          page_field *note_field)
{
    *until_field = (page_field){ .name      = "valid_until",
                                 .label     = T(o, evidence_field_valid_until),
                                 .hint      = T(o, evidence_field_valid_until_hint),
                                 .value     = until,
                                 .inputmode = "numeric",
                                 .max       = 40,
                                 .narrow    = true };
    *note_field  = (page_field){ .name  = "note",
                                 .label = T(o, evidence_field_note),
                                 .value = note,
                                 .max   = EVIDENCE_NOTE_MAX,
                                 .rows  = 2 };
}

// ---- for other modules' pages ----------------------------------------------------------------------

void evidence_picker_part(page *o, const evidence_picker *v)
{
    evidence_picker_block(o, v);
}

void evidence_chips(page *o, const evidence_link_row *rows, size_t count)
{
    evidence_chips_block(o, rows, count);
}
