#include "modules/accounts/audit_ops.h"

#include "modules/accounts/account.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/organisations/organisations.h"

static status sees_all(call *c, db *d, bool *all)
{
    admins_outside_in  in = { .top  = c->who.body_id,
                              .role = ROLE_ADMINISTRATOR,
                              .day  = organisations_day(c) };
    admins_outside_row row;
    arena              scratch = *c->a;
    if (!in.day.ptr) return ST_MEMORY;
    TRY(admins_outside(d, &in, &scratch, &row));
    *all = row.n == 0;
    return ST_OK;
}

status accounts_runs_node(call *c, bool *runs)
{
    db *d;
    TRY(call_db(c, &d));
    return sees_all(c, d, runs);
}

// Where to go on: after the last row shown, or after the whole window when it gave less than a page.
static status next_place(call *c, db *d, const audit_page_rows_in *in, audit_rows *page)
{
    audit_after_window_in  window = { .before = in->before, .most = in->most };
    audit_after_window_row row;
    arena                  scratch = *c->a;
    if (page->count == AUDIT_PAGE) {
        page->next = page->items[page->count - 1].id;
        return ST_OK;
    }
    TRY(audit_after_window(d, &window, &scratch, &row));
    page->next = row.id.set && row.id.value > 1 ? row.id.value : 0;
    return ST_OK;
}

status audit_list(call *c, const audit_filter *filter, audit_rows *out)
{
    db                  *d;
    audit_page_rows_row *rows;
    bool                 all;
    audit_rows           page = { .count = 0 };
    audit_page_rows_in   in   = { .top    = c->who.body_id,
                                  .before = filter->before > 0 ? filter->before : INT64_MAX,
                                  .most   = AUDIT_WINDOW,
                                  .login  = filter->login,
                                  .kind   = filter->kind,
                                  .max    = AUDIT_PAGE };
    TRY(call_db(c, &d));
    TRY(sees_all(c, d, &all));
    in.whole = all;
    TRY(audit_page_rows(d, &in, c->a, &rows, &page.count));
    page.items = NEW(c->a, audit_row_view, page.count ? page.count : 1);
    if (!page.items) return ST_MEMORY;
    for (size_t i = 0; i < page.count; i++) {
        page.items[i] = (audit_row_view){ .id        = rows[i].id,
                                          .at_ms     = rows[i].at_ms,
                                          .object_id = rows[i].object,
                                          .login     = rows[i].login,
                                          .act       = rows[i].act,
                                          .kind      = rows[i].kind,
                                          .detail    = rows[i].detail,
                                          .sealed    = rows[i].seal_no.set };
    }
    TRY(next_place(c, d, &in, &page));
    *out = page;
    return ST_OK;
}
