// change_web.c - mergers, renamings and endings in the browser and the API: a form, a preview that is
// confirmed or dropped, the list.
#include "modules/organisations/organisations_pages.gen.h"
#include "modules/organisations/parts_web.h"
#include "modules/organisations/split_ops.h"
#include "modules/organisations/split_web.h"

static str t(const web_request *rq, const char *name)
{
    return body_form_text(rq, name);
}

// ---- what is asked for ------------------------------------------------------------------------------

// Codes or names, one a line; commas part codes too.
static status read_bodies(call *c, str typed, body_change *g, problem *why)
{
    str rest = typed, line;
    for (bool more = typed.len > 0; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (!str_trim(line).len) continue;
        if (g->body_count == CHANGE_BODIES_MAX) {
            return problem_set(why, ST_INVALID, S("bodies"), S("too-many"));
        }
        TRY(body_read_ref(c, S("bodies"), str_trim(line), &g->bodies[g->body_count++], why));
    }
    return ST_OK;
}

static status read_change(call *c, const web_request *rq, body_change *g, problem *why)
{
    g->names = (body_names){ t(rq, "name_vi"), t(rq, "name_en"), t(rq, "symbol"), t(rq, "place") };
    g->code  = t(rq, "code");
    g->body_kind = t(rq, "body_kind");
    g->doc_no    = t(rq, "doc_no");
    g->doc_on    = t(rq, "doc_on");
    g->doc_by    = t(rq, "doc_by");
    g->effect_on = t(rq, "effect_on");
    TRY(read_bodies(c, t(rq, "bodies"), g, why));
    if (g->kind == CHANGE_SPLIT) return split_read_parts(c, t(rq, "parts"), g, why);
    if (str_trim(t(rq, "into")).len)
        TRY(body_read_ref(c, S("into"), t(rq, "into"), &g->into_id, why));
    if (str_trim(t(rq, "parent")).len) {
        TRY(body_read_ref(c, S("parent"), t(rq, "parent"), &g->parent_id, why));
    }
    // What goes on does not end: naming it among the others is no mistake.
    size_t kept = 0;
    for (size_t i = 0; i < g->body_count; i++) {
        if (g->bodies[i] != g->into_id) g->bodies[kept++] = g->bodies[i];
    }
    g->body_count = kept;
    return ST_OK;
}

#define AS_INPUT(name_, most, needed)                                                              \
    {                                                                                              \
        SHAPE_INPUT, #name_, T_bodies_field_##name_, T_bodies_field_##name_##_hint, most, needed,  \
            false                                                                                  \
    }
#define PAPER_FIELDS                                                                               \
    AS_INPUT(doc_no, OFFICE_TEXT_MAX, false), AS_INPUT(doc_on, 30, false),                         \
        { SHAPE_INPUT, "doc_by", T_bodies_field_doc_by, T_bodies_field_doc_by, OFFICE_TEXT_MAX,    \
          false,       false },                                                                    \
        AS_INPUT(effect_on, 30, false)

