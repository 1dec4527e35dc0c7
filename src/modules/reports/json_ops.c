// json_ops.c - see json_ops.h.
#include "modules/reports/json_ops.h"

#include "kit/text/text.h"

static void put_id(buf *b, const char *name, int64_t id)
{
    if (id) {
        buf_printf(b, ",\"%s\":\"%lld\"", name, (long long)id);
    } else {
        buf_printf(b, ",\"%s\":null", name);
    }
}

static void put_figures(buf *b, const report_figures *f)
{
    buf_printf(b,
               ",\"figures\":{\"total\":%lld,\"classified\":%lld,\"drafted\":%lld,"
               "\"appraised\":%lld,\"approved\":%lld,\"inspected\":%lld,\"expected\":",
               (long long)f->total, (long long)f->classified, (long long)f->drafted,
               (long long)f->appraised, (long long)f->approved, (long long)f->inspected);
    buf_json(b, f->expected.len ? f->expected : (str){ 0 });
    buf_char(b, '}');
}

// The members of a head, without the braces around.
static void put_members(buf *b, arena *a, const report_head *h)
{
    law_report_period p     = law_report_year(h->what, h->year);
    bool              begun = h->id != 0;
    if (begun) {
        buf_printf(b, "\"id\":\"%lld\"", (long long)h->id);
    } else {
        buf_put(b, S("\"id\":null"));
    }
    buf_member(b, "kind", h->kind);
    buf_printf(b, ",\"period\":\"%d\",\"edition\":%d,\"version\":%lld", h->year, h->edition,
               (long long)h->version);
    buf_member(b, "org", h->body_code);
    buf_member(b, "org_name", h->body_name);
    buf_member(b, "state", begun ? report_state_key(h->state) : S("none"));
    buf_member(b, "pack", h->pack_id);
    buf_member(b, "pack_version", h->pack_version);
    buf_member(b, "pack_sha256", h->pack_sha256);
    buf_member(b, "from", day_iso(a, p.from));
    buf_member(b, "until", day_iso(a, p.until));
    buf_member(b, "due", day_iso(a, p.last));
    buf_member(b, "cite", h->what->cite.text.vi);
    buf_member(b, "certainty", str_from(law_certainty_key(h->what->certainty)));
    buf_member_time(b, "snapshot_at", h->snapshot_ms);
    buf_member(b, "snapshot_sha256", h->sha256);
    buf_member(b, "started_by", h->started_by);
    buf_member(b, "frozen_by", h->frozen_by);
    buf_member(b, "signed_by", h->signed_by);
    buf_member_time(b, "signed_at", h->signed_ms);
    buf_member(b, "number", h->sent_no);
    buf_member(b, "issued", h->sent_on);
    buf_member(b, "to", h->sent_to);
    buf_member(b, "reason", h->reason);
}

void report_put_head(buf *b, arena *a, const report_head *h)
{
    buf_char(b, '{');
    put_members(b, a, h);
    if (report_kept(h->state)) put_figures(b, &h->figures);
    buf_char(b, '}');
}

void report_put_content(buf *b, arena *a, const report_content *k)
{
    buf_char(b, '{');
    put_members(b, a, &k->head);
    put_figures(b, &k->figures);
    size_t built = report_built_count(&k->sheet);
    buf_printf(b, ",\"rows\":%zu,\"being_built\":%zu,\"control\":", k->sheet.count - built, built);
    if (k->head.control >= 0) {
        buf_int(b, k->head.control);
    } else {
        buf_put(b, S("null"));
    }
    buf_printf(b,
               ",\"errors\":%zu,\"warnings\":%zu,\"reasons_missing\":%zu,\"texts_missing\":%zu,"
               "\"ready\":%s,\"texts\":{",
               k->faults.errors, k->faults.warnings, k->reasons_missing, k->texts_missing,
               k->ready ? "true" : "false");
    for (size_t i = 0; i < k->text_count; i++) {
        if (i) buf_char(b, ',');
        buf_json(b, k->texts[i].key);
        buf_char(b, ':');
        buf_json(b, k->texts[i].text);
    }
    buf_put(b, S("}}"));
}

