// marks_json_ops.c - see marks_json_ops.h.
#include "modules/incidents/marks_json_ops.h"

#include "modules/incidents/mark_ops.h"

static void put(buf *b, const char *key, str value)
{
    buf_printf(b, ",\"%s\":", key);
    buf_json(b, value);
}

static void put_indicator(buf *b, arena *a, const incident_indicator *k)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)k->id);
    put(b, "kind", indicator_kind_key(k->what.kind));
    put(b, "value", k->what.value);
    put(b, "defanged", indicator_defanged(a, k->what.kind, k->what.value));
    put(b, "tlp", indicator_tlp_key(k->tlp));
    put(b, "note", k->note);
    put(b, "person", k->person);
    put(b, "body", k->body);
    buf_member_time(b, "at", k->at_ms);
    buf_member_time(b, "taken_back", k->back_ms);
    put(b, "reason", k->back_ms ? k->back_reason : (str){ 0 });
    buf_char(b, '}');
}

static void put_alike(buf *b, const incident_alike *k)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)k->id);
    put(b, "code", k->code);
    put(b, "title", k->title);
    put(b, "state", incident_state_key(k->state));
    buf_member_time(b, "detected", k->detected_ms);
    buf_printf(b, ",\"again\":%s,\"why\":[", k->again ? "true" : "false");
    for (size_t n = 0; n < k->reason_count; n++) {
        buf_put(b, n ? S(",{\"same\":") : S("{\"same\":"));
        buf_json(b, alike_why_key(k->reasons[n].why));
        put(b, "value", k->reasons[n].value.len ? k->reasons[n].value : (str){ 0 });
        buf_char(b, '}');
    }
    buf_put(b, S("]}"));
}

static void put_asset(buf *b, const incident_asset *k)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)k->id);
    put(b, "kind", asset_kind_key(k->kind));
    put(b, "name", k->name);
    put(b, "address", k->address);
    put(b, "harm", k->harm);
    put(b, "person", k->person);
    put(b, "body", k->body);
    buf_member_time(b, "at", k->at_ms);
    buf_member_time(b, "taken_back", k->back_ms);
    put(b, "reason", k->back_ms ? k->back_reason : (str){ 0 });
    buf_char(b, '}');
}

static void put_file(buf *b, const evidence *e)
{
    buf_printf(b, "{\"id\":\"%lld\"", (long long)e->id);
    put(b, "name", e->name);
    put(b, "sha256", e->sha256);
    buf_printf(b, ",\"bytes\":%lld", (long long)e->bytes);
    put(b, "person", e->person);
    buf_member_time(b, "at", e->whole_ms);
    buf_char(b, '}');
}

static status put_touched(buf *b, call *c, const incident *i)
{
    incident_asset *assets;
    evidence       *files;
    size_t          n, m;
    TRY(incidents_assets(c, i, &assets, &n));
    TRY(incidents_files(c, i, &files, &m));
    buf_put(b, S("],\"assets\":["));
    for (size_t k = 0; k < n; k++) {
        if (k) buf_char(b, ',');
        put_asset(b, &assets[k]);
    }
    buf_put(b, S("],\"files\":["));
    for (size_t k = 0; k < m; k++) {
        if (k) buf_char(b, ',');
        put_file(b, &files[k]);
    }
    return ST_OK;
}

status incident_marks_put(buf *b, call *c, const incident *i)
{
    incident_indicator *all;
    incident_alike     *alike;
    size_t              n, m;
    TRY(incidents_indicators(c, i, &all, &n));
    TRY(incidents_alike(c, i, &alike, &m));
    buf_put(b, S("{\"indicators\":["));
    for (size_t k = 0; k < n; k++) {
        if (k) buf_char(b, ',');
        put_indicator(b, c->a, &all[k]);
    }
    TRY(put_touched(b, c, i));
    buf_put(b, S("],\"alike\":["));
    for (size_t k = 0; k < m; k++) {
        if (k) buf_char(b, ',');
        put_alike(b, &alike[k]);
    }
    buf_put(b, S("]}"));
    return b->failed ? ST_MEMORY : ST_OK;
}