static const part_field merge_fields[] = {
    { SHAPE_AREA, "bodies", T_bodies_field_bodies, T_bodies_field_bodies_hint, 4000, true, false },
    AS_INPUT(into, BODY_NAME_MAX, false),
    { SHAPE_INPUT, "name_vi", T_bodies_change_new_name, T_bodies_change_new_name_hint,
      BODY_NAME_MAX, false, false },
    { SHAPE_INPUT, "name_en", T_bodies_field_name_en, T_bodies_field_name_en, BODY_NAME_MAX, false,
      false },
    { SHAPE_INPUT, "code", T_bodies_field_code, T_bodies_change_code_hint, BODY_CODE_MAX, false,
      true },
    { SHAPE_INPUT, "symbol", T_bodies_field_symbol, T_bodies_field_symbol_hint, BODY_SYMBOL_MAX,
      false, true },
    AS_INPUT(parent, BODY_NAME_MAX, false),
    PAPER_FIELDS,
};
static const part_field rename_fields[] = {
    { SHAPE_HIDDEN, "bodies", T_bodies_field_bodies, T_bodies_field_bodies, 0, true, false },
    { SHAPE_INPUT, "name_vi", T_bodies_field_name_vi, T_bodies_field_name_vi, BODY_NAME_MAX, true,
      false },
    { SHAPE_INPUT, "name_en", T_bodies_field_name_en, T_bodies_field_name_en, BODY_NAME_MAX, false,
      false },
    { SHAPE_INPUT, "symbol", T_bodies_field_symbol, T_bodies_field_symbol_hint, BODY_SYMBOL_MAX,
      false, true },
    { SHAPE_INPUT, "place", T_bodies_field_place, T_bodies_field_place_hint, BODY_PLACE_MAX, false,
      false },
    PAPER_FIELDS,
};
static const part_field close_fields[] = {
    { SHAPE_HIDDEN, "bodies", T_bodies_field_bodies, T_bodies_field_bodies, 0, true, false },
    AS_INPUT(into, BODY_NAME_MAX, false),
    PAPER_FIELDS,
};
static const part_field split_fields[] = {
    { SHAPE_HIDDEN, "bodies", T_bodies_field_bodies, T_bodies_field_bodies, 0, true, false },
    { SHAPE_AREA, "parts", T_bodies_field_parts, T_bodies_field_parts_hint, 4000, true, false },
    PAPER_FIELDS,
};
static const part_field confirm_fields[] = { PAPER_FIELDS };

static const struct change_form {
    const char       *path;
    body_change_kind  kind;
    text_key          title, about;
    const part_field *fields;
    size_t            count;
} forms[] = {
    [CHANGE_RENAME] = { "doi-ten", CHANGE_RENAME, T_bodies_change_rename,
                        T_bodies_change_rename_about, rename_fields, COUNT(rename_fields) },
    [CHANGE_MERGE] = { "sap-nhap", CHANGE_MERGE, T_bodies_change_merge, T_bodies_change_merge_about,
                       merge_fields, COUNT(merge_fields) },
    [CHANGE_SPLIT] = { "tach", CHANGE_SPLIT, T_bodies_change_split, T_bodies_change_split_about,
                       split_fields, COUNT(split_fields) },
    [CHANGE_CLOSE] = { "ket-thuc", CHANGE_CLOSE, T_bodies_change_close, T_bodies_change_close_about,
                       close_fields, COUNT(close_fields) },
};

static status form_show(call *c, web_request *rq, http_response *rs, body_change_kind kind,
                        const body *b, const problem *why)
{
    const struct change_form *f         = &forms[kind];
    fields_view               v         = { .about  = text_get(c->lang, f->about),
                                            .submit = text_get(c->lang, T_bodies_change_preview),
                                            .count  = f->count };
    str                       given[16] = { b->code }; // the first field of each: the bodies
    if (kind == CHANGE_RENAME) {
        given[1] = b->name_vi, given[2] = b->name_en, given[3] = b->symbol, given[4] = b->place;
    }
    TRY(part_fields_make(c, rq, f->fields, f->count, given, &v.fields));
    v.back        = arena_printf(c->a, "/to-chuc/%lld", (long long)b->id);
    v.action      = arena_printf(c->a, "/to-chuc/%lld/%s", (long long)b->id, f->path);
    v.frame.title = text_get(c->lang, f->title);
    if (!v.back.ptr || !v.action.ptr) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    TRY(body_crumbs(c, b->id, &v.frame, &o));
    return part_form_show(c, rq, rs, &v, why);
}

static status form_get(call *c, web_request *rq, http_response *rs, body_change_kind kind,
                       problem *why)
{
    body b;
    TRY(body_changeable(c, rq, &b));
    return form_show(c, rq, rs, kind, &b, why);
}

