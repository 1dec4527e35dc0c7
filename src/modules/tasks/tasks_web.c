// tasks_web.c - Việc của tôi and notices: pages, and the same as JSON.
#include "kit/text/text.h"
#include "modules/tasks/notice_ops.h"
#include "modules/tasks/reminder_web.h"
#include "modules/tasks/task_ops.h"
#include "modules/tasks/task_view.h"
#include "modules/tasks/tasks.h"
#include "modules/tasks/tasks_pages.gen.h"

// ---- one's own, the branch's, done -------------------------------------------------------------------

// "DUE.ID" of the last one shown.
static status read_cursor(str text, task_cursor *out, problem *why)
{
    str head, tail;
    *out = (task_cursor){ 0 };
    if (!text.len) return ST_OK;
    if (str_cut(text, '.', &head, &tail) && str_int(head, &out->due_ms) && str_int(tail, &out->id))
        return ST_OK;
    return problem_set(why, ST_INVALID, S("c"), S("cursor"));
}

static str next_cursor(arena *a, const task_list *list)
{
    if (!list->more || list->count == 0) return (str){ 0 };
    const task *last = &list->items[list->count - 1];
    return arena_printf(a, "%lld.%lld", (long long)last->due_ms, (long long)last->id);
}

static bool may_lead(const call *c)
{
    return (c->who.roles & (1ULL << TASK_HEAD | 1ULL << TASK_SUPERVISOR)) != 0;
}

static status fill_done(call *c, page *o, const task_list *list, tasks_view *v)
{
    task_section *one = NEW(c->a, task_section, 1);
    if (!one) return ST_MEMORY;
    one->title = S("");
    one->count = list->count;
    TRY(task_items_fill(c, o, list->items, list->count, &one->items));
    v->sections      = one;
    v->section_count = list->count ? 1 : 0;
    return ST_OK;
}

static status fill_elsewhere(call *c, tasks_view *v)
{
    task_elsewhere *items;
    TRY(tasks_elsewhere_list(c, &items, &v->elsewhere_count));
    v->elsewhere = items;
    return ST_OK;
}

static status tasks_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    task_list   list = { 0 };
    task_cursor after;
    task_counts counts;
    tasks_view  v   = { .tab = "mine", .may_lead = may_lead(c) };
    str         tab = http_query(rq->http, S("xem")), at = http_query(rq->http, S("c"));
    if (str_equal(tab, S("don-vi"))) v.tab = "branch";
    if (str_equal(tab, S("xong"))) v.tab = "done";
    bool branch = strcmp(v.tab, "branch") == 0, done = strcmp(v.tab, "done") == 0;
    TRY(read_cursor(at, &after, why));
    if (branch) TRY(tasks_branch_list(c, false, after, &list));
    if (done) TRY(tasks_done_list(c, &list));
    if (!branch && !done) TRY(tasks_mine_list(c, after, TASKS_PAGE, &list));
    TRY(tasks_counts(c, &counts));
    page o = page_open(c, rq, rs);
    if (done)
        TRY(fill_done(c, &o, &list, &v));
    else
        TRY(task_sections_fill(c, &o, &list, &v));
    if (!branch && !done) TRY(fill_elsewhere(c, &v));
    str next = next_cursor(c->a, &list), whole = page_url_with(&o, rq->path, "c", S(""));
    v.mine  = counts.mine;
    v.late  = counts.late;
    v.pager = (page_pager){ .shown = (int64_t)list.count,
                            .total = branch || done ? -1 : counts.mine };
    if (next.len) v.pager.next = page_url_with(&o, rq->path, "c", next);
    if (at.len) v.pager.first = whole;
    v.frame = (page_frame){ .title = T(&o, tasks_title), .menu = "tasks" };
    if (http_query(rq->http, S("da-nhan")).len) v.frame.done = T(&o, tasks_taken);
    if (http_query(rq->http, S("da-tra")).len) v.frame.done = T(&o, tasks_given_back);
    tasks_page(&o, &v);
    return page_close(&o, rs, 200);
}

