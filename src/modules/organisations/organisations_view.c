#include "modules/organisations/organisations_view.h"

str body_name_in(lang in, const body *b)
{
    return in == LANG_EN && b->name_en.len ? b->name_en : b->name_vi;
}

str body_kind_words(lang in, arena *a, str kind)
{
    str key = arena_printf(a, "bodies.kind." STR_FMT, STR_ARG(kind));
    return key.ptr ? text_named(in, key) : kind;
}

body_item body_item_of(lang in, arena *a, const body *b)
{
    return (body_item){ .id   = b->id,
                        .code = b->code,
                        .name = body_name_in(in, b),
                        .kind = body_kind_words(in, a, b->kind) };
}

bool body_kind_options(lang in, arena *a, const page_option **out, size_t *count)
{
    // What an agency adds of its own; the state's own kinds come with the law's list.
    static const str offered[] = { STR("unit"), STR("department"), STR("commune"),
                                   STR("enterprise") };
    page_option     *options   = NEW(a, page_option, COUNT(offered));
    if (!options) return false;
    for (size_t i = 0; i < COUNT(offered); i++) {
        options[i] = (page_option){ .value = offered[i],
                                    .label = body_kind_words(in, a, offered[i]) };
    }
    *out   = options;
    *count = COUNT(offered);
    return true;
}
