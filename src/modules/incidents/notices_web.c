// notices_web.c - notices by anybody, without an account; the coordinator's list of them.
#include "kit/text/text.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/notice_ops.h"
#include "modules/incidents/notice_view.h"
#include "modules/incidents/notices_pages.gen.h"

static str state_words(lang in, arena *a, notice_state s)
{
    return incident_named(a, in, "notice.state", incident_notice_state_key(s));
}

static const char *state_look(notice_state s)
{
    static const char *const looks[] = { "off", "lack", "doing", "done", "done", "off" };
    return looks[(int)s > NOTICE_STATES ? 0 : s];
}

static page_field field(page *o, const page_frame *f, const char *name, str value)
{
    str      hint = arena_printf(o->a, "incidents.field.%s-hint", name);
    text_key key;
    return (page_field){ .name  = name,
                         .label = incident_named(o->a, o->lang, "field", str_from(name)),
                         .hint  = hint.ptr && text_known(hint, &key) ? text_get(o->lang, key)
                                                                     : S(""),
                         .error = page_field_error(o, f, name),
                         .value = value,
                         .max   = INCIDENT_TEXT_MAX,
                         .rows  = 3 };
}

// ---- without an account ----------------------------------------------------------------------------

static status show_form(call *c, web_request *rq, http_response *rs, const incident_problems *bad,
                        int code)
{
    notice_form_view *v    = NEW(c->a, notice_form_view, 1);
    page_option      *open = NEW(c->a, page_option, 1);
    page              o    = page_open(c, rq, rs);
    if (!v || !open) return ST_MEMORY;
    v->frame = (page_frame){ .title         = T(&o, incidents_notice_title),
                             .bare          = true,
                             .problems      = bad->items,
                             .problem_count = bad->count,
                             .fields        = "incidents.field." };
    for (size_t i = 0; i < NOTICE_FIELDS; i++) {
        v->fields[i]          = field(&o, &v->frame, incident_notice_keys[i],
                                      incident_typed(rq, incident_notice_keys[i]));
        v->fields[i].required = incident_notice_required(i);
        if (incident_notice_long(i)) v->fields[i].max = NOTICE_FIELD_MAX;
        if (str_equal(str_from(incident_notice_keys[i]), S("detected")))
            v->fields[i].hint = T(&o, incidents_time_hint);
    }
    open[0]              = (page_option){ S("1"), T(&o, incidents_open_yes), { 0 } };
    v->open              = field(&o, &v->frame, "open", incident_typed(rq, "open"));
    v->open.options      = open;
    v->open.option_count = 1;
    notice_form_page(&o, v);
    return page_close(&o, rs, code);
}

static status form_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    const incident_problems none = { .count = 0 };
    (void)why;
    return show_form(c, rq, rs, &none, 200);
}

static status form_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_problems *bad = NEW(c->a, incident_problems, 1);
    notice_text        typed;
    notice_receipt     receipt;
    (void)why;
    if (!bad) return ST_MEMORY;
    for (size_t i = 0; i < NOTICE_FIELDS; i++)
        typed.at[i] = incident_typed(rq, incident_notice_keys[i]);
    status st = incident_notices_add(c, &typed, incident_typed(rq, "open").len > 0, &receipt, bad);
    if (st == ST_LIMIT) http_header(rs, S("Retry-After"), bad->items[0].detail);
    if (st == ST_INVALID || st == ST_LIMIT)
        return show_form(c, rq, rs, bad, st == ST_LIMIT ? 429 : 422);
    TRY(st);
    page                o = page_open(c, rq, rs);
    notice_receipt_view v = { .code   = receipt.code,
                              .secret = receipt.secret,
                              .sha256 = receipt.sha256 };
    v.at                  = page_when(&o, receipt.at_ms);
    v.frame               = (page_frame){ .title = T(&o, incidents_notice_receipt), .bare = true };
    notice_receipt_page(&o, &v);
    return page_close(&o, rs, 201);
}

static status show_status(call *c, web_request *rq, http_response *rs, const notice_status *s,
                          const problem *why)
{
    notice_status_view *v = NEW(c->a, notice_status_view, 1);
    page                o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    v->frame  = (page_frame){ .title         = T(&o, incidents_notice_ask),
                              .bare          = true,
                              .problems      = why,
                              .problem_count = why != NULL,
                              .fields        = "incidents.field." };
    v->code   = field(&o, &v->frame, "code", incident_typed(rq, "code"));
    v->secret = field(&o, &v->frame, "secret", S(""));
    v->found  = s != NULL;
    if (s) {
        v->state  = state_words(o.lang, o.a, s->state);
        v->look   = state_look(s->state);
        v->at     = page_when(&o, s->at_ms);
        v->acted  = s->acted_ms ? page_when(&o, s->acted_ms) : S("");
        v->sha256 = s->sha256;
    }
    notice_status_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

static status status_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_status(c, rq, rs, NULL, NULL);
}