static status form_post(call *c, web_request *rq, http_response *rs, body_change_kind kind,
                        problem *why)
{
    body        b;
    body_change g = { .kind = kind };
    int64_t     id;
    TRY(body_changeable(c, rq, &b));
    status st = read_change(c, rq, &g, why);
    if (st == ST_OK) st = body_change_make(c, &g, &id, why);
    if (st == ST_INVALID) return form_show(c, rq, rs, kind, &b, why);
    TRY(st);
    str to = arena_printf(c->a, "/thay-doi-to-chuc/%lld", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

#define FORM(name, kind)                                                                           \
    static status name##_get(call *c, web_request *rq, http_response *rs, problem *why)            \
    {                                                                                              \
        return form_get(c, rq, rs, kind, why);                                                     \
    }                                                                                              \
    static status name##_post(call *c, web_request *rq, http_response *rs, problem *why)           \
    {                                                                                              \
        return form_post(c, rq, rs, kind, why);                                                    \
    }
FORM(rename, CHANGE_RENAME)
FORM(merge, CHANGE_MERGE)
FORM(close, CHANGE_CLOSE)
FORM(split, CHANGE_SPLIT)

// ---- preview ----------------------------------------------------------------------------------------

static const char *shape_of(body_change_state state)
{
    static const char *const shapes[] = { "", "lack", "wait", "done", "off" };
    return shapes[state];
}

static str words_of(const call *c, const char *group, str key)
{
    str name = arena_printf(c->a, "bodies.%s." STR_FMT, group, STR_ARG(key));
    return name.ptr ? text_named(c->lang, name) : key;
}

// "Sáp nhập: Sở A, Sở B"
static status what_words(call *c, const body_change *g, str *out)
{
    buf b = buf_in(c->a, 256, 16 * 1024);
    buf_put(&b, words_of(c, "change-kind", body_change_kind_key(g->kind)));
    for (size_t i = 0; i < g->body_count; i++) {
        body one;
        TRY(body_by_id(c, g->bodies[i], &one));
        buf_put(&b, i ? S(", ") : S(": "));
        buf_put(&b, body_name_in(c->lang, &one));
    }
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

static str paper_words(page *o, const body_change *g)
{
    str parts[] = { g->doc_no, g->doc_on.len ? page_date(o, g->doc_on) : S(""), g->doc_by };
    buf b       = buf_in(o->a, 64, 2048);
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!parts[i].len) continue;
        if (b.len) buf_put(&b, S(" · "));
        buf_put(&b, parts[i]);
    }
    return b.failed ? S("") : buf_str(&b);
}

static str by_words(page *o, str person, int64_t at_ms)
{
    if (!person.len) return S("");
    str text = arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(person),
                            STR_ARG(page_when(o, at_ms)));
    return text.ptr ? text : person;
}

static status show_holdings(call *c, page *o, const body_change *g, change_view *v)
{
    body_change_preview p;
    TRY(body_change_look(c, g, &p));
    str         *columns = NEW(c->a, str, CHANGE_COLUMNS_MAX);
    change_item *items   = NEW(c->a, change_item, p.count ? p.count : 1);
    if (!columns || !items) return ST_MEMORY;
    columns[0] = T(o, bodies_holds_systems), columns[1] = T(o, bodies_holds_people);
    columns[2] = T(o, bodies_holds_units), columns[3] = T(o, bodies_holds_supervisors);
    columns[4] = T(o, bodies_holds_delegations), columns[5] = T(o, bodies_holds_reports);
    for (size_t i = 0; i < p.count; i++) {
        const body_change_holding *h = &p.bodies[i];
        items[i]                     = (change_item){ h->body_id,
                                                      h->name,
                                                      { h->heirs[0], h->heirs[1], h->units, h->supervisors,
                                                        h->delegations, h->heirs[2] } };
        v->clashes += h->clashes;
    }
    str n          = page_number(o, v->clashes);
    v->clash_words = text_fill(c->a, T(o, bodies_change_clashes), &n, 1);
    v->columns = columns, v->column_count = 6;
    v->items = items, v->count = p.count;
    if (p.into_name.len) {
        v->into = arena_printf(c->a, STR_FMT " (" STR_FMT ")" STR_FMT STR_FMT, STR_ARG(p.into_name),
                               STR_ARG(p.into_code), STR_ARG(p.fresh ? S(" – ") : S("")),
                               STR_ARG(p.fresh ? T(o, bodies_change_fresh) : S("")));
    }
    return ST_OK;
}

