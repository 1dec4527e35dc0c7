// seats_web.c - the page of who plays the national parts.
#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"

static page_field field(page *o, const seats_view *v, const web_request *rq, const char *name)
{
    return (page_field){ .name  = name,
                         .label = incident_named(o->a, o->lang, "field", str_from(name)),
                         .error = page_field_error(o, &v->frame, name),
                         .value = v->frame.problem_count ? incident_typed(rq, name) : S(""),
                         .max   = INCIDENT_TEXT_MAX };
}

static seat_stands stands_of(const incident_seat_row *r, str today)
{
    if (str_compare(r->valid_to, today) < 0 || str_compare(r->valid_to, r->valid_from) < 0)
        return SEAT_ENDED;
    return str_compare(r->valid_from, today) > 0 ? SEAT_TO_COME : SEAT_RUNS;
}

static str time_of(page *o, const incident_seat_row *r)
{
    if (str_compare(r->valid_to, r->valid_from) < 0) return T(o, incidents_seats_never);
    bool open = str_equal(r->valid_to, BODY_DAY_LAST);
    return arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(page_date(o, r->valid_from)),
                        STR_ARG(open ? S("") : page_date(o, r->valid_to)));
}

static status fill(page *o, call *c, const web_request *rq, seats_view *v)
{
    static const incident_seat national[] = { SEAT_COORDINATOR, SEAT_STANDING, SEAT_NATIONAL };
    page_option               *list       = NEW(o->a, page_option, COUNT(national));
    TRY(incident_seats_list(c, &v->items, &v->count));
    str         *seats = NEW(o->a, str, v->count + 1), *times = NEW(o->a, str, v->count + 1);
    seat_stands *stands = NEW(o->a, seat_stands, v->count + 1);
    str          today  = organisations_day(c);
    if (!list || !seats || !times || !stands || !today.ptr) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(national); i++) {
        str key = incident_seat_key(national[i]);
        list[i] = (page_option){ key, incident_named(o->a, o->lang, "seat", key), { 0 } };
    }
    for (size_t i = 0; i < v->count; i++) {
        seats[i]  = incident_named(o->a, o->lang, "seat", incident_seat_key(v->items[i].seat));
        times[i]  = time_of(o, &v->items[i]);
        stands[i] = stands_of(&v->items[i], today);
    }
    v->seats             = seats;
    v->times             = times;
    v->stands            = stands;
    v->seat              = field(o, v, rq, "seat");
    v->seat.options      = list;
    v->seat.option_count = COUNT(national);
    v->body              = field(o, v, rq, "body");
    v->basis             = field(o, v, rq, "basis");
    v->from              = field(o, v, rq, "from");
    v->to                = field(o, v, rq, "to");
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *why)
{
    seats_view *v = NEW(c->a, seats_view, 1);
    page        o = page_open(c, rq, rs);
    page_crumb  crumbs[1];
    if (!v) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    v->frame  = (page_frame){ .title         = T(&o, incidents_seats),
                              .menu          = "incidents",
                              .crumbs        = crumbs,
                              .crumb_count   = call_may(c, RIGHT_INCIDENTS_READ),
                              .problems      = why,
                              .problem_count = why != NULL,
                              .fields        = "incidents.field." };
    if (call_may(c, RIGHT_ACCOUNTS_ADMIN)) TRY(accounts_runs_node(c, &v->may_set));
    TRY(fill(&o, c, rq, v));
    incident_seats_page(&o, v);
    return page_close(&o, rs, why ? 422 : 200);
}

status incident_seats_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

status incident_seats_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    const incident_seat_draft d = { incident_typed(rq, "seat"), incident_typed(rq, "body"),
                                    incident_typed(rq, "basis"), incident_typed(rq, "from"),
                                    incident_typed(rq, "to") };
    int64_t                   id;
    status                    st = incident_seats_add(c, &d, &id, why);
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    return web_redirect(rs, S("/su-co/vai-tro"));
}

status incident_seat_end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    status st = incident_seats_end(c, id, S(""), why);
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    return web_redirect(rs, S("/su-co/vai-tro"));
}
