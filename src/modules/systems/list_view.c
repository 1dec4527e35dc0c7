// list_view.c - the list in the reader's words. See list_view.h.
#include "modules/systems/list_view.h"

#include "modules/systems/systems_view.h"

const char *const list_names[ASK_NAMES] = { "q",     "level",  "state", "result",
                                            "owner", "branch", "order", "cols" };

page_frame list_frame(str title, const page_crumb *crumbs, size_t count)
{
    return (page_frame){ .title       = title,
                         .menu        = "systems",
                         .crumbs      = crumbs,
                         .crumb_count = count,
                         .fields      = "systems.field." };
}

// ---- addresses ----------------------------------------------------------------------------------

// An address that names a view and nothing else opens the view as it is kept; one that also names a
// condition, be it an empty one, says all by itself.
str list_href(page *o, const list_ask *ask, str path, int without)
{
    str  href = path;
    bool said = false;
    for (int i = 0; i < ASK_NAMES; i++) {
        if (i == without || !ask->values[i].len) continue;
        href = page_url_with(o, href, list_names[i], ask->values[i]);
        said = true;
    }
    if (!ask->view) return href;
    str id = arena_printf(o->a, "%lld", (long long)ask->view->id);
    href   = page_url_with(o, href, "view", id);
    return said ? href : arena_printf(o->a, STR_FMT "&q=", STR_ARG(href));
}

// ---- filters ------------------------------------------------------------------------------------

static void level_options(page *o, const system_filter *f, systems_list_view *v)
{
    static const str digits[] = { STR("1"), STR("2"), STR("3"), STR("4"), STR("5") };
    size_t           n        = 0;
    v->level_options[n++]     = (page_option){ S(""), T(o, systems_filter_all), { 0 } };
    for (size_t i = 0; i < COUNT(digits); i++) {
        const str args[]      = { digits[i] };
        v->level_options[n++] = (page_option){
            digits[i], text_fmt(o->a, o->lang, T_systems_filter_level, args, 1), { 0 }
        };
    }
    v->level_options[n++] = (page_option){ S("0"), T(o, systems_filter_no_level), { 0 } };
    v->level              = (page_field){ .name         = "level",
                                          .label        = T(o, systems_level),
                                          .options      = v->level_options,
                                          .option_count = n,
                                          .value        = f->level      ? digits[f->level - 1]
                                                          : f->no_level ? S("0")
                                                                        : S("") };
}

static void state_options(page *o, const system_filter *f, systems_list_view *v)
{
    size_t n              = 0;
    v->state_options[n++] = (page_option){ S(""), T(o, systems_filter_all), { 0 } };
    for (int s = SYSTEM_PLANNED; s <= SYSTEM_STOPPED; s++) {
        str key               = str_from(system_state_key((system_state)s));
        v->state_options[n++] = (page_option){ key,
                                               system_state_label((system_state)s, o->lang),
                                               { 0 } };
    }
    v->state = (page_field){ .name         = "state",
                             .label        = T(o, systems_field_state),
                             .options      = v->state_options,
                             .option_count = n,
                             .value        = str_from(system_state_key(f->state)) };
}

static void result_options(page *o, const system_filter *f, systems_list_view *v)
{
    size_t n               = 0;
    v->result_options[n++] = (page_option){ S(""), T(o, systems_filter_all), { 0 } };
    for (int r = LAW_DECIDED; r <= LAW_NO_RULE; r++) {
        str key                = str_from(law_result_key((law_result)r));
        v->result_options[n++] = (page_option){ key,
                                                system_result_label((law_result)r, o->lang),
                                                { 0 } };
    }
    v->result = (page_field){ .name         = "result",
                              .label        = T(o, systems_result),
                              .options      = v->result_options,
                              .option_count = n,
                              .value = f->result ? str_from(law_result_key(f->result)) : S("") };
}

static void order_options(page *o, const system_filter *f, systems_list_view *v)
{
    v->order_options[0] = (page_option){ S(""), T(o, systems_order_name), { 0 } };
    v->order_options[1] = (page_option){ S("level"), T(o, systems_order_level), { 0 } };
    v->order            = (page_field){ .name         = "order",
                                        .label        = T(o, systems_order),
                                        .options      = v->order_options,
                                        .option_count = 2,
                                        .value        = f->order == SYSTEMS_BY_LEVEL ? S("level") : S("") };
}

// ---- conditions in words --------------------------------------------------------------------------