static status status_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    notice_status s;
    status st = incident_notices_status(c, incident_typed(rq, "code"), incident_typed(rq, "secret"),
                                        &s);
    if (st != ST_MISSING) TRY(st);
    if (st == ST_MISSING) *why = (problem){ .field = S("code"), .rule = S("notice-unknown") };
    return show_status(c, rq, rs, st == ST_OK ? &s : NULL, st == ST_OK ? NULL : why);
}

// ---- the coordinator -------------------------------------------------------------------------------

static status tabs_of(page *o, notices_view *v)
{
    page_chip *tabs = NEW(o->a, page_chip, NOTICE_STATES);
    if (!tabs) return ST_MEMORY;
    for (int s = NOTICE_NEW; s <= NOTICE_STATES; s++) {
        str key     = incident_notice_state_key((notice_state)s);
        tabs[s - 1] = (page_chip){ state_words(o->lang, o->a, (notice_state)s),
                                   arena_printf(o->a, "/su-co/thong-bao?state=" STR_FMT,
                                                STR_ARG(key)) };
    }
    v->tabs      = tabs;
    v->tab_count = NOTICE_STATES;
    return ST_OK;
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    notice_row  *rows;
    notices_view v     = { .next = S("") };
    notice_state state = NOTICE_NEW;
    int64_t      below = 0;
    page_crumb   crumbs[1];
    (void)why;
    (void)incident_notice_state_named(http_query(rq->http, S("state")), &state);
    (void)str_int(http_query(rq->http, S("truoc")), &below);
    TRY(incident_notices_list(c, state, below, &rows, &v.count));
    page         o     = page_open(c, rq, rs);
    notice_item *items = NEW(o.a, notice_item, v.count + 1);
    if (!items) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    v.frame   = (page_frame){ .title       = T(&o, incidents_notices),
                              .menu        = "incidents",
                              .crumbs      = crumbs,
                              .crumb_count = 1,
                              .wide        = true };
    for (size_t i = 0; i < v.count; i++)
        items[i] = (notice_item){ .id    = rows[i].id,
                                  .code  = rows[i].code,
                                  .at    = page_when(&o, rows[i].at_ms),
                                  .title = rows[i].title,
                                  .state = state_words(o.lang, o.a, rows[i].state),
                                  .look  = state_look(rows[i].state) };
    v.items = items;
    if (v.count == NOTICES_PAGE)
        v.next = arena_printf(o.a, "/su-co/thong-bao?state=" STR_FMT "&truoc=%lld",
                              STR_ARG(incident_notice_state_key(state)),
                              (long long)rows[v.count - 1].id);
    TRY(tabs_of(&o, &v));
    notices_list_page(&o, &v);
    return page_close(&o, rs, 200);
}

static status fill(page *o, const notice_row *n, notice_view *v)
{
    notice_text w;
    TRY(incident_notice_parse(o->a, n->content, &w));
    v->id       = n->id;
    v->code     = n->code;
    v->at       = page_when(o, n->at_ms);
    v->sha256   = n->sha256;
    v->state    = state_words(o->lang, o->a, n->state);
    v->look     = state_look(n->state);
    v->incident = n->incident;
    v->reason   = n->reason;
    v->fresh    = n->state == NOTICE_NEW;
    v->waits    = n->state <= NOTICE_ACKNOWLEDGED;
    v->final    = n->state == NOTICE_TAKEN;
    v->acted    = n->acted_ms ? arena_printf(o->a, STR_FMT ", " STR_FMT,
                                             STR_ARG(page_when(o, n->acted_ms)), STR_ARG(n->person))
                              : S("");
    for (size_t i = 0; i < NOTICE_FIELDS; i++) {
        int64_t ms;
        if (!w.at[i].len) continue;
        str value                 = time_parse(w.at[i], &ms) == ST_OK ? page_when(o, ms) : w.at[i];
        v->lines[v->line_count++] = (notice_line){
            incident_named(o->a, o->lang, "field", str_from(incident_notice_keys[i])), value
        };
    }
    return ST_OK;
}

