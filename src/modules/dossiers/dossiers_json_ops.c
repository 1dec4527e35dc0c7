// dossiers_json_ops.c - see dossiers_json_ops.h.
#include "modules/dossiers/dossiers_json_ops.h"

static void put_fields(buf *b, arena *a, const dossier *d)
{
    buf_printf(b, "\"id\":\"%lld\"", (long long)d->id);
    buf_member(b, "code", d->code);
    buf_member(b, "system", d->system_code);
    buf_member(b, "system_name", d->system_name);
    buf_member(b, "owner", d->owner_name);
    buf_member_or_null(b, "operator", d->operator_name);
    buf_member(b, "kind", dossier_kind_key(d->kind));
    buf_printf(b, ",\"level\":%d,\"edition\":%lld,\"version\":%lld", d->level,
               (long long)d->edition, (long long)d->version);
    buf_member(b, "pack", d->pack);
    buf_member(b, "pack_version", d->pack_version);
    buf_member(b, "state", d->state);
    buf_member(b, "since", time_rfc3339(a, d->state_ms));
    buf_member_or_null(b, "due", d->due_on);
    buf_member_or_null(b, "drafted", d->drafted_on);
    buf_member_or_null(b, "submitted", d->submitted_on);
    buf_member_or_null(b, "appraised", d->appraised_on);
    buf_member_or_null(b, "approved", d->approved_on);
    buf_member_or_null(b, "decision_no", d->decision_no);
    buf_member_or_null(b, "decision_on", d->decision_on);
    buf_member_or_null(b, "decision_by", d->decision_by);
    buf_member_or_null(b, "report_no", d->report_no);
    buf_member_or_null(b, "report_on", d->report_on);
    buf_member_or_null(b, "appraiser", d->appraiser);
    buf_member_or_null(b, "raise_reason", d->raise_reason);
}

void dossier_put_line_json(buf *b, arena *a, const dossier *d)
{
    buf_char(b, '{');
    put_fields(b, a, d);
    buf_char(b, '}');
}

void dossiers_put_page_json(buf *b, arena *a, const dossier_list_page *list)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(b, ',');
        dossier_put_line_json(b, a, &list->items[i]);
    }
    buf_printf(b, "],\"total\":%lld,\"overrides\":%lld,\"next\":", (long long)list->total,
               (long long)list->overrides);
    buf_json(b, list->next.len ? list->next : (str){ 0 });
    buf_char(b, '}');
}

static void put_parts(buf *b, arena *a, const dossier_content *k)
{
    dossier_parts parts;
    dossier_parts_of(k, &parts);
    buf_printf(b, ",\"missing\":%zu,\"parts\":[", parts.missing);
    for (size_t i = 0; i < parts.count; i++) {
        const dossier_part *p = &parts.items[i];
        buf_printf(b, "%s{\"part\":", i ? "," : "");
        buf_json(b, p->component->key);
        buf_member(b, "name", p->component->name.vi);
        buf_member(b, "state", str_from(dossier_part_state_key(p->state)));
        buf_member_or_null(b, "person", p->person);
        buf_member_or_null(b, "since", p->since_ms ? time_rfc3339(a, p->since_ms) : S(""));
        buf_member(b, "cite", p->component->cite.text.vi);
        buf_put(b, S(",\"lacks\":["));
        for (size_t n = 0; n < p->lack_count; n++) {
            if (n) buf_char(b, ',');
            buf_json(b, p->lacks[n]);
        }
        buf_put(b, S("]}"));
    }
    buf_char(b, ']');
}

static void put_rows(buf *b, const dossier_content *k)
{
    buf_put(b, S(",\"rows\":["));
    for (size_t i = 0; i < k->row_count; i++) {
        const dossier_row *r = &k->rows[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)r->id);
        buf_member(b, "list", dossier_list_key(r->list));
        buf_member(b, "name", r->name);
        buf_member(b, "second", r->second);
        buf_member(b, "zone", r->zone);
        buf_member(b, "fourth", r->fourth);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"texts\":["));
    for (size_t i = 0; i < k->text_count; i++) {
        const dossier_text *t = &k->texts[i];
        buf_printf(b, "%s{\"version\":%lld", i ? "," : "", (long long)t->version);
        buf_member(b, "key", t->key);
        buf_member(b, "text", t->text);
        buf_member(b, "person", t->person);
        buf_char(b, '}');
    }
    buf_put(b, S("],\"documents\":["));
    for (size_t i = 0; i < k->document_count; i++) {
        const dossier_document *o = &k->documents[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)o->id);
        buf_member(b, "kind", o->kind);
        buf_member(b, "title", o->title);
        buf_member_or_null(b, "number", o->number);
        buf_member_or_null(b, "on", o->on);
        buf_member_or_null(b, "issuer", o->issuer);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static status put_findings(call *c, buf *b, const dossier_content *k)
{
    dossier_finding *found;
    size_t           count;
    TRY(dossier_findings(c, &k->d, &found, &count));
    buf_put(b, S(",\"findings\":["));
    for (size_t i = 0; i < count; i++) {
        buf_printf(b, "%s{\"edition\":%lld,\"fits\":%s", i ? "," : "", (long long)found[i].edition,
                   found[i].fits ? "true" : "false");
        buf_member(b, "test", found[i].test);
        buf_member_or_null(b, "text", found[i].text);
        buf_member(b, "person", found[i].person);
        buf_member(b, "at", time_rfc3339(c->a, found[i].at_ms));
        buf_char(b, '}');
    }
    buf_char(b, ']');
    return ST_OK;
}