// One condition; empty where there is none to speak of.
static str condition_words(page *o, const list_ask *ask, int i, text_key *label)
{
    static const text_key labels[] = { T_systems_filter_q,    T_systems_level,
                                       T_systems_field_state, T_systems_result,
                                       T_systems_field_owner, T_systems_filter_branch,
                                       T_systems_order };
    const system_filter  *f        = &ask->f;
    *label                         = i < (int)COUNT(labels) ? labels[i] : 0;
    if (!ask->values[i].len) return S("");
    switch (i) {
    case ASK_LEVEL: {
        if (f->no_level) return T(o, systems_filter_no_level);
        str number = arena_printf(o->a, "%d", f->level);
        return f->level ? text_fmt(o->a, o->lang, T_systems_filter_level, &number, 1) : S("");
    }
    case ASK_STATE: return system_state_label(f->state, o->lang);
    case ASK_RESULT: return system_result_label(f->result, o->lang);
    case ASK_OWNER: return f->owner_id ? ask->values[i] : S("");
    case ASK_BRANCH: return f->branch_id ? ask->values[i] : S("");
    case ASK_ORDER: return f->order == SYSTEMS_BY_LEVEL ? T(o, systems_order_level) : S("");
    case ASK_Q: return ask->values[i];
    default: return S("");
    }
}

str list_ask_words(page *o, const list_ask *ask)
{
    buf      b = buf_in(o->a, 128, 4096);
    text_key label;
    for (int i = 0; i < ASK_NAMES; i++) {
        str words = condition_words(o, ask, i, &label);
        if (!words.len) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, text_get(o->lang, label));
        buf_put(&b, S(": "));
        buf_put(&b, words);
    }
    if (!b.len) buf_put(&b, T(o, systems_view_everything));
    return b.failed ? S("") : buf_str(&b);
}

static void fill_chips(page *o, const list_ask *ask, systems_list_view *v)
{
    text_key label;
    for (int i = 0; i < ASK_ORDER; i++) {
        str words = condition_words(o, ask, i, &label);
        if (!words.len) continue;
        words = arena_printf(o->a, STR_FMT ": " STR_FMT, STR_ARG(text_get(o->lang, label)),
                             STR_ARG(words));
        v->chips[v->chip_count++] = (page_chip){ words, list_href(o, ask, S("/he-thong"), i) };
    }
}

// ---- columns --------------------------------------------------------------------------------------

enum { CARD_CELLS = 4 }; // that a phone's card shows beside the name

static bool on_cards(const system_columns *columns, const system_column *k, size_t place)
{
    if (!columns->usual) return place < CARD_CELLS;
    return k->what == COLUMN_OWNER || k->what == COLUMN_LEVEL || k->what == COLUMN_RESULT;
}

static void fill_columns(page *o, const list_ask *ask, systems_list_view *v)
{
    size_t place = 0;
    for (size_t i = 0; i < ask->columns.count; i++) {
        const system_column *k    = ask->columns.items[i];
        bool                 more = k->what != COLUMN_NAME && !on_cards(&ask->columns, k, place++);
        v->columns[i]             = (list_column){ k,
                                       more ? (k->fit ? "fit more" : "more")
                                                        : (k->fit ? "fit" : ""),
                                       k->fit ? "fit" : "", text_get(o->lang, k->label), more };
        place -= k->what == COLUMN_NAME;
    }
    v->column_count = ask->columns.count;
}

str list_cell_words(page *o, const systems_list_view *v, const system_column *k, size_t row)
{
    const system_row *r = &v->page.items[row];
    switch (k->what) {
    case COLUMN_OWNER: return r->owner_name;
    case COLUMN_OPERATOR: return r->operator_name;
    case COLUMN_RESULT: return system_result_label(r->result, o->lang);
    case COLUMN_STATED: return r->sheet_level ? arena_printf(o->a, "%d", r->sheet_level) : S("");
    case COLUMN_DECISION: return r->decision_no;
    case COLUMN_PACK: {
        const law_pack *pack = law_pack_find(law_current(), r->pack);
        return pack ? law_say(pack->name, o->lang == LANG_EN) : r->pack;
    }
    case COLUMN_FIELD: return view_shown_words(o, system_field_find(k->key), &v->page.records[row]);
    case COLUMN_UPDATED: return page_when(o, v->page.records[row].updated_ms);
    case COLUMN_CODE:
    case COLUMN_NAME:
    case COLUMN_LEVEL:
    case COLUMN_STATE: break;
    }
    return S("");
}

// ---- the whole ------------------------------------------------------------------------------------

