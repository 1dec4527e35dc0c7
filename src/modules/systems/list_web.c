// list_web.c - the list of systems, its columns and its export as pages. See list_web.h.
#include "modules/systems/list_web.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/export_ops.h"
#include "modules/systems/import_web.h"
#include "modules/systems/list_pages.gen.h"
#include "modules/systems/saved_ops.h"
#include "modules/systems/vouch_ops.h"

#include <stdlib.h>
#include <string.h>

// ---- what is asked --------------------------------------------------------------------------------

static void notice(page *o, list_ask *ask, text_key words, str detail)
{
    if (ask->notice_count == COUNT(ask->notices)) return;
    ask->notices[ask->notice_count++] = text_fmt(o->a, o->lang, words, &detail, 1);
}

// The whole in one canonical order, to be kept and compared.
static status write_query(page *o, list_ask *ask)
{
    list_ask bare = *ask;
    str      path;
    bare.view = NULL;
    str whole = list_href(o, &bare, S("/"), -1);
    if (!whole.ptr) return ST_MEMORY;
    (void)str_cut(whole, '?', &path, &ask->query);
    if (!ask->query.ptr) ask->query = S("");
    return ST_OK;
}

static status read_values(call *c, const http_field *fields, size_t count, list_ask *out)
{
    for (int i = 0; i < ASK_NAMES; i++) {
        out->values[i] = S("");
        for (size_t k = 0; k < count; k++) {
            if (!str_equal(fields[k].name, str_from(list_names[i]))) continue;
            out->values[i] = fields[k].value.len ? text_nfc(c->a, str_trim(fields[k].value))
                                                 : S("");
            if (!out->values[i].ptr) return ST_MEMORY;
            break;
        }
    }
    if (out->values[ASK_COLUMNS].len > COLUMNS_TEXT_MAX) out->values[ASK_COLUMNS] = S("");
    return ST_OK;
}

static status settle_columns(page *o, list_ask *ask)
{
    str text;
    system_columns_read(ask->values[ASK_COLUMNS], &ask->columns);
    if (ask->columns.unknown.len) notice(o, ask, T_systems_view_column_gone, ask->columns.unknown);
    text = system_columns_text(o->a, &ask->columns);
    if (!text.ptr) return ST_MEMORY;
    ask->values[ASK_COLUMNS] = text;
    if (str_equal(ask->values[ASK_ORDER], S("name"))) ask->values[ASK_ORDER] = S("");
    return write_query(o, ask);
}

status list_ask_read(call *c, page *o, const http_request *rq, list_ask *out, problem *why)
{
    *out = (list_ask){ .cursor = http_query(rq, S("c")) };
    TRY(read_values(c, rq->query, rq->query_count, out));
    for (int i = 0; i < ASK_COLUMNS; i++)
        TRY(systems_filter_set(c, str_from(list_names[i]), out->values[i], &out->f, why));
    return settle_columns(o, out);
}

// A body of a kept condition that has given way: what it had is looked for where it went.
static status follow_body(call *c, page *o, list_ask *ask, int which, int64_t *id)
{
    body b, next;
    if (!*id) return ST_OK;
    TRY(body_by_id(c, *id, &b));
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (!b.merged_into || str_compare(b.valid_to, today) >= 0) return ST_OK;
    TRY(body_by_id(c, b.merged_into, &next));
    const str args[] = { b.name_vi, next.name_vi };
    if (ask->notice_count < COUNT(ask->notices))
        ask->notices[ask->notice_count++] = text_fmt(o->a, o->lang, T_systems_view_body_moved, args,
                                                     COUNT(args));
    *id                = next.id;
    ask->values[which] = next.code;
    return ST_OK;
}

// A branch that the reader does not look into is left out, and said.
static status keep_to_sight(call *c, page *o, list_ask *ask)
{
    bool in;
    if (!ask->f.branch_id || ask->f.branch_id == c->who.body_id) return ST_OK;
    TRY(body_in_branch(c, ask->f.branch_id, c->who.body_id, &in));
    if (in) return ST_OK;
    notice(o, ask, T_systems_view_out_of_sight, ask->values[ASK_BRANCH]);
    ask->values[ASK_BRANCH] = S("");
    ask->f.branch_id        = 0;
    return ST_OK;
}