static status put_letters(call *c, buf *b, const dossier_content *k)
{
    dossier_letter *letters;
    size_t          count;
    TRY(dossier_letters(c, &k->d, &letters, &count));
    buf_put(b, S(",\"letters\":["));
    for (size_t i = 0; i < count; i++) {
        const dossier_letter *l = &letters[i];
        buf_printf(b, "%s{\"id\":\"%lld\"", i ? "," : "", (long long)l->id);
        buf_member(b, "direction", l->out ? S("out") : S("in"));
        buf_member_or_null(b, "ref", l->ref);
        buf_member_or_null(b, "day", l->day);
        buf_member(b, "about", l->about);
        buf_member_or_null(b, "counterpart", l->party);
        buf_member_or_null(b, "act", l->act);
        buf_member_or_null(b, "file", l->file);
        buf_char(b, '}');
    }
    buf_char(b, ']');
    return ST_OK;
}

static void put_sheets(buf *b, const dossier_content *k)
{
    buf_put(b, S(",\"sheets\":["));
    for (size_t i = 0, n = 0; i < k->system_count; i++) {
        const dossier_sheet *s = &k->systems[i].sheet;
        if (!s->id) continue;
        buf_printf(b, "%s{\"id\":\"%lld\",\"system\":", n++ ? "," : "", (long long)s->id);
        buf_json(b, k->systems[i].code);
        buf_printf(b, ",\"rows\":%lld,\"answered\":%lld", (long long)s->rows,
                   (long long)s->answered);
        buf_printf(b, ",\"lacking\":%lld,\"confirm\":%lld", (long long)s->lacking,
                   (long long)s->confirm);
        buf_printf(b, ",\"work\":%lld,\"done\":%lld,\"overdue\":%lld", (long long)s->work,
                   (long long)s->done, (long long)s->overdue);
        buf_printf(b, ",\"frozen\":%s,\"deployed\":%s}", s->frozen ? "true" : "false",
                   s->deployed ? "true" : "false");
    }
    buf_char(b, ']');
}

static status put_ways(call *c, buf *b, const dossier_content *k)
{
    const law_act   *acts[WORKFLOW_ACTS_MAX];
    size_t           count;
    dossier_standing stands;
    TRY(dossier_open_acts(c, k, acts, &count));
    TRY(dossier_stands(c, k, &stands));
    buf_member_or_null(b, "holder", stands.holder);
    buf_member_or_null(b, "holder_body", stands.body);
    buf_member_or_null(b, "clock_cite",
                       stands.clock.limit ? stands.clock.limit->cite.text.vi : S(""));
    buf_put(b, S(",\"acts\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, acts[i]->act);
    }
    buf_put(b, S("],\"systems\":["));
    for (size_t i = 0; i < k->system_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, k->systems[i].code);
    }
    buf_char(b, ']');
    put_sheets(b, k);
    return ST_OK;
}

status dossier_put_whole_json(call *c, buf *b, const dossier_content *k)
{
    buf_char(b, '{');
    put_fields(b, c->a, &k->d);
    buf_member(b, "state_name", k->state->name.vi);
    put_parts(b, c->a, k);
    put_rows(b, k);
    TRY(put_ways(c, b, k));
    TRY(put_findings(c, b, k));
    TRY(put_letters(c, b, k));
    buf_char(b, '}');
    return ST_OK;
}

static void put_event(buf *b, arena *a, const workflow_event *e)
{
    buf_put(b, S("{\"at\":"));
    buf_json(b, time_rfc3339(a, e->at_ms));
    buf_member(b, "act", e->act);
    buf_member_or_null(b, "from", e->from);
    buf_member_or_null(b, "to", e->to);
    buf_member(b, "person", e->person);
    buf_member(b, "post", e->post);
    buf_member(b, "body", e->body);
    buf_member_or_null(b, "reason", e->reason);
    buf_member_or_null(b, "due", e->due_on);
    buf_member_or_null(b, "number", e->number);
    buf_member_or_null(b, "on", e->on);
    buf_member_or_null(b, "signer", e->signer);
    buf_char(b, '}');
}

status dossier_put_history_json(call *c, buf *b, const dossier *d)
{
    workflow_event *events;
    workflow_note  *notes;
    size_t          event_count, note_count;
    TRY(workflow_events_of(c, dossier_thing(d), &events, &event_count));
    TRY(workflow_notes_of(c, dossier_thing(d), &notes, &note_count));
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < event_count; i++) {
        if (i) buf_char(b, ',');
        put_event(b, c->a, &events[i]);
    }
    buf_put(b, S("],\"notes\":["));
    for (size_t i = 0; i < note_count; i++) {
        const workflow_note *n = &notes[i];
        buf_printf(b, "%s{\"id\":\"%lld\",\"settled\":%s", i ? "," : "", (long long)n->id,
                   n->settled_ms ? "true" : "false");
        buf_member(b, "part", n->anchor);
        buf_member(b, "text", n->text);
        buf_member(b, "person", n->person);
        buf_member(b, "at", time_rfc3339(c->a, n->at_ms));
        buf_char(b, '}');
    }
    buf_put(b, S("]}"));
    return ST_OK;
}
