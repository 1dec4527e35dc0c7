// find_web.c - see find.h.
#include "modules/find/find.h"

#include "kit/text/text.h"
#include "modules/find/find_pages.gen.h"
#include "modules/forensics/forensics.h"
#include "modules/hunts/hunts.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

enum { FIND_TEXT_MAX = 200 }; // characters that are looked for

// ---- the program's own pages ------------------------------------------------------------------------

typedef struct own_page {
    text_key    name;
    const char *href;
    uint64_t    right;
} own_page;

static const own_page own_pages[] = {
    { T_menu_systems, "/he-thong", RIGHT_SYSTEMS_READ },
    { T_systems_add, "/he-thong/them", RIGHT_SYSTEMS_WRITE },
    { T_systems_import, "/he-thong/nhap", RIGHT_SYSTEMS_WRITE },
    { T_systems_views, "/he-thong/xem", RIGHT_SYSTEMS_READ },
    { T_systems_columns_title, "/he-thong/cot", RIGHT_SYSTEMS_READ },
    { T_menu_tasks, "/viec", RIGHT_SIGNED_IN },
    { T_menu_notices, "/thong-bao", RIGHT_SIGNED_IN },
    { T_systems_bulks, "/he-thong/loat", RIGHT_SYSTEMS_WRITE },
    { T_systems_vouch_title, "/he-thong/xac-nhan", RIGHT_SYSTEMS_READ },
    { T_menu_incidents, "/su-co", RIGHT_INCIDENTS_READ },
    { T_menu_hunts, "/san-lung", RIGHT_INCIDENTS_READ },
    { T_hunts_due_title, "/san-lung/den-han", RIGHT_INCIDENTS_READ },
    { T_hunts_figures_title, "/san-lung/so-lieu", RIGHT_INCIDENTS_READ },
    { T_menu_forensics, "/dieu-tra", RIGHT_CASES_READ },
    { T_forensics_new, "/dieu-tra/moi", RIGHT_CASES_WRITE },
    { T_forensics_rules, "/dieu-tra/bo-luat", RIGHT_CASES_READ },
    { T_menu_levels, "/cap-do", RIGHT_SYSTEMS_READ },
    { T_menu_bodies, "/to-chuc", RIGHT_SIGNED_IN },
    { T_menu_people, "/nguoi-dung", RIGHT_ACCOUNTS_ADMIN },
    { T_menu_audit, "/nhat-ky", RIGHT_AUDIT_READ },
    { T_menu_operations, "/van-hanh", RIGHT_ACCOUNTS_ADMIN },
    { T_frame_account, "/tai-khoan", RIGHT_SIGNED_IN },
    { T_menu_manual, "/huong-dan", RIGHT_PUBLIC },
    { T_find_keys, "/phim-tat", RIGHT_PUBLIC },
};
_Static_assert(COUNT(own_pages) <= FIND_PAGES, "room for all");

static status find_pages(const page *o, str words, find_view *v)
{
    for (size_t i = 0; i < COUNT(own_pages); i++) {
        str name = text_get(o->lang, own_pages[i].name);
        if (!page_may(o, own_pages[i].right)) continue;
        str fold = body_fold(o->a, name);
        if (!fold.ptr) return ST_MEMORY;
        if (words.len && !body_matches(words, fold, S(""))) continue;
        v->pages[v->page_count++] = (find_hit){ .name = name, .href = str_from(own_pages[i].href) };
    }
    return ST_OK;
}

// ---- systems and bodies -----------------------------------------------------------------------------

static status find_systems(call *c, page *o, find_view *v)
{
    system_filter f = { .q = v->q };
    system_page   list;
    problem       why = { 0 };
    if (!call_may(c, RIGHT_SYSTEMS_READ)) return ST_OK;
    TRY(systems_list(c, &f, (str){ 0 }, FIND_EACH, &list, &why));
    for (size_t i = 0; i < list.count; i++) {
        const system_row *r    = &list.items[i];
        str               href = arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(r->code));
        if (!href.ptr) return ST_MEMORY;
        v->systems[v->system_count++] = (find_hit){ r->name, r->owner_name, href, r->level };
    }
    if (list.next.len) v->all_href = page_url_with(o, S("/he-thong"), "q", v->q);
    return ST_OK;
}