static status param_id(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) ? ST_OK : ST_MISSING;
}

static status take_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(param_id(rq, &id));
    TRY(task_take(c, id));
    return web_redirect(rs, S("/viec?da-nhan=1"));
}

static status back_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(param_id(rq, &id));
    TRY(task_give_back(c, id));
    return web_redirect(rs, S("/viec?da-tra=1"));
}

// ---- notices ----------------------------------------------------------------------------------------

static status notices_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    notice_list  list;
    notices_view v = { 0 };
    task_counts  counts;
    int64_t      before = 0;
    str          at     = http_query(rq->http, S("c"));
    if (at.len && (!str_int(at, &before) || before < 1))
        return problem_set(why, ST_INVALID, S("c"), S("cursor"));
    TRY(notices_list(c, before, &list));
    TRY(tasks_counts(c, &counts));
    notice_item *items = NEW(c->a, notice_item, list.count + 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < list.count; i++) {
        const notice *n = &list.items[i];
        items[i]        = (notice_item){ .id      = n->id,
                                         .at_ms   = n->at_ms,
                                         .words   = notice_words(c->a, c->lang, n),
                                         .by      = n->by_name,
                                         .is_read = n->is_read };
    }
    page o   = page_open(c, rq, rs);
    v.items  = items;
    v.count  = list.count;
    v.unread = counts.unread;
    v.pager  = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    if (list.next) {
        str next     = arena_printf(c->a, "%lld", (long long)list.next);
        v.pager.next = page_url_with(&o, rq->path, "c", next);
    }
    if (at.len) v.pager.first = S("/thong-bao");
    v.frame = (page_frame){ .title = T(&o, notices_title), .menu = "notices" };
    notices_page(&o, &v);
    return page_close(&o, rs, 200);
}

// Opens what it is about, and is read by that.
static status notice_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    notice  n;
    (void)why;
    TRY(param_id(rq, &id));
    TRY(notice_load(c, id, &n));
    if (!n.is_read) TRY(notice_mark_read(c, id));
    return web_redirect(rs, n.address);
}

static status read_all_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq, (void)why;
    TRY(notices_mark_all_read(c));
    return web_redirect(rs, S("/thong-bao"));
}

// ---- API ----------------------------------------------------------------------------------------------

