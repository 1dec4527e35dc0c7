// task_json.c - tasks and notices as JSON; see task.h.
#include "modules/tasks/task.h"

static void put_text(buf *b, const char *name, str text)
{
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, text);
}

static void put_object(buf *b, const char *kind_of, str kind, int64_t id)
{
    buf_printf(b, ",\"object\":{\"%s\":", kind_of);
    buf_json(b, kind);
    buf_printf(b, ",\"id\":\"%lld\"", (long long)id);
}

static void put_task(task_reader r, buf *b, const task *t)
{
    bool dated = t->due_ms != TASK_NO_DATE;
    buf_printf(b, "{\"id\":\"%lld\"", (long long)t->id);
    put_text(b, "kind", t->kind);
    put_text(b, "title", task_title(r.a, r.lang, t->kind, t->object_name, t->n));
    put_object(b, "kind", t->object_kind, t->object_id);
    put_text(b, "code", t->object_code);
    put_text(b, "name", t->object_name);
    buf_put(b, S("}"));
    put_text(b, "address", t->linked ? t->address : (str){ 0 });
    buf_printf(b, ",\"count\":%lld,\"holder\":{\"body\":", (long long)t->n);
    buf_json(b, t->body_code);
    put_text(b, "role", task_role_name(t->role));
    put_text(b, "person", t->person_id ? t->person : (str){ 0 });
    buf_printf(b, ",\"lent\":%s}", t->lent ? "true" : "false");
    put_text(b, "since", time_rfc3339(r.a, t->held_ms));
    put_text(b, "opened", time_rfc3339(r.a, t->opened_ms));
    put_text(b, "due", dated ? time_rfc3339(r.a, t->due_ms) : (str){ 0 });
    put_text(b, "due_on", t->due_on.len ? t->due_on : (str){ 0 });
    bool late = t->state == TASK_OPEN && t->due_ms < r.now_ms;
    buf_printf(b, ",\"overdue\":%s,\"raised\":%d", late ? "true" : "false", t->raised);
    put_text(b, "cite", t->cite.len ? t->cite : (str){ 0 });
    put_text(b, "certainty", t->cite.len ? t->certainty : (str){ 0 });
    put_text(b, "state", task_state_name(t->state));
    put_text(b, "closed", t->closed_ms ? time_rfc3339(r.a, t->closed_ms) : (str){ 0 });
    put_text(b, "closed_by", t->closed_ms ? t->closed_by : (str){ 0 });
    buf_char(b, '}');
}

void tasks_put_json(task_reader r, buf *b, const task_list *list, str next)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(b, ',');
        put_task(r, b, &list->items[i]);
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    buf_json(b, next);
    buf_char(b, '}');
}

void notices_put_json(task_reader r, buf *b, const notice_list *list)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        const notice *n = &list->items[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)n->id);
        put_text(b, "kind", n->kind);
        put_text(b, "text", notice_words(r.a, r.lang, n));
        put_object(b, "kind", n->object_kind, n->object_id);
        put_text(b, "code", n->object_code);
        buf_char(b, '}');
        put_text(b, "address", n->address);
        put_text(b, "at", time_rfc3339(r.a, n->at_ms));
        put_text(b, "by", n->by_name.len ? n->by_name : (str){ 0 });
        buf_printf(b, ",\"read\":%s}", n->is_read ? "true" : "false");
    }
    buf_put(b, S("],\"total\":null,\"next\":"));
    str next = list->next ? arena_printf(r.a, "%lld", (long long)list->next) : (str){ 0 };
    buf_json(b, next);
    buf_char(b, '}');
}
