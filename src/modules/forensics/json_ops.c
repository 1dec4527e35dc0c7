// json_ops.c - see json_ops.h.
#include "modules/forensics/json_ops.h"

static void put_text(buf *b, const char *key, str value)
{
    buf_printf(b, ",\"%s\":", key);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_time(buf *b, const char *key, int64_t at_ms)
{
    char  room[64];
    arena a = arena_over(room, sizeof(room));
    buf_printf(b, ",\"%s\":", key);
    if (at_ms)
        buf_json(b, time_rfc3339(&a, at_ms));
    else
        buf_put(b, S("null"));
}

static void put_anchor(buf *b, const forensic_case *k)
{
    char  room[CUSTODY_ANCHOR_MAX + 1];
    arena a = arena_over(room, sizeof(room));
    put_text(b, "log", custody_anchor(&a, k->code, k->last_no, k->last_hash));
}

static void put_next(buf *b, str next)
{
    buf_put(b, S(",\"next\":"));
    buf_json(b, next); // absent: null
}

void forensics_put_case(buf *b, const forensic_case *k)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)k->id);
    put_text(b, "code", k->code);
    put_text(b, "title", k->title);
    put_text(b, "state", case_state_key(k->state));
    put_text(b, "holder", k->body_code);
    put_text(b, "part", case_part_key(k->part));
    put_text(b, "ground", k->ground);
    put_text(b, "incident", k->incident_code);
    buf_printf(b, ",\"items\":%lld,\"bytes\":%lld", (long long)k->items, (long long)k->bytes);
    put_time(b, "opened", k->made_ms);
    put_time(b, "closed", k->closed_ms);
    put_text(b, "closed_why", k->closed_why);
    put_anchor(b, k);
    buf_char(b, '}');
}

void forensics_put_cases(buf *b, const case_page *list)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(b, ',');
        forensics_put_case(b, &list->items[i]);
    }
    buf_char(b, ']');
    put_next(b, list->next);
    buf_char(b, '}');
}

static const char *kind_of(item_kind k)
{
    return k == ITEM_PICTURE ? "picture" : k == ITEM_MEMBER ? "member" : "file";
}

void forensics_put_item(buf *b, const forensic_item *i)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)i->id);
    put_text(b, "code", i->code);
    buf_printf(b, ",\"kind\":\"%s\"", kind_of(i->kind));
    put_text(b, "state", item_state_key(i->state));
    if (i->of_id) buf_printf(b, ",\"of\":\"%lld\"", (long long)i->of_id);
    put_text(b, "path", i->path);
    buf_printf(b, ",\"bytes\":%lld", (long long)i->bytes);
    put_text(b, "sha256", i->sha256);
    put_text(b, "device", i->device);
    put_text(b, "place", i->place);
    put_text(b, "from", i->taken_from);
    put_text(b, "ground", i->ground);
    put_text(b, "seal", i->seal);
    put_text(b, "seal_now", i->seal_now);
    put_text(b, "note", i->note);
    put_time(b, "collected", i->collected_ms);
    put_time(b, "taken", i->taken_ms);
    put_text(b, "person", i->person);
    buf_char(b, '}');
}

void forensics_put_items(buf *b, const forensic_case *k, const item_page *list)
{
    buf_put(b, S("{\"case\":"));
    buf_json(b, k->code);
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(b, ',');
        forensics_put_item(b, &list->items[i]);
    }
    buf_printf(b, "],\"total\":%lld", (long long)k->items);
    put_next(b, list->next);
    buf_char(b, '}');
}

void forensics_put_added(buf *b, bool first, str path, str why, const item_taken *item)
{
    buf_put(b, first ? S("{\"path\":") : S(",{\"path\":"));
    buf_json(b, path);
    if (why.len) {
        put_text(b, "refused", why);
        buf_char(b, '}');
        return;
    }
    buf_printf(b, ",\"id\":\"%lld\"", (long long)item->id);
    put_text(b, "code", item->code);
    buf_printf(b, ",\"bytes\":%lld,\"same\":%s", (long long)item->bytes,
               item->same ? "true" : "false");
    put_text(b, "sha256", item->sha256);
    buf_char(b, '}');
}

