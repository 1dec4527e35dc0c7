// hunts_form_web.c - the form by which a hunt is opened, and changed while it lives.
#include "kit/text/text.h"
#include "modules/hunts/hunts_pages.gen.h"
#include "modules/hunts/hunts_web.h"

static hunt_draft draft_typed(const web_request *rq)
{
    return (hunt_draft){ .systems       = hunt_typed(rq, "systems"),
                         .title         = hunt_typed(rq, "title"),
                         .reach         = hunt_typed(rq, "reach"),
                         .hypothesis    = hunt_typed(rq, "hypothesis"),
                         .rules         = hunt_typed(rq, "rules"),
                         .rules_version = hunt_typed(rq, "rules_version"),
                         .evidence      = hunt_typed(rq, "evidence"),
                         .firm          = hunt_typed(rq, "firm"),
                         .team          = hunt_typed(rq, "team"),
                         .planned_on    = hunt_typed(rq, "planned_on"),
                         .began_on      = hunt_typed(rq, "began_on") };
}

static status draft_kept(call *c, const hunt_card *k, hunt_draft *out)
{
    const hunt *h = &k->h;
    buf         b = buf_in(c->a, 256, 64 * 1024);
    for (size_t i = 0; i < k->system_count; i++) {
        if (i) buf_char(&b, '\n');
        buf_put(&b, k->systems[i].code);
    }
    TRY(buf_status(&b));
    *out = (hunt_draft){ .systems       = buf_str(&b),
                         .title         = h->title,
                         .reach         = h->reach,
                         .hypothesis    = h->hypothesis,
                         .rules         = h->rules,
                         .rules_version = h->rules_version,
                         .evidence      = h->evidence,
                         .firm          = h->firm,
                         .team          = h->team,
                         .planned_on    = h->planned_on,
                         .began_on      = h->began_on };
    return ST_OK;
}

static void long_field(page_field *f, int rows)
{
    f->max  = HUNT_LONG_MAX;
    f->rows = rows;
}

static void fields_fill(page *o, hunt_form_view *v, const hunt_draft *d)
{
    const page_frame *f = &v->frame;
    v->systems          = hunt_field_of(o, f, "systems", d->systems);
    v->title            = hunt_field_of(o, f, "title", d->title);
    v->reach            = hunt_field_of(o, f, "reach", d->reach);
    v->hypothesis       = hunt_field_of(o, f, "hypothesis", d->hypothesis);
    v->rules            = hunt_field_of(o, f, "rules", d->rules);
    v->rules_version    = hunt_field_of(o, f, "rules_version", d->rules_version);
    v->evidence         = hunt_field_of(o, f, "evidence", d->evidence);
    v->firm             = hunt_field_of(o, f, "firm", d->firm);
    v->team             = hunt_field_of(o, f, "team", d->team);
    v->planned_on       = hunt_field_of(o, f, "planned_on", d->planned_on);
    v->began_on         = hunt_field_of(o, f, "began_on", d->began_on);
    v->planned_on.type = v->began_on.type = "date";
    v->systems.required = v->title.required = v->reach.required = true;
    long_field(&v->systems, 3);
    long_field(&v->reach, 3);
    long_field(&v->hypothesis, 3);
    long_field(&v->evidence, 3);
    long_field(&v->team, 3);
}

typedef struct showing {
    const hunt    *h; // NULL: a new one
    hunt_draft     d;
    str            version;
    const problem *fault;
} showing;

static status show(call *c, web_request *rq, http_response *rs, const showing *w)
{
    hunt_form_view *v = NEW(c->a, hunt_form_view, 1);
    page            o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    str title = w->h ? T(&o, hunts_edit) : T(&o, hunts_new);
    TRY(hunt_frame(&o, title, w->h ? w->h->code : S(""), w->fault, &v->frame));
    v->fresh = w->h == NULL;
    v->begun = w->h && w->h->state != HUNT_PLANNED;
    v->back = w->h ? arena_printf(c->a, "/san-lung/" STR_FMT, STR_ARG(w->h->code)) : S("/san-lung");
    v->action  = arena_printf(c->a, STR_FMT "/%s", STR_ARG(v->back), w->h ? "sua" : "moi");
    v->keep    = w->h ? w->h->code : S("san-lung-moi");
    v->version = w->version;
    fields_fill(&o, v, &w->d);
    hunt_form_page(&o, v);
    return page_close(&o, rs, w->fault ? 422 : 200);
}

status hunt_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    showing w = { .d = { .systems = hunt_asked(rq, "he-thong") }, .version = S("") };
    (void)why;
    if (!hunts_may_open(c)) return ST_FORBIDDEN;
    return show(c, rq, rs, &w);
}

status hunt_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    hunt    made;
    showing w  = { .d = draft_typed(rq), .version = S(""), .fault = why };
    status  st = hunts_open(c, &w.d, &id, why);
    if (st == ST_INVALID) return show(c, rq, rs, &w);
    TRY(st);
    TRY(hunt_load(c, id, &made));
    return hunt_back(c, rs, made.code, "?xong=mo");
}

status hunt_edit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt       h;
    hunt_card *k = NEW(c->a, hunt_card, 1);
    showing    w = { .h = &h };
    (void)why;
    if (!k) return ST_MEMORY;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    if (!hunt_may(c, &h, NULL, HUNT_ACT_CHANGE)) return ST_FORBIDDEN;
    if (!hunt_after(h.state, HUNT_ACT_CHANGE)) return ST_CONFLICT;
    TRY(hunt_card_load(c, h.id, k));
    TRY(draft_kept(c, k, &w.d));
    w.version = arena_printf(c->a, "%lld", (long long)h.version);
    return show(c, rq, rs, &w);
}

status hunt_edit_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt    h;
    int64_t version = 0;
    showing w       = {
              .h = &h, .d = draft_typed(rq), .version = hunt_typed(rq, "version"), .fault = why
    };
    TRY(hunt_of_ref(c, rq->params[0], &h));
    (void)str_int(w.version, &version);
    status st = hunts_change(c, h.id, version, &w.d, why);
    if (st == ST_INVALID) return show(c, rq, rs, &w);
    TRY(st);
    return hunt_back(c, rs, h.code, "?xong=sua");
}
