// forensics_view.c - see forensics_view.h.
#include "modules/forensics/forensics_view.h"

#include "kit/text/text.h"
#include "modules/evidence/evidence.h"

enum { HASH_SHOWN = 12 };

str forensics_named(arena *a, lang in, const char *group, str key)
{
    if (!key.len) return S("");
    str whole = arena_printf(a, "forensics.%s." STR_FMT, group, STR_ARG(key));
    return whole.ptr ? text_named(in, whole) : S("");
}

const char *case_look(case_state s)
{
    return s == CASE_OPEN ? "doing" : "done";
}

const char *item_look(item_state s)
{
    static const char *const looks[ITEM_STATES + 1] = { "off", "done", "wait", "off", "bad" };
    return looks[s >= 1 && (int)s <= ITEM_STATES ? s : 0];
}

page_field forensics_field(page *o, const page_frame *f, const char *name, str value)
{
    str key = arena_printf(o->a, "forensics.field.%s", name);
    return (page_field){ .name  = name,
                         .label = key.ptr ? text_named(o->lang, key) : S(""),
                         .value = value.ptr ? value : S(""),
                         .error = page_field_error(o, f, name) };
}

status case_lines(page *o, const case_page *list, case_line **out)
{
    *out = NEW(o->a, case_line, list->count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        const forensic_case *k = &list->items[i];
        (*out)[i]              = (case_line){ .k       = k,
                                              .state   = forensics_named(o->a, o->lang, "state",
                                                                         case_state_key(k->state)),
                                              .changed = page_when(o, k->changed_ms),
                                              .look    = case_look(k->state) };
    }
    return ST_OK;
}

static str kind_words(page *o, const forensic_item *i)
{
    if (i->kind == ITEM_PICTURE) return T(o, forensics_kind_picture);
    return i->kind == ITEM_MEMBER ? T(o, forensics_kind_member) : S("");
}

status item_lines(page *o, const forensic_item *items, size_t count, item_line **out)
{
    *out = NEW(o->a, item_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t n = 0; n < count; n++) {
        const forensic_item *i = &items[n];
        (*out)[n]              = (item_line){ .i     = i,
                                              .size  = evidence_size(o->a, o->lang, i->bytes),
                                              .state = forensics_named(o->a, o->lang, "item-state",
                                                                       item_state_key(i->state)),
                                              .kind  = kind_words(o, i),
                                              .taken = page_when(o, i->taken_ms),
                                              .hash  = str_slice(i->sha256, 0, HASH_SHOWN),
                                              .look  = item_look(i->state) };
    }
    return ST_OK;
}

status custody_lines(page *o, const custody_row *rows, size_t count, custody_line **out)
{
    *out = NEW(o->a, custody_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const custody_row *r = &rows[i];
        str who = r->body.len ? arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(r->person),
                                             STR_ARG(r->body))
                              : r->person;
        if (r->tool.len)
            who = arena_printf(o->a, STR_FMT " (" STR_FMT ")", STR_ARG(r->tool), STR_ARG(who));
        if (!who.ptr) return ST_MEMORY;
        (*out)[i] = (custody_line){
            .r    = r,
            .when = page_when(o, r->at_ms),
            .act  = forensics_named(o->a, o->lang, "act", custody_act_key(r->act)),
            .who  = who,
            .hash = str_slice(r->hash, 0, HASH_SHOWN),
        };
    }
    return ST_OK;
}

status fault_lines(page *o, const custody_check *k, fault_line **out, size_t *count)
{
    *count = k->fault_count < CASE_FAULTS_MAX ? (size_t)k->fault_count : CASE_FAULTS_MAX;
    *out   = NEW(o->a, fault_line, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const custody_fault *f = &k->faults[i];
        (*out)[i]              = (fault_line){
                         .f     = f,
                         .words = forensics_named(o->a, o->lang, "fault", custody_fault_key(f->kind)),
                         .no    = f->no ? arena_printf(o->a, "%lld", (long long)f->no) : S("–"),
        };
    }
    return ST_OK;
}

status case_body_lines(page *o, const case_body *all, size_t count, bool may_lead, body_line **out)
{
    *out = NEW(o->a, body_line, count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const case_body *b = &all[i];
        (*out)[i]          = (body_line){
                     .b       = b,
                     .part    = forensics_named(o->a, o->lang, "part", case_part_key(b->part)),
                     .from    = page_when(o, b->from_ms),
                     .to      = b->to_ms ? page_when(o, b->to_ms) : S(""),
                     .may_end = may_lead && b->part != CASE_HOLDER && !b->to_ms,
        };
    }
    return ST_OK;
}
