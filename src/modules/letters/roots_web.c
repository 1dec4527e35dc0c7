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

static status fill(call *c, page *o, roots_view *v)
{
    letter_root *roots;
    TRY(roots_list(c, &roots, &v->count));
    v->items = NEW(c->a, root_item, v->count + 1);
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        const letter_root *r = &roots[i];
        v->items[i]          = (root_item){ .r     = r,
                                            .own   = str_equal(r->subject, r->issuer),
                                            .over  = r->valid_to_ms < c->now_ms,
                                            .added = said(o, r->person, r->added_ms, S("")) };
        v->items[i].valid    = arena_printf(c->a, STR_FMT " – " STR_FMT,
                                            STR_ARG(page_when(o, r->valid_from_ms)),
                                            STR_ARG(page_when(o, r->valid_to_ms)));
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
    str              typed    = http_form(rq->http, S("note"));
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
    v.note = (page_field){ .name     = "note",
                           .label    = T(&o, roots_field_note),
                           .hint     = T(&o, roots_field_note_hint),
                           .value    = bad && typed.ptr ? typed : S(""),
                           .max      = ROOT_NOTE_MAX,
                           .rows     = 2,
                           .required = true,
                           .error    = page_field_error(&o, &v.frame, "note") };
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

static status add(call *c, const web_request *rq, problem *why)
{
    letter_upload file = letter_upload_of(rq->http);
    str           bytes, note = http_form(rq->http, S("note"));
    size_t        added;
    if (file.fd < 0) return problem_set(why, ST_INVALID, S("file"), S("required"));
    if (file.bytes > CERTIFICATES_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("certificate-unreadable"));
    TRY(os_read_fd(file.fd, CERTIFICATES_BYTES_MAX, c->a, &bytes));
    return roots_add(c, bytes, note, &added, why);
}

static status roots_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    problem fault = { 0 };
    (void)why;
    TRY(check_may(c));
    status st = add(c, rq, &fault);
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
    { HTTP_POST, "/van-hanh/chung-thu-so", ADMIN, roots_post, "Trusts certificates",
      .flags = WEB_UPLOAD },
    { HTTP_POST, "/van-hanh/chung-thu-so/{id}/bo", ADMIN, root_remove_post,
      "Trusts a certificate no longer" },
};

const web_module letters_roots_module = { "roots", routes, COUNT(routes) };
