// sheet_json.c - see sheet_json.h.
#include "modules/controls/sheet_json.h"

static const char *const fates[] = { "", "saved", "same", "conflict", "refused" };

// ---- what became of edits -----------------------------------------------------------------------------

static str message_of(arena *a, lang in, const problem *why)
{
    str      name = arena_printf(a, "problem." STR_FMT, STR_ARG(why->rule));
    str      args = why->detail.ptr ? why->detail : S("");
    text_key key;
    return name.ptr && text_known(name, &key) ? text_fmt(a, in, key, &args, 1) : why->rule;
}

static void put_faults(buf *b, arena *a, lang in, const control_saved *s)
{
    buf_put(b, S(",\"faults\":["));
    for (size_t i = 0; i < s->fault_count; i++) {
        buf_put(b, i ? S(",{\"field\":") : S("{\"field\":"));
        buf_json(b, s->faults[i].field);
        buf_member(b, "rule", s->faults[i].rule);
        buf_member(b, "message", message_of(a, in, &s->faults[i]));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_conflicts(buf *b, arena *a, lang in, const control_edit *e, const control_saved *s)
{
    bool first = true;
    buf_put(b, S(",\"conflicts\":{"));
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        if (!(s->conflicts & 1u << f)) continue;
        buf_printf(b, "%s\"%s\":{\"value\":", first ? "" : ",", control_fields[f].key);
        buf_json(b, s->values[f]);
        buf_member(b, "words",
                   s->values[f].len ? control_say((control_field)f, s->values[f], in, a) : S(""));
        buf_member(b, "yours", e->values[f]);
        buf_member(b, "person", s->person);
        buf_member(b, "at", time_rfc3339(a, s->at_ms));
        buf_char(b, '}');
        first = false;
    }
    buf_char(b, '}');
}

static void put_values(buf *b, arena *a, lang in, const str values[CONTROL_FIELDS])
{
    buf_put(b, S(",\"values\":{"));
    for (int f = 0; f < CONTROL_FIELDS; f++) {
        bool said = values[f].len || f == CONTROL_ANSWER || f == CONTROL_WORK;
        buf_printf(b, "%s\"%s\":{\"value\":", f ? "," : "", control_fields[f].key);
        buf_json(b, values[f].ptr ? values[f] : S(""));
        buf_member(b, "words",
                   said && values[f].ptr ? control_say((control_field)f, values[f], in, a) : S(""));
        buf_char(b, '}');
    }
    buf_char(b, '}');
}

static str lack_words(lang in, int lacks)
{
    return lacks == CONTROL_REASON   ? text_get(in, T_controls_lacks_reason)
           : lacks == CONTROL_SOURCE ? text_get(in, T_controls_lacks_source)
                                     : S("");
}

void sheet_saved_put_json(buf *b, arena *a, lang in, const control_edit *e, const control_saved *s)
{
    buf_put(b, S("{\"control\":"));
    buf_json(b, e->control);
    buf_printf(b, ",\"fate\":\"%s\",\"version\":%lld", fates[s->fate], (long long)s->version);
    buf_member(b, "lack", lack_words(in, s->lacks));
    put_values(b, a, in, s->values);
    put_faults(b, a, in, s);
    put_conflicts(b, a, in, e, s);
    buf_char(b, '}');
}

// ---- a sheet, a row --------------------------------------------------------------------------------------

void sheet_put_json(buf *b, arena *a, const control_sheet *s, const control_counts *n)
{
    static const char *const deployed[] = { "", "none", "part", "full" };
    buf_printf(b, "{\"id\":\"%lld\",\"uid\":", (long long)s->id);
    buf_json(b, s->uid);
    buf_member(b, "system", s->system_code);
    buf_member(b, "pack", s->pack);
    buf_member(b, "pack_version", s->pack_version);
    buf_member(b, "pack_sha256", s->pack_sha256);
    buf_member(b, "catalogue", s->catalogue);
    buf_printf(b, ",\"level\":%d,\"from\":", s->level);
    if (s->from_sheet_id) {
        buf_printf(b, "\"%lld\"", (long long)s->from_sheet_id);
    } else {
        buf_put(b, S("null"));
    }
    buf_member(b, "made", time_rfc3339(a, s->made_ms));
    buf_member(b, "person", s->person);
    buf_printf(b, ",\"held\":%s,\"frozen\":", s->held ? "true" : "false");
    buf_json(b, s->frozen_ms ? time_rfc3339(a, s->frozen_ms) : (str){ 0 });
    buf_put(b, S(",\"answers\":{"));
    for (int i = ANSWER_MET; i < CONTROL_ANSWERS; i++)
        buf_printf(b, "\"%s\":%lld,", control_answer_key((control_answer)i), (long long)n->by[i]);
    buf_printf(b,
               "\"none\":%lld},\"total\":%lld,\"answered\":%lld,\"lacking\":%lld,\"confirm\":%lld",
               (long long)n->by[ANSWER_NONE], (long long)n->rows, (long long)n->answered,
               (long long)n->lacking, (long long)n->confirm);
    buf_printf(
        b, ",\"work\":%lld,\"unplanned\":%lld,\"done\":%lld,\"overdue\":%lld,\"deployment\":\"%s\"",
        (long long)n->work, (long long)n->unplanned, (long long)n->done, (long long)n->overdue,
        deployed[control_deployed(n)]);
}

void sheet_row_put_json(buf *b, const control_row *row, bool english)
{
    buf_put(b, S("{\"control\":"));
    buf_json(b, row->control);
    buf_member(b, "clause", row->clause);
    buf_printf(b, ",\"heading\":%s,\"confirm\":%s,\"version\":%lld",
               row->heading ? "true" : "false", row->confirm ? "true" : "false",
               (long long)row->version);
    buf_member(b, "title", row->r ? law_say(row->r->title, english) : S(""));
    buf_member(b, "content", row->content ? row->content->id : S(""));
    for (int f = 0; f < CONTROL_FIELDS; f++) buf_member(b, control_fields[f].key, row->values[f]);
    buf_char(b, '}');
}
