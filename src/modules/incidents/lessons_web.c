// lessons_web.c - lessons of one incident, and those that were spread to the acting body.
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/lesson_ops.h"

// ---- of one incident -------------------------------------------------------------------------------

static page_field long_field(page *o, const web_request *rq, const page_frame *f, const char *name)
{
    page_field one = incident_field(o, rq, f, name);
    one.max        = INCIDENT_LONG_MAX;
    return one;
}

static str lines_of(page *o, const incident_lesson *l)
{
    const str drawn[]  = { l->drawn_by, l->drawn_body, page_when(o, l->drawn_ms) };
    str       first    = text_fmt(o->a, o->lang, T_incidents_lesson_drawn_by, drawn, 3);
    const str judged[] = { l->approved_by, page_when(o, l->approved_ms), l->reason };
    if (l->state == LESSON_DRAWN) return first;
    str second = text_fmt(o->a, o->lang,
                          l->state == LESSON_ASIDE ? T_incidents_lesson_aside_by
                                                   : T_incidents_lesson_approved_by,
                          judged, 3);
    return arena_printf(o->a, STR_FMT " " STR_FMT, STR_ARG(first), STR_ARG(second));
}

static str spread_words(page *o, const incident_lesson *l)
{
    const str args[] = { l->spread_by, page_when(o, l->spread_ms), page_number(o, l->told),
                         page_number(o, l->read) };
    return l->spread_ms ? text_fmt(o->a, o->lang, T_incidents_lesson_spread_by, args, 4) : S("");
}

static status fill_lessons(page *o, call *c, const incident *i, incident_lessons_view *v)
{
    static const char *const looks[] = { "", "wait", "doing", "done", "off" };
    incident_lesson         *all;
    TRY(incident_lessons_list(c, i, &all, &v->count));
    v->items = NEW(o->a, lesson_line, v->count + 1);
    if (!v->items) return ST_MEMORY;
    for (size_t n = 0; n < v->count; n++) {
        const incident_lesson *l = &all[n];
        v->items[n]              = (lesson_line){
                         .l       = l,
                         .state   = incident_named(o->a, o->lang, "lesson.state", lesson_state_key(l->state)),
                         .look    = looks[l->state],
                         .people  = lines_of(o, l),
                         .spread  = spread_words(o, l),
                         .judges  = incident_may(c, i, ACT_APPROVE) && l->state == LESSON_DRAWN,
                         .spreads = incident_may(c, i, ACT_SPREAD) &&
                                    (l->state == LESSON_APPROVED || l->state == LESSON_SPREAD)
        };
    }
    v->may = incident_may(c, i, ACT_LESSON);
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *why)
{
    incident_lessons_view *v = NEW(c->a, incident_lessons_view, 1);
    incident               i;
    if (!v) return ST_MEMORY;
    TRY(incident_of_path(c, rq, &i));
    page o = page_open(c, rq, rs);
    TRY(incident_sub_frame(&o, &i, why, &v->frame));
    v->frame.title = T(&o, incidents_lessons);
    if (!why && http_query(rq->http, S("xong")).len) v->frame.done = T(&o, incidents_done);
    v->code     = i.code;
    v->title    = incident_field(&o, rq, &v->frame, "lesson_title");
    v->what     = long_field(&o, rq, &v->frame, "lesson_what");
    v->words    = long_field(&o, rq, &v->frame, "lesson_words");
    v->measures = long_field(&o, rq, &v->frame, "lesson_measures");
    TRY(fill_lessons(&o, c, &i, v));
    incident_lessons_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

status incident_lessons_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static status after(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    incident i;
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    TRY(incident_of_path(c, rq, &i));
    return incident_room_back(c, rs, i.code, "/bai-hoc?xong=1");
}

static int64_t lesson_of(const web_request *rq)
{
    int64_t id = 0;
    (void)str_int(rq->params[1], &id);
    return id;
}

status incident_lesson_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident              i;
    int64_t               id;
    incident_lesson_draft d = { .title    = incident_typed(rq, "lesson_title"),
                                .what     = incident_typed(rq, "lesson_what"),
                                .words    = incident_typed(rq, "lesson_words"),
                                .measures = incident_typed(rq, "lesson_measures") };
    TRY(incident_of_path(c, rq, &i));
    d.id      = i.id;
    status st = incidents_lesson_draw(c, &d, &id, why);
    if (st == ST_INVALID) why->field = arena_printf(c->a, "lesson_" STR_FMT, STR_ARG(why->field));
    return after(c, rq, rs, st, why);
}

status incident_lesson_judge_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident                i;
    incident_lesson_verdict k = { .lesson  = lesson_of(rq),
                                  .approve = str_equal(incident_typed(rq, "do"), S("approve")),
                                  .named   = incident_typed(rq, "named").len > 0,
                                  .reason  = incident_typed(rq, "reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    return after(c, rq, rs, incidents_lesson_judge(c, &k, why), why);
}

status incident_lesson_spread_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident               i;
    size_t                 told;
    incident_lesson_spread k = { .lesson = lesson_of(rq),
                                 .all    = str_equal(incident_typed(rq, "do"), S("all")),
                                 .bodies = incident_typed(rq, "bodies") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    return after(c, rq, rs, incidents_lesson_spread(c, &k, &told, why), why);
}

// ---- of the acting body ----------------------------------------------------------------------------

status lessons_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    lessons_view *v      = NEW(c->a, lessons_view, 1);
    page_crumb   *crumbs = NEW(c->a, page_crumb, 1);
    page          o      = page_open(c, rq, rs);
    (void)why;
    if (!v || !crumbs) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    v->frame  = (page_frame){ .title       = T(&o, incidents_lessons_told),
                              .menu        = "incidents",
                              .crumbs      = crumbs,
                              .crumb_count = 1 };
    TRY(lessons_list(c, &v->items, &v->count));
    v->when = NEW(c->a, str, v->count + 1);
    if (!v->when) return ST_MEMORY;
    for (size_t n = 0; n < v->count; n++) v->when[n] = page_when(&o, v->items[n].spread_ms);
    lessons_page(&o, v);
    return page_close(&o, rs, 200);
}

status lesson_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    lesson_view *v      = NEW(c->a, lesson_view, 1);
    page_crumb  *crumbs = NEW(c->a, page_crumb, 2);
    int64_t      id     = 0;
    (void)why;
    (void)str_int(rq->params[0], &id);
    if (!v || !crumbs) return ST_MEMORY;
    TRY(lesson_read(c, id, &v->l));
    page o    = page_open(c, rq, rs);
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    crumbs[1] = (page_crumb){ T(&o, incidents_lessons_told), S("/su-co/bai-hoc") };
    v->frame  = (page_frame){
         .title = v->l.title, .menu = "incidents", .crumbs = crumbs, .crumb_count = 2
    };
    v->when = page_when(&o, v->l.spread_ms);
    lesson_page(&o, v);
    return page_close(&o, rs, 200);
}