void forensics_put_check(buf *b, bool first, const forensic_case *k, const custody_check *v)
{
    char  room[CUSTODY_ANCHOR_MAX + 1];
    arena a = arena_over(room, sizeof(room));
    buf_put(b, first ? S("{\"case\":") : S(",{\"case\":"));
    buf_json(b, k->code);
    buf_printf(b, ",\"rows\":%lld,\"items\":%lld,\"bytes\":%lld,\"differing\":%lld",
               (long long)v->rows, (long long)v->items, (long long)v->bytes,
               (long long)v->fault_count);
    put_text(b, "log", custody_anchor(&a, k->code, v->head_no, v->head));
    buf_put(b, S(",\"faults\":["));
    for (int64_t i = 0; i < v->fault_count && i < CASE_FAULTS_MAX; i++) {
        const custody_fault *f = &v->faults[i];
        buf_put(b, i ? S(",{\"what\":") : S("{\"what\":"));
        buf_json(b, custody_fault_key(f->kind));
        if (f->no) buf_printf(b, ",\"row\":%lld", (long long)f->no);
        if (f->item.len) put_text(b, "item", f->item);
        if (f->sha256.len) put_text(b, "sha256", f->sha256);
        if (f->name.len) put_text(b, "path", f->name);
        buf_char(b, '}');
    }
    buf_put(b, S("]}"));
}

void forensics_put_log_begin(buf *b, const forensic_case *k)
{
    buf_put(b, S("{\"case\":"));
    buf_json(b, k->code);
    put_text(b, "uid", k->uid);
    put_anchor(b, k);
    buf_put(b, S(",\"items\":["));
}

void forensics_put_log_row(buf *b, bool first, const custody_row *r)
{
    buf_printf(b, "%s{\"no\":%lld", first ? "" : ",", (long long)r->no);
    put_time(b, "at", r->at_ms);
    put_text(b, "act", custody_act_key(r->act));
    put_text(b, "item", r->item);
    put_text(b, "content", r->content);
    put_text(b, "facts", r->facts);
    put_text(b, "login", r->login);
    put_text(b, "person", r->person);
    put_text(b, "body", r->body);
    put_text(b, "tool", r->tool);
    put_text(b, "party", r->party);
    put_text(b, "seal", r->seal);
    put_text(b, "words", r->words);
    put_text(b, "prev", r->prev);
    put_text(b, "hash", r->hash);
    buf_char(b, '}');
}

static void put_finding(buf *b, const finding *f)
{
    buf_printf(b, "{\"id\":\"%lld\",\"version\":%lld", (long long)f->id, (long long)f->version_no);
    put_text(b, "level", finding_level_key(f->level));
    put_text(b, "triage", finding_triage_key(f->triage));
    put_text(b, "source", f->source);
    put_text(b, "rule", f->rule);
    put_text(b, "title", f->title);
    put_text(b, "rule_version", f->version);
    put_text(b, "rule_sha256", f->rule_sha256);
    put_text(b, "tags", f->tags);
    put_text(b, "item", f->item_code);
    put_text(b, "path", f->item_path);
    buf_printf(b, ",\"record\":%lld", (long long)f->record);
    put_text(b, "host", f->host);
    put_time(b, "at", f->event_ms);
    put_time(b, "found", f->found_ms);
    put_text(b, "comment", f->comment);
    if (f->recovered) buf_put(b, S(",\"recovered\":true"));
    buf_printf(b, ",\"suppressed\":%s", f->suppression_id ? "true" : "false");
    put_text(b, "event", f->event);
    buf_char(b, '}');
}

void forensics_put_findings(buf *b, const forensic_case *k, const finding_page *list)
{
    buf_put(b, S("{\"case\":"));
    buf_json(b, k->code);
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(b, ',');
        put_finding(b, &list->items[i]);
    }
    buf_char(b, ']');
    put_next(b, list->next);
    buf_char(b, '}');
}