static status find_bodies(call *c, const page *o, find_view *v)
{
    body_list list;
    if (!call_may(c, RIGHT_SIGNED_IN) || !c->who.body_id) return ST_OK;
    TRY(body_branch(c, c->who.body_id, v->q, &list));
    for (size_t i = 0; i < list.count && v->body_count < FIND_EACH; i++) {
        const body *b    = &list.items[i];
        str         name = o->lang == LANG_EN && b->name_en.len ? b->name_en : b->name_vi;
        str         href = arena_printf(c->a, "/to-chuc/%lld", (long long)b->id);
        if (!href.ptr) return ST_MEMORY;
        v->bodies[v->body_count++] = (find_hit){ .name = name, .about = b->code, .href = href };
    }
    return ST_OK;
}

// ---- cases and hunts --------------------------------------------------------------------------------

static status find_cases(call *c, find_view *v)
{
    case_filter   f = { .q = v->q };
    case_page     list;
    forensic_case one;
    problem       why = { 0 };
    if (!call_may(c, RIGHT_CASES_READ)) return ST_OK;
    status st = case_of_ref(c, v->q, &one); // by its code
    if (st == ST_OK)
        list = (case_page){ .items = &one, .count = 1 };
    else
        TRY(cases_list(c, &f, (str){ 0 }, FIND_EACH, &list, &why));
    for (size_t i = 0; i < list.count; i++) {
        const forensic_case *k    = &list.items[i];
        str                  href = arena_printf(c->a, "/dieu-tra/" STR_FMT, STR_ARG(k->code));
        if (!href.ptr) return ST_MEMORY;
        v->cases[v->case_count++] = (find_hit){ .name = k->title, .about = k->code, .href = href };
    }
    return ST_OK;
}

static status find_hunts(call *c, find_view *v)
{
    hunt_filter f = { .q = v->q, .system = S("") };
    hunt_page   list;
    problem     why = { 0 };
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_OK;
    TRY(hunts_list(c, &f, S(""), FIND_EACH, &list, &why));
    for (size_t i = 0; i < list.count; i++) {
        const hunt *h    = &list.items[i].h;
        str         href = arena_printf(c->a, "/san-lung/" STR_FMT, STR_ARG(h->code));
        if (!href.ptr) return ST_MEMORY;
        v->hunts[v->hunt_count++] = (find_hit){ .name = h->title, .about = h->code, .href = href };
    }
    return ST_OK;
}

static status find_all(call *c, page *o, str typed, find_view *v)
{
    str composed = typed.len ? text_nfc(c->a, typed) : S("");
    if (!composed.ptr) return ST_MEMORY;
    v->q = str_trim(composed);
    if (text_check(S("q"), v->q, 0, FIND_TEXT_MAX, NULL) != ST_OK) v->q = S("");
    str words = v->q.len ? body_fold(c->a, v->q) : S("");
    if (!words.ptr) return ST_MEMORY;
    TRY(find_pages(o, words, v));
    if (!v->q.len) return ST_OK;
    TRY(find_systems(c, o, v));
    TRY(find_cases(c, v));
    TRY(find_hunts(c, v));
    return find_bodies(c, o, v);
}

// ---- pages ----------------------------------------------------------------------------------------

// "phan=kq": what was found, alone; "phan=hop": the box with it, for the dialog.
static status find_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    find_view *v    = NEW(c->a, find_view, 1);
    str        part = http_query(rq->http, S("phan"));
    page       o    = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    (void)why;
    TRY(find_all(c, &o, http_query(rq->http, S("q")), v));
    v->frame = (page_frame){ .title = T(&o, find_title) };
    if (str_equal(part, S("kq")))
        find_hits(&o, v);
    else if (str_equal(part, S("hop")))
        find_box(&o, v);
    else
        find_page(&o, v);
    return page_close(&o, rs, 200);
}

static status keys_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    page      o = page_open(c, rq, rs);
    keys_view v = { .frame = { .title = T(&o, find_keys) } };
    (void)why;
    if (http_query(rq->http, S("phan")).len)
        keys_box(&o, &v);
    else
        keys_page(&o, &v);
    return page_close(&o, rs, 200);
}

static const web_route routes[] = {
    { HTTP_GET, "/tim", RIGHT_SIGNED_IN, find_get, "Systems, bodies and pages by words" },
    { HTTP_GET, "/phim-tat", RIGHT_PUBLIC, keys_get, "The keys that do something" },
};

const web_module find_module = { "find", routes, COUNT(routes) };