// Each successor with what it gets, and what is not said yet.
static status show_split(call *c, page *o, const body_change *g, change_view *v)
{
    split_count counts[SPLIT_WHATS_MAX];
    TRY(split_counts(c, g, counts, &v->split_column_count));
    str       *columns = NEW(c->a, str, v->split_column_count);
    split_row *rows    = NEW(c->a, split_row, g->part_count + 1);
    if (!columns || !rows) return ST_MEMORY;
    for (size_t k = 0; k < v->split_column_count; k++) {
        columns[k] = split_what_words(c, counts[k].what);
        for (size_t i = 0; i < g->part_count; i++) rows[i].cells[k] = counts[k].parts[i + 1];
        rows[g->part_count].cells[k] = counts[k].parts[0];
        v->split_open += counts[k].parts[0];
    }
    for (size_t i = 0; i < g->part_count; i++) {
        const body_change_part *p = &g->parts[i];
        rows[i].name              = arena_printf(c->a, STR_FMT " (" STR_FMT ")", STR_ARG(p->name),
                                                 STR_ARG(p->code));
        if (!rows[i].name.ptr) return ST_MEMORY;
    }
    rows[g->part_count].name = T(o, bodies_split_open);
    v->split                 = rows;
    v->split_count           = g->part_count + (v->split_open > 0);
    v->split_columns         = columns;
    return ST_OK;
}

static status show_change(call *c, web_request *rq, http_response *rs, const body_change *g,
                          const problem *why)
{
    bool        bad  = why->rule.len > 0;
    change_view v    = { .id = g->id, .field_count = COUNT(confirm_fields) };
    page_crumb  up[] = { { text_get(c->lang, T_bodies_title), S("/to-chuc") },
                         { text_get(c->lang, T_bodies_changes), S("/thay-doi-to-chuc") } };
    page        o    = page_open(c, rq, rs);
    TRY(what_words(c, g, &v.what));
    if (g->kind != CHANGE_RENAME) TRY(show_holdings(c, &o, g, &v));
    if (g->kind == CHANGE_SPLIT && g->state != CHANGE_DONE) TRY(show_split(c, &o, g, &v));
    if (g->state == CHANGE_DONE) { // they hold nothing any more: how many systems went is kept
        v.count = 0, v.clashes = 0;
        v.moved = page_number(&o, g->systems);
    }
    v.state_shape = shape_of(g->state);
    v.state       = words_of(c, "change-state", body_change_state_key(g->state));
    v.document    = paper_words(&o, g);
    v.effect      = g->effect_on.len ? page_date(&o, g->effect_on) : S("");
    v.made        = by_words(&o, g->made_by, g->made_ms);
    v.confirmed   = by_words(&o, g->confirmed_by, g->confirmed_ms);
    if (g->kind == CHANGE_RENAME || (g->into_id && g->state != CHANGE_DONE))
        v.new_name = g->names.name_vi;
    v.may_confirm = g->state == CHANGE_DRAFT && call_may(c, RIGHT_BODIES_ADMIN);
    v.may_drop = (v.may_confirm || g->state == CHANGE_WAITING) && call_may(c, RIGHT_BODIES_ADMIN);
    v.frame    = (page_frame){ .title         = T(&o, bodies_change_title),
                               .menu          = "bodies",
                               .crumbs        = up,
                               .crumb_count   = COUNT(up),
                               .problems      = bad ? why : NULL,
                               .problem_count = bad,
                               .fields        = "bodies.field." };
    if (g->state == CHANGE_DONE) v.frame.done = T(&o, bodies_change_is_done);
    const str given[] = { g->doc_no, page_date(&o, g->doc_on), g->doc_by,
                          page_date(&o, g->effect_on) };
    TRY(part_fields_make(c, rq, confirm_fields, COUNT(confirm_fields), given, &v.fields));
    for (size_t i = 0; i < v.field_count; i++) {
        v.fields[i].f.error = page_field_error(&o, &v.frame, v.fields[i].f.name);
    }
    change_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status change_of_path(call *c, const web_request *rq, body_change *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    return body_change_load(c, id, out);
}

static status change_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g;
    TRY(change_of_path(c, rq, &g));
    return show_change(c, rq, rs, &g, why);
}

