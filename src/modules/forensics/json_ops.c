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
    buf_printf(b, "],\"destroyed\":%lld,\"gone\":[", (long long)v->destroyed);
    for (int64_t i = 0; i < v->destroyed && i < CASE_GONE_MAX; i++) {
        buf_put(b, i ? S(",{\"item\":") : S("{\"item\":"));
        buf_json(b, v->gone[i].item);
        put_text(b, "decision", v->gone[i].decision);
        put_text(b, "decided_on", v->gone[i].decided_on);
        put_text(b, "decided_by", v->gone[i].decided_by);
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

void forensics_put_finding(buf *b, const finding *f)
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
    put_text(b, "triaged_by", f->triaged_by);
    put_time(b, "triaged", f->triaged_ms);
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
        forensics_put_finding(b, &list->items[i]);
    }
    buf_char(b, ']');
    put_next(b, list->next);
    buf_char(b, '}');
}

// ---- indicators --------------------------------------------------------------------------------------

static void put_indicator(buf *b, const case_indicator *i)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)i->id);
    put_text(b, "kind", i->kind);
    put_text(b, "value", i->value);
    put_text(b, "note", i->note);
    put_text(b, "source", i->source);
    put_text(b, "tlp", i->tlp);
    put_text(b, "person", i->person);
    put_time(b, "added", i->at_ms);
    buf_printf(b, ",\"since\":%lld,\"until\":", (long long)i->since_no);
    if (i->until_no)
        buf_int(b, i->until_no);
    else
        buf_put(b, S("null"));
    put_time(b, "removed", i->removed_ms);
    put_text(b, "removed_by", i->removed_by);
    put_text(b, "removed_why", i->removed_why);
    buf_char(b, '}');
}

void forensics_put_indicators(buf *b, const forensic_case *k, const case_indicator_page *list,
                              const case_list *now)
{
    buf_put(b, S("{\"case\":"));
    buf_json(b, k->code);
    buf_printf(b, ",\"version\":%lld,\"standing\":%lld", (long long)now->no, (long long)now->count);
    put_text(b, "sha256", now->sha256);
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(b, ',');
        put_indicator(b, &list->items[i]);
    }
    buf_printf(b, "],\"total\":%lld", (long long)list->total);
    put_next(b, list->next);
    buf_char(b, '}');
}

void forensics_put_indicators_added(buf *b, const indicators_added *n)
{
    size_t told = n->fault_count < INDICATOR_FAULTS_MAX ? n->fault_count : INDICATOR_FAULTS_MAX;
    buf_printf(b, "{\"added\":%zu,\"same\":%zu,\"held\":%zu,\"refused\":%zu,\"faults\":[", n->added,
               n->same, n->held, n->fault_count);
    for (size_t i = 0; i < told; i++) {
        buf_printf(b, "%s{\"line\":%zu", i ? "," : "", n->faults[i].line);
        put_text(b, "text", n->faults[i].text);
        put_text(b, "rule", n->faults[i].rule);
        buf_char(b, '}');
    }
    buf_put(b, S("]}"));
}

// ---- rule sets, runs ---------------------------------------------------------------------------------

void forensics_put_rule_set(buf *b, const rule_set *s)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)s->id);
    put_text(b, "name", s->name);
    put_text(b, "version", s->version);
    buf_put(b, S(",\"rules\":"));
    if (s->rules < 0)
        buf_put(b, S("null"));
    else
        buf_int(b, s->rules);
    buf_printf(b, ",\"bytes\":%lld", (long long)s->bytes);
    put_text(b, "sha256", s->sha256);
    put_time(b, "added", s->added_ms);
    put_text(b, "person", s->person);
    buf_char(b, '}');
}

void forensics_put_run(buf *b, const finding_run *r)
{
    buf_printf(b, "{\"id\":\"%lld\",\"rule_set_id\":", (long long)r->id);
    if (r->rule_set_id)
        buf_printf(b, "\"%lld\"", (long long)r->rule_set_id);
    else
        buf_put(b, S("null"));
    put_text(b, "rule_set", r->rule_set);
    put_text(b, "rule_set_version", r->rule_set_version);
    put_text(b, "rule_set_sha256", r->rule_set_sha256);
    put_text(b, "tool", r->tool);
    put_text(b, "tool_version", r->version);
    put_text(b, "person", r->person);
    put_time(b, "begun", r->begun_ms);
    put_time(b, "ended", r->ended_ms);
    buf_printf(b,
               ",\"items\":%lld,\"bytes\":%lld,\"read\":%lld,\"failed\":%lld,\"skipped\":%lld,"
               "\"rules\":%lld,\"rules_not_run\":%lld,\"findings\":%lld}",
               (long long)r->items, (long long)r->bytes, (long long)r->events, (long long)r->failed,
               (long long)r->skipped, (long long)r->rules, (long long)r->rules_not_run,
               (long long)r->findings);
}

void forensics_put_gaps(buf *b, const run_gap *all, size_t count)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        buf_put(b, i ? S(",{\"name\":") : S("{\"name\":"));
        buf_json(b, all[i].name);
        put_text(b, "why", all[i].why);
        put_text(b, "detail", all[i].detail);
        buf_char(b, '}');
    }
    buf_printf(b, "],\"total\":%zu,\"next\":null}", count);
}

// ---- hand-overs --------------------------------------------------------------------------------------

void forensics_put_handover(buf *b, const forensic_case *k, const handover *h,
                            const forensic_item *items, size_t count)
{
    char  room[CUSTODY_ANCHOR_MAX + 1];
    arena a = arena_over(room, sizeof(room));
    buf_put(b, S("{\"code\":"));
    buf_json(b, h->code);
    put_text(b, "case", k->code);
    put_time(b, "at", h->at_ms);
    put_text(b, "giver", h->giver);
    put_text(b, "giver_post", h->giver_post);
    put_text(b, "giver_body", h->giver_body);
    put_text(b, "receiver", h->receiver);
    put_text(b, "receiver_post", h->receiver_post);
    put_text(b, "receiver_body", h->receiver_body);
    put_text(b, "place", h->place);
    put_text(b, "reason", h->reason);
    put_text(b, "log", custody_anchor(&a, k->code, h->log_no, h->log_hash));
    put_text(b, "signed", h->content);
    put_text(b, "key", h->key_id);
    put_text(b, "signature", h->signature);
    buf_put(b, S(",\"items\":["));
    for (size_t i = 0; i < count; i++) {
        buf_put(b, i ? S(",{\"code\":") : S("{\"code\":"));
        buf_json(b, items[i].code);
        put_text(b, "sha256", items[i].sha256);
        put_text(b, "path", items[i].path);
        buf_char(b, '}');
    }
    buf_put(b, S("]}"));
}
