// dossiers_api_web.c - dossiers for programs.
#include "modules/dossiers/dossiers_json_ops.h"
#include "modules/dossiers/dossiers_web.h"

#include <jansson.h>
#include <string.h>

enum { JSON_BYTES_MAX = 4 * 1024 * 1024 };

// ---- reading what an act brings -------------------------------------------------------------------------

static str json_text(const json_t *v)
{
    return json_is_string(v) ? (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) }
                             : S("");
}

static void read_json(const web_request *rq, workflow_given *g)
{
    const char *key;
    json_t     *v;
    json_t     *body = (json_t *)rq->json;
    json_object_foreach(json_object_get(body, "items"), key, v)
    {
        if (g->item_count == WORKFLOW_ITEMS_MAX) break;
        g->items[g->item_count++] = (workflow_item){ str_from(key), json_text(v) };
    }
    json_object_foreach(json_object_get(body, "tests"), key, v)
    {
        if (g->answer_count == WORKFLOW_TESTS_MAX || !json_is_boolean(v)) continue;
        g->answers[g->answer_count++] = (workflow_answer){ .test = str_from(key),
                                                           .fits = json_is_true(v) ? 1 : -1 };
    }
}

static workflow_answer *answer_of(workflow_given *g, str test)
{
    for (size_t i = 0; i < g->answer_count; i++) {
        if (str_equal(g->answers[i].test, test)) return &g->answers[i];
    }
    if (g->answer_count == WORKFLOW_TESTS_MAX) return NULL;
    g->answers[g->answer_count] = (workflow_answer){ .test = test };
    return &g->answers[g->answer_count++];
}

static void read_form(const web_request *rq, workflow_given *g)
{
    const http_request *h = rq->http;
    for (size_t i = 0; i < h->form_count; i++) {
        str name = h->form[i].name, kind, rest;
        if (!str_cut(name, '.', &kind, &rest)) continue;
        if (str_equal(kind, S("item")) && g->item_count < WORKFLOW_ITEMS_MAX)
            g->items[g->item_count++] = (workflow_item){ rest, h->form[i].value };
        bool             test = str_equal(kind, S("test")), note = str_equal(kind, S("note"));
        workflow_answer *one = test || note ? answer_of(g, rest) : NULL;
        if (one && test)
            one->fits = str_equal(h->form[i].value, S("yes"))  ? 1
                        : str_equal(h->form[i].value, S("no")) ? -1
                                                               : 0;
        if (one && note) one->text = h->form[i].value;
    }
}

void dossier_read_given(const web_request *rq, workflow_given *out)
{
    *out = (workflow_given){ .reason    = web_field_text(rq, "reason"),
                             .date      = web_field_text(rq, "date"),
                             .number    = web_field_text(rq, "number"),
                             .on        = web_field_text(rq, "on"),
                             .signer    = web_field_text(rq, "signer"),
                             .report_no = web_field_text(rq, "report_no"),
                             .report_on = web_field_text(rq, "report_on") };
    if (rq->json)
        read_json(rq, out);
    else
        read_form(rq, out);
}

status dossier_read_systems(str text, dossier_opening *out, problem *why)
{
    str part, rest = str_trim(text.ptr ? text : S(""));
    out->count = 0;
    while (rest.len) {
        (void)str_cut(rest, ',', &part, &rest);
        part = str_trim(part);
        if (!part.len) continue;
        if (out->count == DOSSIER_SYSTEMS_MAX)
            return problem_set(why, ST_INVALID, S("systems"), S("too-many"));
        out->systems[out->count++] = part;
    }
    return ST_OK;
}

status dossier_read_kind(str key, dossier_kind *out, problem *why)
{
    *out = (dossier_kind)0;
    if (!key.len || dossier_kind_named(key, out)) return ST_OK;
    return problem_detail(why, ST_INVALID, S("kind"), S("unknown-value"), key);
}

status dossier_ref_of(call *c, const web_request *rq, dossier_ref *out)
{
    dossier d;
    TRY(dossiers_get(c, rq->params[0], &d));
    *out = (dossier_ref){ .id = d.id };
    if (rq->api) return web_if_match(rq, d.version);
    str version = web_field_text(rq, "version");
    if (version.len && !str_int(version, &out->version)) out->version = 0;
    return ST_OK;
}

// ---- answering -----------------------------------------------------------------------------------------------