static status answer(call *c, http_response *rs, int code, int64_t id)
{
    body_change g;
    buf         out = buf_in(c->a, 4096, 256 * 1024);
    TRY(body_change_load(c, id, &g));
    TRY(body_change_put_json(c, &out, &g));
    return web_json(rs, code, buf_str(&out));
}

static status back_to(call *c, web_request *rq, http_response *rs, int64_t id)
{
    if (rq->api) return answer(c, rs, 200, id);
    str to = arena_printf(c->a, "/thay-doi-to-chuc/%lld", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status confirm_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g;
    body_change paper = { .doc_no    = t(rq, "doc_no"),
                          .doc_on    = t(rq, "doc_on"),
                          .doc_by    = t(rq, "doc_by"),
                          .effect_on = t(rq, "effect_on") };
    TRY(change_of_path(c, rq, &g));
    status st = body_change_confirm(c, g.id, &paper, why);
    if (st == ST_INVALID && !rq->api) return show_change(c, rq, rs, &g, why);
    return st == ST_OK ? back_to(c, rq, rs, g.id) : st;
}

static status drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g;
    TRY(change_of_path(c, rq, &g));
    TRY(body_change_drop(c, g.id, why));
    return back_to(c, rq, rs, g.id);
}

static status changes_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change *list;
    changes_view v = { .count = 0 };
    (void)why;
    TRY(body_change_list(c, &list, &v.count));
    change_line *items = NEW(c->a, change_line, v.count ? v.count : 1);
    if (!items) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    for (size_t i = 0; i < v.count; i++) {
        items[i] = (change_line){
            .id       = list[i].id,
            .shape    = shape_of(list[i].state),
            .state    = words_of(c, "change-state", body_change_state_key(list[i].state)),
            .effect   = list[i].effect_on.len ? page_date(&o, list[i].effect_on) : S(""),
            .document = paper_words(&o, &list[i])
        };
        TRY(what_words(c, &list[i], &items[i].what));
    }
    v.items = items;
    v.frame = (page_frame){ .title = T(&o, bodies_changes), .menu = "bodies" };
    changes_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- API --------------------------------------------------------------------------------------------

static status api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change *list;
    size_t       count;
    buf          out = buf_in(c->a, 16 * 1024, 4 * 1024 * 1024);
    (void)rq;
    (void)why;
    TRY(body_change_list(c, &list, &count));
    buf_put(&out, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&out, ',');
        TRY(body_change_put_json(c, &out, &list[i]));
    }
    buf_printf(&out, "],\"total\":%zu,\"next\":null}", count);
    return out.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&out));
}

static status api_show(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g;
    (void)why;
    TRY(change_of_path(c, rq, &g));
    return answer(c, rs, 200, g.id);
}

static status api_make(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g = { .kind = 0 };
    int64_t     id;
    for (int k = CHANGE_RENAME; k <= CHANGE_CLOSE; k++) {
        if (str_equal(t(rq, "kind"), body_change_kind_key((body_change_kind)k)))
            g.kind = (body_change_kind)k;
    }
    TRY(read_change(c, rq, &g, why));
    TRY(body_change_make(c, &g, &id, why));
    return answer(c, rs, 201, id);
}