status list_ask_kept(call *c, page *o, str query, list_ask *out)
{
    http_field *fields;
    size_t      count;
    status      st = http_parse_urlencoded(query, c->a, &fields, &count);
    if (st == ST_MEMORY) return st;
    if (st != ST_OK) count = 0;
    TRY(read_values(c, fields, count, out));
    for (int i = 0; i < ASK_COLUMNS; i++) {
        problem why = { 0 };
        st          = systems_filter_set(c, str_from(list_names[i]), out->values[i], &out->f, &why);
        if (st != ST_INVALID) TRY(st);
        if (st == ST_OK) continue;
        notice(o, out, T_systems_view_value_gone, out->values[i]);
        out->values[i] = S("");
    }
    TRY(follow_body(c, o, out, ASK_OWNER, &out->f.owner_id));
    TRY(follow_body(c, o, out, ASK_BRANCH, &out->f.branch_id));
    TRY(keep_to_sight(c, o, out));
    return settle_columns(o, out);
}

// ---- through a view -------------------------------------------------------------------------------

static bool says_anything(const http_request *rq)
{
    for (int i = 0; i < ASK_NAMES; i++) {
        if (http_query(rq, str_from(list_names[i])).ptr) return true;
    }
    return false;
}

static const saved_view *opened(const http_request *rq, const saved_view *all, size_t count,
                                bool *gone)
{
    str     asked = http_query(rq, S("view"));
    int64_t id    = 0;
    bool    named = asked.len > 0;
    if (named && !str_int(asked, &id)) id = -1;
    for (size_t i = 0; i < count; i++) {
        if (named ? all[i].id == id : all[i].is_default && rq->query_count == 0) return &all[i];
    }
    *gone = named && id != 0;
    return NULL;
}

static status read_ask(call *c, page *o, const http_request *rq, const systems_list_view *v,
                       list_ask *ask, problem *why)
{
    bool              gone = false;
    const saved_view *view = opened(rq, v->saved, v->saved_count, &gone);
    status            st   = ST_OK;
    if (view && !says_anything(rq)) {
        *ask = (list_ask){ .cursor = http_query(rq, S("c")) };
        TRY(list_ask_kept(c, o, view->query, ask));
    } else {
        st = list_ask_read(c, o, rq, ask, why);
    }
    ask->view = view;
    if (gone) notice(o, ask, T_systems_view_gone, S(""));
    return st;
}

// ---- the list -------------------------------------------------------------------------------------

static status load_page(call *c, const list_ask *ask, systems_list_view *v, problem *why)
{
    return ask->columns.records ? systems_list_records(c, &ask->f, ask->cursor, 0, &v->page, why)
                                : systems_list(c, &ask->f, ask->cursor, 0, &v->page, why);
}

// What was last said of the acting body's own list; those who may say it are told when nobody has.
static status fill_vouch(call *c, page *o, systems_list_view *v)
{
    vouch latest;
    if (!c->who.body_id) return ST_OK;
    TRY(vouch_latest_of(c, &latest));
    if (latest.id || call_may(c, RIGHT_SYSTEMS_LEAD)) v->vouch = vouch_words(o, &latest);
    return ST_OK;
}

status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    systems_list_view *v     = NEW(c->a, systems_list_view, 1);
    list_ask          *ask   = NEW(c->a, list_ask, 1);
    problem            fault = { 0 };
    saved_view        *saved;
    if (!v || !ask) return ST_MEMORY;
    (void)why;
    page o = page_open(c, rq, rs);
    TRY(saved_list(c, &saved, &v->saved_count));
    v->saved  = saved;
    status st = read_ask(c, &o, rq->http, v, ask, &fault);
    if (st == ST_OK) st = load_page(c, ask, v, &fault);
    if (st != ST_OK && st != ST_INVALID) return st;
    if (st == ST_INVALID && !ask->columns.count) TRY(settle_columns(&o, ask));
    v->may_write = call_may(c, RIGHT_SYSTEMS_WRITE);
    TRY(fill_vouch(c, &o, v));
    v->frame = (page_frame){
        .title = T(&o, systems_title), .menu = "systems", .fields = "systems.field.", .wide = true
    };
    if (st == ST_INVALID) {
        v->frame.problems      = &fault;
        v->frame.problem_count = 1;
        v->filtered            = true;
    }
    TRY(systems_list_fill(&o, ask, v));
    systems_list_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