static status answer(call *c, http_response *rs, int code, int64_t id)
{
    dossier_content *k   = NEW(c->a, dossier_content, 1);
    str              ref = arena_printf(c->a, "%lld", (long long)id);
    if (!k || !ref.ptr) return ST_MEMORY;
    TRY(dossiers_content(c, ref, k));
    TRY(web_etag(rs, k->d.version));
    buf b = buf_in(c->a, 16 * 1024, JSON_BYTES_MAX);
    TRY(dossier_put_whole_json(c, &b, k));
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

static status made(call *c, http_response *rs, int64_t id)
{
    http_header(rs, S("Location"), arena_printf(c->a, "/api/v1/dossiers/%lld", (long long)id));
    return answer(c, rs, 201, id);
}

status dossiers_api_list(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "state", "level", "system", "under_way" };
    dossier_filter           f       = { 0 };
    dossier_list_page        list;
    int64_t                  limit = 0;
    str                      asked = http_query(rq->http, S("limit"));
    if (asked.len && (!str_int(asked, &limit) || limit < 1 || limit > DOSSIER_PAGE))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), asked);
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(dossiers_filter_set(c, str_from(names[i]), http_query(rq->http, str_from(names[i])), &f,
                                why));
    TRY(dossiers_list(c, &f, http_query(rq->http, S("cursor")), (size_t)limit, &list, why));
    buf b = buf_in(c->a, 16 * 1024, JSON_BYTES_MAX);
    dossiers_put_page_json(&b, c->a, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status read_opening(const web_request *rq, dossier_opening *out, problem *why)
{
    TRY(dossier_read_systems(web_field_text(rq, "systems"), out, why));
    out->from = web_field_text(rq, "from");
    return dossier_read_kind(web_field_text(rq, "kind"), &out->kind, why);
}

status dossiers_api_open(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_opening what = { 0 };
    int64_t         id;
    TRY(read_opening(rq, &what, why));
    TRY(dossiers_open(c, &what, &id, why));
    return made(c, rs, id);
}

status dossiers_api_enter(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_entering *what = NEW(c->a, dossier_entering, 1);
    workflow_given   *g    = NEW(c->a, workflow_given, 1);
    int64_t           id, level = 0;
    str               pack = web_json_text(rq, "pack");
    if (!what || !g) return ST_MEMORY;
    TRY(read_opening(rq, &what->of, why));
    (void)web_json_int(rq, "level", &level);
    what->level = (int)level;
    what->pack  = pack.len ? law_pack_find(law_current(), pack) : NULL;
    if (pack.len && !what->pack)
        return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), pack);
    dossier_read_given(rq, g);
    TRY(dossiers_enter(c, what, g, &id, why));
    return made(c, rs, id);
}

status dossiers_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier d;
    (void)why;
    TRY(dossiers_get(c, rq->params[0], &d));
    return answer(c, rs, 200, d.id);
}

status dossiers_api_act(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref     of;
    workflow_given *g = NEW(c->a, workflow_given, 1);
    if (!g) return ST_MEMORY;
    TRY(dossier_ref_of(c, rq, &of));
    dossier_read_given(rq, g);
    (void)str_int(web_json_text(rq, "letter"), &of.letter_id);
    TRY(dossiers_act(c, of, rq->params[1], g, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_row(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     id;
    str         said = web_json_text(rq, "id"), list = web_json_text(rq, "list");
    dossier_row r = { .name   = web_json_text(rq, "name"),
                      .second = web_json_text(rq, "second"),
                      .zone   = web_json_text(rq, "zone"),
                      .fourth = web_json_text(rq, "fourth") };
    TRY(dossier_ref_of(c, rq, &of));
    if (said.len && !str_int(said, &r.id)) return ST_MISSING;
    if (!dossier_list_named(list, &r.list))
        return problem_detail(why, ST_INVALID, S("list"), S("unknown-value"), list);
    TRY(dossiers_put_row(c, of, &r, &id, why));
    return answer(c, rs, 200, of.id);
}

// The number of a thing inside it, from the second parameter.
static status inner_id(call *c, const web_request *rq, dossier_ref *of, int64_t *id)
{
    TRY(dossier_ref_of(c, rq, of));
    return str_int(rq->params[1], id) && *id > 0 ? ST_OK : ST_MISSING;
}

status dossiers_api_row_drop(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     id;
    TRY(inner_id(c, rq, &of, &id));
    TRY(dossiers_drop_row(c, of, id, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_text(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref     of;
    dossier_writing w = { .key = rq->params[1], .text = web_json_text(rq, "text"), .known = -1 };
    (void)web_json_int(rq, "known", &w.known);
    TRY(dossier_ref_of(c, rq, &of));
    TRY(dossiers_put_text(c, of, &w, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_document(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref      of;
    int64_t          id;
    dossier_document d    = { .kind   = web_json_text(rq, "kind"),
                              .title  = web_json_text(rq, "title"),
                              .number = web_json_text(rq, "number"),
                              .on     = web_json_text(rq, "on"),
                              .issuer = web_json_text(rq, "issuer") };
    str              rest = web_json_text(rq, "evidence"), one;
    TRY(dossier_ref_of(c, rq, &of));
    while (rest.len && d.file_count < DOSSIER_FILES_MAX) {
        (void)str_cut(rest, ',', &one, &rest);
        if (!str_int(str_trim(one), &d.files[d.file_count++]))
            return problem_detail(why, ST_INVALID, S("evidence"), S("dossier-file-unknown"), one);
    }
    TRY(dossiers_put_document(c, of, &d, &id, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_document_drop(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     id;
    TRY(inner_id(c, rq, &of, &id));
    TRY(dossiers_drop_document(c, of, id, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_sheets(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    TRY(dossier_ref_of(c, rq, &of));
    TRY(dossiers_make_sheets(c, of, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_letter(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     id = 0;
    TRY(dossier_ref_of(c, rq, &of));
    (void)str_int(web_json_text(rq, "letter"), &id);
    TRY(dossiers_link_letter(c, of, id, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_letter_drop(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     id;
    TRY(inner_id(c, rq, &of, &id));
    TRY(dossiers_unlink_letter(c, of, id, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_level(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     level = 0;
    (void)web_json_int(rq, "level", &level);
    TRY(dossier_ref_of(c, rq, &of));
    TRY(dossiers_propose(c, of, level >= 0 && level < 100 ? (int)level : 0,
                         web_json_text(rq, "reason"), why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_comment(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref   of;
    workflow_item what = { web_json_text(rq, "part"), web_json_text(rq, "text") };
    TRY(dossier_ref_of(c, rq, &of));
    TRY(dossiers_comment(c, of, what, why));
    return answer(c, rs, 200, of.id);
}

status dossiers_api_history(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier d;
    (void)why;
    TRY(dossiers_get(c, rq->params[0], &d));
    buf b = buf_in(c->a, 8192, JSON_BYTES_MAX);
    TRY(dossier_put_history_json(c, &b, &d));
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}