status systems_list_fill(page *o, const list_ask *ask, systems_list_view *v)
{
    list_ask bare = *ask; // without the view: what is exported stands in the address
    v->ask        = ask;
    level_options(o, &ask->f, v);
    state_options(o, &ask->f, v);
    result_options(o, &ask->f, v);
    order_options(o, &ask->f, v);
    fill_chips(o, ask, v);
    fill_columns(o, ask, v);
    v->filtered = v->filtered || v->chip_count > 0;
    v->changed  = ask->view && !str_equal(ask->view->query, ask->query);
    v->pager    = (page_pager){ .shown = (int64_t)v->page.count, .total = v->page.total };
    str here    = list_href(o, ask, S("/he-thong"), -1);
    if (ask->cursor.len) v->pager.first = here;
    if (v->page.next.len) v->pager.next = page_url_with(o, here, "c", v->page.next);
    bare.view        = NULL;
    v->export_href   = list_href(o, &bare, S("/he-thong/xuat"), -1);
    v->official_href = page_url_with(o, v->export_href, "mau", S("mau-08"));
    v->columns_href  = list_href(o, ask, S("/he-thong/cot"), -1);
    v->save_href     = list_href(o, &bare, S("/he-thong/xem/luu"), -1);
    v->bulk_href     = page_url_with(o, list_href(o, &bare, S("/he-thong/loat/moi"), ASK_COLUMNS),
                                     "all", S("1"));
    v->all_href      = v->saved_count ? S("/he-thong?view=0") : S("/he-thong");
    return v->export_href.ptr && here.ptr && v->save_href.ptr ? ST_OK : ST_MEMORY;
}

status columns_fill(page *o, const list_ask *ask, columns_view *v)
{
    v->ask = ask;
    for (const system_column *k; (k = system_column_at(v->count)); v->count++) {
        page_field *f    = &v->fields[v->count];
        const char *name = arena_printf(o->a, "n-" STR_FMT, STR_ARG(k->key)).ptr;
        if (!name) return ST_MEMORY;
        *f = (page_field){ .name      = name,
                           .label     = text_get(o->lang, k->label),
                           .inputmode = "numeric",
                           .max       = 2,
                           .narrow    = true };
        for (size_t i = 0; i < ask->columns.count; i++) {
            if (ask->columns.items[i] == k) f->value = arena_printf(o->a, "%zu", i + 1);
        }
        if (!f->value.ptr) f->value = S("");
    }
    v->cancel     = list_href(o, ask, S("/he-thong"), -1);
    v->usual_href = list_href(o, ask, S("/he-thong"), ASK_COLUMNS);
    return v->cancel.ptr && v->usual_href.ptr ? ST_OK : ST_MEMORY;
}

// ---- saved views ----------------------------------------------------------------------------------

str saved_shared_words(page *o, const saved_view *view)
{
    if (view->reach == SAVED_OWN) return T(o, systems_view_own);
    const str args[] = { view->body_name };
    return text_fmt(o->a, o->lang,
                    view->reach == SAVED_BODY ? T_systems_view_of_body : T_systems_view_of_branch,
                    args, 1);
}

void saved_form_fill(page *o, const saved_draft *draft, saved_form_view *v)
{
    bool lead           = page_may(o, RIGHT_SYSTEMS_LEAD) || draft->reach > SAVED_OWN;
    v->reach_options[0] = (page_option){ S("own"), T(o, systems_view_reach_own), { 0 } };
    v->reach_options[1] = (page_option){ S("body"), T(o, systems_view_reach_body), { 0 } };
    v->reach_options[2] = (page_option){ S("branch"), T(o, systems_view_reach_branch), { 0 } };
    v->first_options[0] = (page_option){ S("1"), T(o, systems_view_first), { 0 } };
    v->name             = (page_field){ .name     = "name",
                                        .label    = T(o, systems_field_view_name),
                                        .value    = draft->name,
                                        .error    = page_field_error(o, &v->frame, "name"),
                                        .max      = SAVED_NAME_MAX,
                                        .required = true };
    v->reach            = (page_field){ .name         = "reach",
                                        .label        = T(o, systems_field_reach),
                                        .hint         = lead ? S("") : T(o, systems_view_reach_hint),
                                        .error        = page_field_error(o, &v->frame, "reach"),
                                        .options      = v->reach_options,
                                        .option_count = lead ? 3 : 1,
                                        .value        = str_from(saved_reach_key(draft->reach)) };
    v->first            = (page_field){ .name         = "first",
                                        .label        = T(o, systems_view_first_legend),
                                        .options      = v->first_options,
                                        .option_count = 1,
                                        .value        = draft->is_default ? S("1") : S("-") };
}