static status api_tasks(call *c, web_request *rq, http_response *rs, problem *why)
{
    task_list   list = { 0 };
    task_cursor after;
    str         which = http_query(rq->http, S("list"));
    TRY(read_cursor(http_query(rq->http, S("cursor")), &after, why));
    if (str_equal(which, S("branch")))
        TRY(tasks_branch_list(c, false, after, &list));
    else if (str_equal(which, S("done")))
        TRY(tasks_done_list(c, &list));
    else if (!which.len || str_equal(which, S("mine")))
        TRY(tasks_mine_list(c, after, TASKS_PAGE, &list));
    else
        return problem_detail(why, ST_INVALID, S("list"), S("unknown-value"), which);
    buf b = buf_in(c->a, 4096, 1024 * 1024);
    tasks_put_json((task_reader){ c->a, c->lang, c->now_ms }, &b, &list, next_cursor(c->a, &list));
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status api_notices(call *c, web_request *rq, http_response *rs, problem *why)
{
    notice_list list;
    int64_t     before = 0;
    str         at     = http_query(rq->http, S("cursor"));
    if (at.len && (!str_int(at, &before) || before < 1))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    TRY(notices_list(c, before, &list));
    buf b = buf_in(c->a, 4096, 1024 * 1024);
    notices_put_json((task_reader){ c->a, c->lang, c->now_ms }, &b, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status api_read_all(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq, (void)why;
    TRY(notices_mark_all_read(c));
    return web_json(rs, 200, S("{\"done\":true}"));
}

static status api_take(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(param_id(rq, &id));
    TRY(task_take(c, id));
    return web_json(rs, 200, S("{\"done\":true}"));
}

static status api_back(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(param_id(rq, &id));
    TRY(task_give_back(c, id));
    return web_json(rs, 200, S("{\"done\":true}"));
}

// ---- routes -------------------------------------------------------------------------------------------

static const web_field tasks_query[] = {
    { "list", "string?",
      "mine (also when absent), branch: overdue below, done: of the last 30 days" },
    { "cursor", "string?", "of the next page" },
    { NULL, NULL, NULL },
};
static const web_field cursor_query[] = {
    { "cursor", "string?", "of the next page" },
    { NULL, NULL, NULL },
};
static const web_field list_fields[] = {
    { "items", "array", "the list" },
    { "total", "integer?", "how many there are; null: not counted" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field done_fields[] = {
    { "done", "boolean", "done" },
    { NULL, NULL, NULL },
};

static const web_field address_fields[] = {
    { "address", "string", "the secret address, told once" },
    { NULL, NULL, NULL },
};
static const web_field mail_body[] = {
    { "email", "string?", "where to" },
    { "wants", "boolean", "whether to mail daily" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/viec", RIGHT_SIGNED_IN, tasks_get, "What one has to do; what is overdue below" },
    { HTTP_POST, "/viec/{id}/nhan", RIGHT_SIGNED_IN, take_post, "Takes a task" },
    { HTTP_POST, "/viec/{id}/tra", RIGHT_SIGNED_IN, back_post, "Gives a task back" },
    { HTTP_GET, "/viec/nhac", RIGHT_SIGNED_IN, reminders_get, "Calendar and daily mail" },
    { HTTP_POST, "/viec/nhac/lich", RIGHT_SIGNED_IN, feed_post, "A new secret calendar address" },
    { HTTP_POST, "/viec/nhac/lich/bo", RIGHT_SIGNED_IN, feed_end_post,
      "Ends the calendar address" },
    { HTTP_POST, "/viec/nhac/thu", RIGHT_SIGNED_IN, mail_post, "Whether and where to mail daily" },
    { HTTP_GET, "/lich/{token}", RIGHT_PUBLIC, feed_get, "The calendar behind a secret address" },
    { HTTP_GET, "/thong-bao", RIGHT_SIGNED_IN, notices_get, "Notices" },
    { HTTP_GET, "/thong-bao/{id}", RIGHT_SIGNED_IN, notice_get, "Opens what a notice is about" },
    { HTTP_POST, "/thong-bao/da-doc", RIGHT_SIGNED_IN, read_all_post, "Marks all as read" },
    { HTTP_GET, "/api/v1/tasks", RIGHT_SIGNED_IN, api_tasks, "Tasks, by date", .query = tasks_query,
      .answer = list_fields },
    { HTTP_POST, "/api/v1/tasks/{id}/take", RIGHT_SIGNED_IN, api_take, "Take a task",
      .answer = done_fields },
    { HTTP_POST, "/api/v1/tasks/{id}/give-back", RIGHT_SIGNED_IN, api_back, "Give a task back",
      .answer = done_fields },
    { HTTP_GET, "/api/v1/notices", RIGHT_SIGNED_IN, api_notices, "Notices, newest first",
      .query = cursor_query, .answer = list_fields },
    { HTTP_POST, "/api/v1/notices/read", RIGHT_SIGNED_IN, api_read_all, "Mark all notices as read",
      .answer = done_fields },
    { HTTP_POST, "/api/v1/calendar", RIGHT_SIGNED_IN, api_feed_post,
      "A new secret address of one's own calendar", .answer = address_fields },
    { HTTP_DELETE, "/api/v1/calendar", RIGHT_SIGNED_IN, api_feed_delete,
      "End the calendar's address", .answer = done_fields },
    { HTTP_PUT, "/api/v1/daily-mail", RIGHT_SIGNED_IN, api_mail_put,
      "Whether and where to mail daily", .body = mail_body, .answer = done_fields },
};

const web_module tasks_module = { "tasks", routes, COUNT(routes) };