static const web_field make_body[] = {
    { "kind", "string", "rename, merge or close" },
    { "bodies", "string", "codes or names, one a line: those that end, or the one renamed" },
    { "into", "string?", "the body that goes on; absent in a merger: a new one" },
    { "name_vi", "string?", "name of the new body, or the new name" },
    { "name_en", "string?", "in English" },
    { "code", "string?", "of the new body" },
    { "symbol", "string?", "in document numbers" },
    { "place", "string?", "place name on papers" },
    { "body_kind", "string?", "of the new body; unit when absent" },
    { "parent", "string?", "above the new body; the first one's when absent" },
    { "doc_no", "string?", "the deciding document" },
    { "doc_on", "string?", "ISO day of it" },
    { "doc_by", "string?", "who decided" },
    { "effect_on", "string?", "first day" },
    { NULL, NULL, NULL },
};
static const web_field confirm_body[] = {
    { "doc_no", "string?", "the deciding document; needed here or in the draft" },
    { "doc_on", "string?", "ISO day of it" },
    { "doc_by", "string?", "who decided" },
    { "effect_on", "string?", "first day; needed here or in the draft" },
    { NULL, NULL, NULL },
};
static const web_field change_answer[] = {
    { "id", "string", "decimal" },
    { "kind", "string", "rename, merge, close or split" },
    { "parts", "array?", "of a split: id, code and name of each successor" },
    { "state", "string", "draft, waiting, done or dropped" },
    { "into", "object?", "the body that goes on" },
    { "bodies", "array", "each with what it holds: systems, people, units, …" },
    { "effect_on", "string", "first day, ISO" },
    { "doc_no", "string", "the deciding document" },
    { "systems", "integer", "how many were handed on, once done" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array", "changes, latest first" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};

#define ADMIN RIGHT_BODIES_ADMIN
static const web_route routes[] = {
    { HTTP_GET, "/to-chuc/{id}/sap-nhap", ADMIN, merge_get, "A form for a merger" },
    { HTTP_POST, "/to-chuc/{id}/sap-nhap", ADMIN, merge_post, "Drafts a merger" },
    { HTTP_GET, "/to-chuc/{id}/tach", ADMIN, split_get, "A form for a split" },
    { HTTP_POST, "/to-chuc/{id}/tach", ADMIN, split_post, "Drafts a split" },
    { HTTP_GET, "/thay-doi-to-chuc/{n}/chia", ADMIN, split_share_get,
      "What goes to which successor" },
    { HTTP_POST, "/thay-doi-to-chuc/{n}/chia", ADMIN, split_share_post, "Shares it out" },
    { HTTP_GET, "/to-chuc/{id}/doi-ten", ADMIN, rename_get, "A form for a new name by decision" },
    { HTTP_POST, "/to-chuc/{id}/doi-ten", ADMIN, rename_post, "Drafts a renaming" },
    { HTTP_GET, "/to-chuc/{id}/ket-thuc", ADMIN, close_get, "A form for an ending" },
    { HTTP_POST, "/to-chuc/{id}/ket-thuc", ADMIN, close_post, "Drafts an ending" },
    { HTTP_GET, "/thay-doi-to-chuc", ADMIN, changes_get, "Mergers, renamings, endings" },
    { HTTP_GET, "/thay-doi-to-chuc/{n}", ADMIN, change_get, "One, with what moves and what stays" },
    { HTTP_POST, "/thay-doi-to-chuc/{n}/xac-nhan", ADMIN, confirm_post, "Confirms it" },
    { HTTP_POST, "/thay-doi-to-chuc/{n}/bo", ADMIN, drop_post, "Drops it" },
    { HTTP_GET, "/api/v1/body-changes", ADMIN, api_list, "Lists mergers, renamings and endings",
      .answer = list_answer },
    { HTTP_GET, "/api/v1/body-changes/{id}", ADMIN, api_show, "Shows one with its preview",
      .answer = change_answer },
    { HTTP_POST, "/api/v1/body-changes", ADMIN, api_make, "Drafts one", .body = make_body,
      .answer = change_answer },
    { HTTP_POST, "/api/v1/body-changes/{id}/confirm", ADMIN, confirm_post, "Confirms one",
      .body = confirm_body, .answer = change_answer },
    { HTTP_POST, "/api/v1/body-changes/{id}/drop", ADMIN, drop_post, "Drops one",
      .answer = change_answer },
};

const web_module organisations_changes_module = { "organisations-changes", routes, COUNT(routes) };
