// roots_web.c - the page of certificates that this node trusts; for administrators of the body that runs it.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/accounts/accounts.h"
#include "modules/letters/letters_view.h"
#include "modules/letters/letters_web.h"
#include "modules/letters/root_ops.h"
#include "modules/letters/roots_pages.gen.h"

enum { CERTIFICATES_BYTES_MAX = 1024 * 1024 };

// For others this page is not there, as the page of the program's upkeep is not.
static status check_may(call *c)
{
    bool runs;
    TRY(accounts_runs_node(c, &runs));
    return runs ? ST_OK : ST_MISSING;
}

static str said(page *o, str by, int64_t at_ms, str more)
{
    str when = page_when(o, at_ms);
    return more.len ? arena_printf(o->a, STR_FMT ", " STR_FMT ": " STR_FMT, STR_ARG(by),
                                   STR_ARG(when), STR_ARG(more))
                    : arena_printf(o->a, STR_FMT ", " STR_FMT, STR_ARG(by), STR_ARG(when));
}

static root_item item_of(page *o, const letter_root *r, int64_t now_ms)
{
    root_item i = { .r    = r,
                    .own  = str_equal(r->subject, r->issuer),
                    .over = r->valid_to_ms < now_ms };
    i.valid = arena_printf(o->a, STR_FMT " – " STR_FMT, STR_ARG(page_when(o, r->valid_from_ms)),
                           STR_ARG(page_when(o, r->valid_to_ms)));
    return i;
}

static status fill(call *c, page *o, roots_view *v)
{
    letter_root *roots;
    TRY(roots_list(c, &roots, &v->count));
    v->items = NEW(c->a, root_item, v->count + 1);
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        const letter_root *r = &roots[i];
        v->items[i]          = item_of(o, r, c->now_ms);
        v->items[i].added    = said(o, r->person, r->added_ms, S(""));
        if (r->removed_ms)
            v->items[i].removed = said(o, r->removed_by, r->removed_ms, r->removed_why);
        v->trusted += r->removed_ms == 0;
    }
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    roots_view       v        = { 0 };
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, operations_title), S("/van-hanh") } };
    bool             bad      = fault && fault->rule.len > 0;
    v.frame                   = (page_frame){ .title         = T(&o, roots_title),
                                              .menu          = "operations",
                                              .crumbs        = crumbs,
                                              .crumb_count   = COUNT(crumbs),
                                              .problems      = fault,
                                              .problem_count = bad,
                                              .fields        = "roots.field." };
    if (http_query(rq->http, S("xong")).len) v.frame.done = T(&o, roots_done);
    v.file = (page_field){ .name     = "file",
                           .label    = T(&o, roots_field_file),
                           .hint     = T(&o, roots_field_file_hint),
                           .accept   = ".pem,.crt,.cer,.der",
                           .required = true,
                           .error    = page_field_error(&o, &v.frame, "file") };
    TRY(fill(c, &o, &v));
    roots_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status roots_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    TRY(check_may(c));
    return show(c, rq, rs, NULL);
}

// What the certificates say of themselves, for comparing; what was typed of it stays.
static status show_read(call *c, web_request *rq, http_response *rs, str pem, problem *fault)
{
    roots_read_view  v        = { .pem = pem };
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, operations_title), S("/van-hanh") },
                                  { T(&o, roots_title), S("/van-hanh/chung-thu-so") } };
    bool             bad      = fault->rule.len > 0;
    letter_root     *roots;
    TRY(roots_read(c, pem, &roots, &v.count, fault));
    v.frame = (page_frame){ .title         = T(&o, roots_read),
                            .menu          = "operations",
                            .crumbs        = crumbs,
                            .crumb_count   = COUNT(crumbs),
                            .problems      = fault,
                            .problem_count = bad,
                            .fields        = "roots.field." };
    v.note  = (page_field){ .name     = "note",
                            .label    = T(&o, roots_field_note),
                            .hint     = T(&o, roots_field_note_hint),
                            .value    = http_form(rq->http, S("note")),
                            .max      = ROOT_NOTE_MAX,
                            .rows     = 2,
                            .required = true,
                            .error    = page_field_error(&o, &v.frame, "note") };
    v.items = NEW(c->a, root_item, v.count + 1);
    if (!v.items) return ST_MEMORY;
    for (size_t i = 0; i < v.count; i++) {
        v.items[i] = item_of(&o, &roots[i], c->now_ms);
        v.fresh += roots[i].id == 0;
    }
    roots_read_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status uploaded(call *c, const web_request *rq, str *pem, problem *why)
{
    letter_upload file = letter_upload_of(rq->http);
    str           bytes;
    if (file.fd < 0) return problem_set(why, ST_INVALID, S("file"), S("required"));
    if (file.bytes > CERTIFICATES_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("certificate-unreadable"));
    TRY(os_read_fd(file.fd, CERTIFICATES_BYTES_MAX, c->a, &bytes));
    return roots_as_pem(c->a, bytes, pem, why);
}

static status roots_read_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    problem fault = { 0 };
    str     pem;
    TRY(check_may(c));
    status st = uploaded(c, rq, &pem, &fault);
    if (st == ST_OK) st = show_read(c, rq, rs, pem, &fault);
    if (st == ST_INVALID) return show(c, rq, rs, &fault);
    if (st != ST_OK) *why = fault;
    return st;
}

static status roots_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    problem fault = { 0 };
    str     pem   = http_form(rq->http, S("pem"));
    size_t  added;
    TRY(check_may(c));
    status st = roots_add(c, pem, http_form(rq->http, S("note")), &added, &fault);
    if (st == ST_INVALID && str_equal(fault.field, S("note")))
        return show_read(c, rq, rs, pem, &fault);
    if (st == ST_INVALID) return show(c, rq, rs, &fault);
    if (st != ST_OK) *why = fault;
    TRY(st);
    return web_redirect(rs, S("/van-hanh/chung-thu-so?xong=1"));
}

static status root_remove_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    str reason = http_form(rq->http, S("reason"));
    TRY(check_may(c));
    TRY(roots_remove(c, rq->params[0], reason, why));
    return web_redirect(rs, S("/van-hanh/chung-thu-so?xong=1"));
}

#define ADMIN RIGHT_ACCOUNTS_ADMIN

static const web_route routes[] = {
    { HTTP_GET, "/van-hanh/chung-thu-so", ADMIN, roots_get, "Certificates that are trusted" },
    { HTTP_POST, "/van-hanh/chung-thu-so", ADMIN, roots_post, "Trusts certificates" },
    { HTTP_POST, "/van-hanh/chung-thu-so/xem", ADMIN, roots_read_post,
      "Shows certificates before they are trusted", .flags = WEB_UPLOAD },
    { HTTP_POST, "/van-hanh/chung-thu-so/{id}/bo", ADMIN, root_remove_post,
      "Trusts a certificate no longer" },
};

const web_module letters_roots_module = { "roots", routes, COUNT(routes) };
