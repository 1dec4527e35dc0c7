// bulk_view.c - see bulk_view.h.
#include "modules/systems/bulk_view.h"

#include "modules/systems/systems_view.h"

static void state_options(page *o, bulk_input *in)
{
    size_t n         = 0;
    in->options[n++] = (page_option){ S(""), T(o, systems_bulk_as_it_is), { 0 } };
    for (int s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++)
        in->options[n++] = (page_option){ str_from(system_state_key((system_state)s)),
                                          system_state_label((system_state)s, o->lang),
                                          { 0 } };
    in->field.options      = in->options;
    in->field.option_count = n;
}

status bulk_form_fill(page *o, const bulk_draft *draft, bulk_form_view *v)
{
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        const system_field *f     = system_field_find(str_from(bulk_fields[i]));
        bulk_input         *in    = &v->fields[i];
        const char         *empty = arena_printf(o->a, "empty-%s", bulk_fields[i]).ptr;
        if (!empty) return ST_MEMORY;
        in->field = (page_field){ .name   = bulk_fields[i],
                                  .label  = text_get(o->lang, f->label),
                                  .hint   = f->kind == SYSTEM_STATE ? S("")
                                                                    : text_get(o->lang, f->hint),
                                  .value  = draft->typed[i].ptr ? draft->typed[i] : S(""),
                                  .error  = page_field_error(o, &v->frame, bulk_fields[i]),
                                  .max    = (int)f->max,
                                  .narrow = f->kind == SYSTEM_DAY };
        if (f->kind == SYSTEM_STATE) {
            state_options(o, in);
            continue;
        }
        in->empty_option[0] = (page_option){ S("1"), T(o, systems_bulk_empty), { 0 } };
        in->empty           = (page_field){ .name         = empty,
                                            .label        = text_get(o->lang, f->label),
                                            .options      = in->empty_option,
                                            .option_count = 1,
                                            .value        = draft->empty[i] ? S("1") : S("-") };
    }
    return ST_OK;
}

str bulk_words(page *o, size_t i, str value)
{
    if (!value.len) return T(o, systems_bulk_emptied);
    return view_field_words(o, system_field_find(str_from(bulk_fields[i])), value);
}

void bulk_line_fill(page *o, const system_record *s, const bulk_changes *changes, bulk_line *out)
{
    *out = (bulk_line){ .name = s->data.name,
                        .code = s->code,
                        .href = arena_printf(o->a, "/he-thong/" STR_FMT, STR_ARG(s->code)) };
    for (size_t i = 0; i < BULK_FIELDS && out->pair_count < BULK_PAIRS_MAX; i++) {
        const system_field *f   = system_field_find(str_from(bulk_fields[i]));
        str                 now = system_text_of(&s->data, f);
        if (!changes->set[i] || str_equal(now, changes->value[i])) continue;
        out->pairs[out->pair_count++] = (bulk_pair){ text_get(o->lang, f->label),
                                                     view_field_words(o, f, now),
                                                     bulk_words(o, i, changes->value[i]) };
    }
}

str bulk_reason(page *o, str rule)
{
    return page_problem_text(o, &(problem){ .rule = rule });
}

str bulk_state_words(page *o, bulk_state state)
{
    switch (state) {
    case BULK_DRAFT: return T(o, systems_bulk_state_draft);
    case BULK_RUNNING: return T(o, systems_bulk_state_running);
    case BULK_DONE: return T(o, systems_bulk_state_done);
    case BULK_UNDOING: return T(o, systems_bulk_state_undoing);
    case BULK_UNDONE: return T(o, systems_bulk_state_undone);
    }
    return S("");
}