void report_put_faults(buf *b, arena *a, lang in, const report_content *k)
{
    buf_put(b, S("{\"report\":"));
    report_put_head(b, a, &k->head);
    buf_printf(b,
               ",\"errors\":%zu,\"warnings\":%zu,\"reasons_missing\":%zu,\"texts_missing\":%zu,"
               "\"ready\":%s,\"items\":[",
               k->faults.errors, k->faults.warnings, k->reasons_missing, k->texts_missing,
               k->ready ? "true" : "false");
    for (size_t i = 0; i < k->faults.count; i++) {
        const report_fault *f   = &k->faults.items[i];
        str                 key = arena_printf(a, "reports.fault.%s", f->what);
        buf_printf(b, "%s{\"rule\":\"" STR_FMT "\",\"grade\":\"%s\"", i ? "," : "",
                   STR_ARG(report_rule_key(f->rule)), f->error ? "error" : "warning");
        put_id(b, "system", f->system_id);
        buf_member(b, "code", f->code);
        buf_member(b, "name", f->name);
        buf_member(b, "what", str_from(f->what));
        buf_member(b, "field", f->fields[0]);
        buf_member(b, "message", text_fill(a, text_named(in, key), &f->detail, 1));
        buf_char(b, '}');
    }
    buf_printf(b, "],\"total\":%zu,\"next\":null}", k->faults.count);
}

void report_put_due(buf *b, arena *a, lang in, const report_due *due, size_t count)
{
    buf_put(b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        const report_due *d = &due[i];
        buf_printf(b, "%s{\"kind\":", i ? "," : "");
        buf_json(b, d->what->id);
        buf_member(b, "name", law_say(d->what->name, in == LANG_EN));
        buf_member(b, "pack", d->pack->id);
        buf_member(b, "who", d->what->who);
        buf_member(b, "to", d->to);
        buf_member(b, "period", d->year ? arena_printf(a, "%d", d->year) : S(""));
        buf_member(b, "due", d->last.year ? day_iso(a, d->last) : S(""));
        buf_member(b, "cite", law_say(d->what->cite.text, in == LANG_EN));
        buf_member(b, "certainty", str_from(law_certainty_key(d->what->certainty)));
        put_id(b, "report", d->report_id);
        buf_member(b, "state", d->report_id ? report_state_key(d->state) : S("none"));
        buf_printf(b, ",\"own\":%s,\"made_here\":%s,\"overdue\":%s}", d->own ? "true" : "false",
                   d->built_here ? "true" : "false", d->overdue ? "true" : "false");
    }
    buf_printf(b, "],\"total\":%zu,\"next\":null}", count);
}

void report_put_units(buf *b, arena *a, const report_unit_list *l)
{
    static const char *const how[] = { "", "none", "begun", "in_time", "late" };
    buf_put(b, S("{\"due\":"));
    buf_json(b, day_iso(a, l->last));
    buf_printf(b, ",\"in_time\":%zu,\"late\":%zu,\"begun\":%zu,\"none\":%zu,\"items\":[",
               l->in_time, l->late, l->begun, l->none);
    for (size_t i = 0; i < l->count; i++) {
        const report_unit_row *u = &l->items[i];
        buf_printf(b, "%s{\"org\":", i ? "," : "");
        buf_json(b, u->code);
        buf_member(b, "name", u->name);
        buf_printf(b, ",\"systems\":%lld,\"how\":\"%s\"", (long long)u->systems, how[u->how]);
        put_id(b, "report", u->report_id);
        buf_member(b, "issued", u->sent_on);
        buf_char(b, '}');
    }
    buf_printf(b, "],\"total\":%zu,\"next\":null}", l->count);
}