status list_export_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int          fd;
    list_ask    *ask = NEW(c->a, list_ask, 1);
    os_file_info info;
    str          form = http_query(rq->http, S("mau")), pack = http_query(rq->http, S("goi"));
    page         o = page_open(c, rq, rs);
    if (!ask) return ST_MEMORY;
    TRY(list_ask_read(c, &o, rq->http, ask, why));
    TRY(os_temp_in_memory(&fd));
    status st = form.len ? systems_export_form(c, &ask->f, form, pack, fd, NULL, why)
                         : systems_export(c, &ask->f, &ask->columns, fd, NULL);
    if (st == ST_OK) st = os_info(fd, &info);
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    str name = form.len ? S("mau-08.xlsx") : S("he-thong-thong-tin.xlsx");
    return import_send_file(rs, fd, info.bytes, IMPORT_XLSX_TYPE, name);
}

// ---- columns --------------------------------------------------------------------------------------

typedef struct place { // where a column is wanted
    int64_t at;
    size_t  column;
} place;

static int compare_places(const void *one, const void *other)
{
    const place *a = one, *b = other;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

// The places typed into the form, as a word for the address. ST_INVALID for what is no place.
static status read_places(call *c, const http_request *rq, columns_view *v, str *cols, problem *why)
{
    place  places[COLUMNS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < v->count; i++) {
        str typed          = str_trim(http_query(rq, str_from(v->fields[i].name)));
        v->fields[i].value = typed.ptr ? typed : S("");
        if (typed.len == 0) continue;
        if (!str_int(typed, &places[n].at) || places[n].at < 1 || places[n].at > 99)
            return problem_detail(why, ST_INVALID, str_from(v->fields[i].name), S("column-place"),
                                  typed);
        places[n++].column = i;
    }
    qsort(places, n, sizeof(places[0]), compare_places);
    buf b = buf_in(c->a, 256, COLUMNS_TEXT_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(&b, ',');
        buf_put(&b, system_column_at(places[i].column)->key);
    }
    if (b.failed) return ST_MEMORY;
    *cols = n ? buf_str(&b) : S("");
    return ST_OK;
}

static status with_view(call *c, const http_request *rq, list_ask *ask)
{
    saved_view *v = NEW(c->a, saved_view, 1);
    int64_t     id;
    if (!v) return ST_MEMORY;
    if (!str_int(http_query(rq, S("view")), &id)) return ST_OK;
    status st = saved_load(c, id, v);
    if (st == ST_OK) ask->view = v;
    return st == ST_MISSING ? ST_OK : st;
}

status list_columns_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    columns_view    *v        = NEW(c->a, columns_view, 1);
    list_ask        *ask      = NEW(c->a, list_ask, 1);
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    problem          fault    = { 0 };
    status           st       = ST_OK;
    if (!v || !ask) return ST_MEMORY;
    TRY(list_ask_read(c, &o, rq->http, ask, why));
    TRY(with_view(c, rq->http, ask));
    v->frame = (page_frame){ .title       = T(&o, systems_columns_title),
                             .menu        = "systems",
                             .crumbs      = crumbs,
                             .crumb_count = COUNT(crumbs) };
    TRY(columns_fill(&o, ask, v));
    if (http_query(rq->http, S("do")).ptr) {
        st = read_places(c, rq->http, v, &ask->values[ASK_COLUMNS], &fault);
        if (st == ST_OK) return web_redirect(rs, list_href(&o, ask, S("/he-thong"), -1));
        if (st != ST_INVALID) return st;
        v->frame.problems      = &fault;
        v->frame.problem_count = 1;
        for (size_t i = 0; i < v->count; i++)
            v->fields[i].error = page_field_error(&o, &v->frame, v->fields[i].name);
    }
    columns_page(&o, v);
    return page_close(&o, rs, st == ST_OK ? 200 : 422);
}