static status show_one(call *c, web_request *rq, http_response *rs, const problem *why,
                       size_t count)
{
    notice_view *v = NEW(c->a, notice_view, 1);
    notice_row   n;
    int64_t      id;
    page_crumb   crumbs[2];
    if (!v) return ST_MEMORY;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(incident_notices_load(c, id, &n));
    page o    = page_open(c, rq, rs);
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    crumbs[1] = (page_crumb){ T(&o, incidents_notices), S("/su-co/thong-bao") };
    v->frame  = (page_frame){ .title         = n.code,
                              .menu          = "incidents",
                              .crumbs        = crumbs,
                              .crumb_count   = 2,
                              .problems      = why,
                              .problem_count = count,
                              .fields        = "incidents.field." };
    TRY(fill(&o, &n, v));
    v->system       = field(&o, &v->frame, "system", incident_typed(rq, "system"));
    v->owner        = field(&o, &v->frame, "owner", incident_typed(rq, "owner"));
    v->into         = field(&o, &v->frame, "into", incident_typed(rq, "into"));
    v->because      = field(&o, &v->frame, "reason", incident_typed(rq, "reason"));
    v->because.hint = S("");
    notice_show_page(&o, v);
    return page_close(&o, rs, count ? 422 : 200);
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_one(c, rq, rs, NULL, 0);
}

static status after(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    if (st == ST_INVALID) return show_one(c, rq, rs, why, 1);
    TRY(st);
    str to = arena_printf(c->a, "/su-co/thong-bao/" STR_FMT, STR_ARG(rq->params[0]));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static int64_t id_of(const web_request *rq)
{
    int64_t id = 0;
    return str_int(rq->params[0], &id) ? id : 0;
}

static status acknowledge_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return after(c, rq, rs, incident_notices_acknowledge(c, id_of(rq)), why);
}

static status aside_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return after(c, rq, rs, incident_notices_aside(c, id_of(rq), incident_typed(rq, "reason"), why),
                 why);
}

static status join_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return after(c, rq, rs, incident_notices_join(c, id_of(rq), incident_typed(rq, "into"), why),
                 why);
}

static status reopen_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return after(c, rq, rs,
                 incident_notices_reopen(c, id_of(rq), incident_typed(rq, "reason"), why), why);
}

static status take_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_problems  *bad = NEW(c->a, incident_problems, 1);
    const notice_taking t   = { id_of(rq), incident_typed(rq, "system"),
                                incident_typed(rq, "owner") };
    int64_t             id  = 0;
    incident            i;
    (void)why;
    if (!bad) return ST_MEMORY;
    status st = incident_notices_take(c, &t, &id, bad);
    if (st == ST_INVALID) return show_one(c, rq, rs, bad->items, bad->count);
    TRY(st);
    TRY(incident_load(c, id, &i));
    return incident_room_back(c, rs, i.code, "?xong=bao");
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/bao-su-co", RIGHT_PUBLIC, form_get, "A notice by anybody" },
    { HTTP_POST, "/bao-su-co", RIGHT_PUBLIC, form_post, "Takes it, gives a receipt",
      .flags = WEB_NO_CSRF },
    { HTTP_GET, "/bao-su-co/tra-cuu", RIGHT_PUBLIC, status_get, "Asks how a notice stands" },
    { HTTP_POST, "/bao-su-co/tra-cuu", RIGHT_PUBLIC, status_post, "Tells how it stands",
      .flags = WEB_NO_CSRF },
    { HTTP_GET, "/su-co/thong-bao", READ, list_get, "Notices by anybody, for the coordinator" },
    { HTTP_GET, "/su-co/thong-bao/{id}", READ, one_get, "One notice" },
    { HTTP_POST, "/su-co/thong-bao/{id}/nhan", WRITE, acknowledge_post, "Acknowledges it" },
    { HTTP_POST, "/su-co/thong-bao/{id}/thanh-su-co", WRITE, take_post, "Makes it an incident" },
    { HTTP_POST, "/su-co/thong-bao/{id}/gop", WRITE, join_post, "Joins it to an incident" },
    { HTTP_POST, "/su-co/thong-bao/{id}/bo", WRITE, aside_post, "Sets it aside" },
    { HTTP_POST, "/su-co/thong-bao/{id}/lai", WRITE, reopen_post,
      "Takes back that it was set aside or joined" },
};

const web_module incidents_notices_module = { "incidents_notices", routes, COUNT(routes) };
