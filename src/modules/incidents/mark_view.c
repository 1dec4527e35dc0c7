// mark_view.c - see mark_view.h.
#include "modules/incidents/mark_view.h"

#include "modules/incidents/incidents_view.h"

// ---- may be the same -------------------------------------------------------------------------------

// "Vì cùng hệ thống; cùng dấu hiệu 203[.]0[.]113[.]5, xau[.]example".
static str reasons_words(page *o, const incident_alike *k)
{
    buf       b    = buf_in(o->a, 256, 16 * 1024);
    alike_why last = 0;
    for (size_t n = 0; n < k->reason_count; n++) {
        alike_why why = k->reasons[n].why;
        if (why != last) {
            if (n) buf_put(&b, S("; "));
            buf_put(&b, incident_named(o->a, o->lang, "alike", alike_why_key(why)));
        }
        if (why != ALIKE_SYSTEM) {
            indicator_kind kind = why == ALIKE_HOST ? INDICATOR_DOMAIN : k->reasons[n].kind;
            buf_put(&b, why == last ? S(", ") : S(" "));
            buf_put(&b, indicator_defanged(o->a, kind, k->reasons[n].value));
        }
        last = why;
    }
    if (k->reasons_more) buf_put(&b, S(" …"));
    str whole = buf_str(&b);
    return b.failed ? S("") : text_fmt(o->a, o->lang, T_incidents_alike_why, &whole, 1);
}

status incident_alike_fill(page *o, const incident *i, const incident_alikes *all,
                           incident_alikes_view *v)
{
    v->count = all->count;
    v->items = NEW(o->a, alike_line, v->count + 1);
    if (!v->items) return ST_MEMORY;
    for (size_t n = 0; n < v->count; n++) {
        const incident_alike *k = &all->items[n];
        v->items[n]             = (alike_line){ .code  = k->code,
                                                .title = k->title,
                                                .when  = page_when(o, k->detected_ms),
                                                .state = incident_state_words(o->lang, k->state),
                                                .look  = incident_state_look(k->state),
                                                .why   = reasons_words(o, k),
                                                .again = k->again };
        if (!k->again && all->merges)
            v->items[n].merge_href = arena_printf(o->a, "/su-co/" STR_FMT "?gop=" STR_FMT "#gop",
                                                  STR_ARG(i->code), STR_ARG(k->code));
    }
    return ST_OK;
}

// ---- indicators ------------------------------------------------------------------------------------

static str added_words(page *o, str person, str by_body, int64_t at_ms)
{
    const str args[] = { person, by_body, page_when(o, at_ms) };
    return text_fmt(o->a, o->lang, T_incidents_mark_added, args, COUNT(args));
}

static str back_words(page *o, str person, int64_t at_ms, str reason)
{
    const str args[] = { person, page_when(o, at_ms), reason };
    return at_ms ? text_fmt(o->a, o->lang, T_incidents_mark_back_by, args, COUNT(args)) : S("");
}

// "r-<what><id>" names its field; words say of what.
static str id_of(page *o, const char *what, int64_t id)
{
    return arena_printf(o->a, "%s-%lld", what, (long long)id);
}

static str take_words(page *o, str name)
{
    return text_fmt(o->a, o->lang, T_incidents_mark_take_of, &name, 1);
}

static str take_back_href(page *o, const incident *i, const char *what, int64_t id)
{
    return arena_printf(o->a, "/su-co/" STR_FMT "/%s/%lld/rut", STR_ARG(i->code), what,
                        (long long)id);
}

status incident_indicators_fill(page *o, const incident *i, const incident_indicator *all, size_t n,
                                incident_marks_view *v)
{
    v->items = NEW(o->a, indicator_line, n + 1);
    v->count = n;
    if (!v->items) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        const incident_indicator *one = &all[k];
        str                       key = indicator_kind_key(one->what.kind);
        v->items[k]                   = (indicator_line){
                              .k     = one,
                              .kind  = incident_named(o->a, o->lang, "indicator", key),
                              .shown = indicator_defanged(o->a, one->what.kind, one->what.value),
                              .tlp   = indicator_tlp_name(one->tlp),
                              .added = added_words(o, one->person, one->body, one->at_ms),
                              .back  = back_words(o, one->back_by, one->back_ms, one->back_reason),
                              .href  = take_back_href(o, i, "dau-vet", one->id),
                              .take  = take_words(o, indicator_defanged(o->a, one->what.kind, one->what.value)),
                              .id    = id_of(o, "i", one->id),
        };
        v->standing += one->back_ms == 0;
    }
    return ST_OK;
}

// ---- assets and files ------------------------------------------------------------------------------

status incident_assets_fill(page *o, const incident *i, const incident_asset *all, size_t n,
                            incident_marks_view *v)
{
    v->assets      = NEW(o->a, asset_line, n + 1);
    v->asset_count = n;
    if (!v->assets) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        const incident_asset *one = &all[k];
        v->assets[k]              = (asset_line){
                         .k     = one,
                         .kind  = incident_named(o->a, o->lang, "asset", asset_kind_key(one->kind)),
                         .added = added_words(o, one->person, one->body, one->at_ms),
                         .back  = back_words(o, one->back_by, one->back_ms, one->back_reason),
                         .href  = take_back_href(o, i, "tai-san", one->id),
                         .take  = take_words(o, one->name),
                         .id    = id_of(o, "a", one->id),
        };
    }
    return ST_OK;
}

status incident_files_fill(page *o, const incident *i, const evidence *all, size_t n,
                           incident_marks_view *v)
{
    v->files      = NEW(o->a, incident_file_line, n + 1);
    v->file_count = n;
    if (!v->files) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        const evidence *e      = &all[k];
        const str       args[] = { evidence_size(o->a, o->lang, e->bytes), e->person,
                                   page_when(o, e->whole_ms) };
        v->files[k]            = (incident_file_line){
                       .e    = e,
                       .kept = text_fmt(o->a, o->lang, T_incidents_files_kept, args, COUNT(args)),
                       .href = take_back_href(o, i, "tep", e->id),
                       .take = take_words(o, e->name),
                       .id   = id_of(o, "f", e->id),
        };
    }
    return ST_OK;
}
