// incident_store.c - see incident_store.h.
#include "modules/incidents/incident_store.h"

#include "modules/incidents/incidents_queries.gen.h"

static str text_or_none(str s)
{
    return s.ptr ? s : S("");
}

status incident_store_load(db *d, int64_t id, arena *a, incident *out)
{
    incident_row_one_row r;
    TRY(incident_row_one(d, &(incident_row_one_in){ .id = id }, a, &r));
    *out = (incident){ .id            = r.id,
                       .uid           = r.uid,
                       .code          = r.code,
                       .title         = r.title,
                       .owner_id      = r.owner_id,
                       .operator_id   = r.operator_id.set ? r.operator_id.value : 0,
                       .system_id     = r.system_id.set ? r.system_id.value : 0,
                       .system_code   = r.system_code,
                       .system_name   = r.system_name,
                       .level         = (int)r.level,
                       .type          = r.type,
                       .state         = (incident_state)r.state,
                       .detected_ms   = r.detected_ms,
                       .due_ms        = r.due_ms,
                       .due_rule      = r.due_rule,
                       .emergency     = r.emergency != 0,
                       .proposed      = (incident_class)r.proposed,
                       .verified      = (incident_class)r.verified,
                       .decided       = (incident_class)r.decided,
                       .plan          = r.plan,
                       .holder_id     = r.holder_id,
                       .holder        = r.holder,
                       .into_id       = r.into_id,
                       .by_body       = r.by_body,
                       .version       = r.version,
                       .created_ms    = r.created_ms,
                       .updated_ms    = r.updated_ms,
                       .owner_code    = r.owner_code,
                       .owner_name    = r.owner_name,
                       .owner_kind    = r.owner_kind,
                       .operator_code = text_or_none(r.operator_code),
                       .operator_name = text_or_none(r.operator_name) };
    return ST_OK;
}

status incident_store_parts(db *d, const incident *i, const incident_viewer *v, arena *a,
                            incident_parts *out)
{
    incident_parts_of_row *rows;
    incident_parts_of_in   in = { .id = i->id, .body = v->body_id, .day = v->day };
    TRY(incident_parts_of(d, &in, a, &rows, &out->count));
    out->items = NEW(a, incident_part, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t k = 0; k < out->count; k++)
        out->items[k] = (incident_part){ rows[k].source == 1, rows[k].part };
    return ST_OK;
}

status incident_store_national(db *d, const incident_viewer *v, arena *a, incident_parts *out)
{
    incident_national_of_row *rows;
    incident_national_of_in   in = { .body = v->body_id, .day = v->day };
    TRY(incident_national_of(d, &in, a, &rows, &out->count));
    out->items = NEW(a, incident_part, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t k = 0; k < out->count; k++) out->items[k] = (incident_part){ false, rows[k].seat };
    return ST_OK;
}

status incident_store_values(db *d, int64_t id, arena *a, incident_values *out)
{
    incident_facts_of_row *rows;
    size_t                 n;
    TRY(incident_facts_of(d, &(incident_facts_of_in){ .id = id }, a, &rows, &n));
    *out = (incident_values){ 0 };
    for (size_t i = 0; i < n; i++) {
        const incident_fact *f = incident_fact_find(rows[i].key);
        if (f) out->at[f - incident_facts_all] = rows[i].value;
    }
    return ST_OK;
}

status incident_store_value(db *d, int64_t id, const char *key, str value)
{
    incident_fact_put_in  put  = { .id = id, .key = str_from(key), .value = value };
    incident_fact_drop_in drop = { .id = id, .key = str_from(key) };
    return value.len ? incident_fact_put(d, &put, NULL) : incident_fact_drop(d, &drop, NULL);
}

status incident_store_classes(db *d, int64_t id, arena *a, incident_class_row **out, size_t *count)
{
    incident_classes_of_row *rows;
    incident_classes_of_in   in = { .id = id, .max = INCIDENT_SHOWN_MAX };
    TRY(incident_classes_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_class_row, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_class_row){ .stage  = (class_stage)rows[i].stage,
                                          .class  = (incident_class)rows[i].class,
                                          .plan   = rows[i].plan,
                                          .number = rows[i].number,
                                          .reason = rows[i].reason,
                                          .person = rows[i].person,
                                          .body   = rows[i].body,
                                          .at_ms  = rows[i].at_ms };
    }
    return ST_OK;
}

static status put_answers(db *d, int64_t id, arena *a, incident_paper *papers, size_t count)
{
    incident_paper_rules_of_row *rows;
    size_t                       n, at = 0;
    incident_paper_rules_of_in   in = { .id = id, .max = (int64_t)INCIDENT_SHOWN_MAX * 8 };
    TRY(incident_paper_rules_of(d, &in, a, &rows, &n));
    for (size_t i = 0; i < n; i++) { // in the order of the papers
        while (at < count && papers[at].id != rows[i].paper) at++;
        if (at == count) return ST_OK;
        str *to = &papers[at].answers;
        *to = to->len ? arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(*to), STR_ARG(rows[i].rule))
                      : rows[i].rule;
        if (!to->ptr) return ST_MEMORY;
    }
    return ST_OK;
}

status incident_store_papers(db *d, int64_t id, arena *a, incident_paper **out, size_t *count)
{
    incident_papers_of_row *rows;
    incident_papers_of_in   in = { .id = id, .max = INCIDENT_SHOWN_MAX };
    TRY(incident_papers_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_paper, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_paper){ .id           = rows[i].paper,
                                      .body_id      = rows[i].body_id,
                                      .document     = rows[i].document,
                                      .number       = rows[i].number,
                                      .recipients   = rows[i].recipients,
                                      .sent_ms      = rows[i].sent_ms,
                                      .at_ms        = rows[i].at_ms,
                                      .late_reason  = rows[i].late_reason,
                                      .person       = rows[i].person,
                                      .by_rule      = rows[i].by_rule != 0,
                                      .answers      = S(""),
                                      .withdrawn_ms = rows[i].withdrawn_ms,
                                      .withdrawn    = rows[i].withdrawn,
                                      .withdrawn_by = rows[i].withdrawn_by };
    }
    return *count ? put_answers(d, id, a, *out, *count) : ST_OK;
}

status incident_store_parties(db *d, int64_t id, arena *a, incident_party **out, size_t *count)
{
    incident_parties_of_row *rows;
    incident_parties_of_in   in = { .id = id, .max = INCIDENT_SHOWN_MAX };
    TRY(incident_parties_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_party, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_party){ .id      = rows[i].party,
                                      .body_id = rows[i].body_id,
                                      .from_ms = rows[i].from_ms,
                                      .to_ms   = rows[i].to_ms,
                                      .seat    = (incident_seat)rows[i].seat,
                                      .basis   = rows[i].basis,
                                      .person  = rows[i].person,
                                      .code    = rows[i].code,
                                      .name    = rows[i].name };
    }
    return ST_OK;
}

static str ids_text(const int64_t *ids, size_t count, arena *a)
{
    buf b = buf_in(a, count * 8 + 16, count * 21 + 16);
    buf_char(&b, '[');
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        buf_int(&b, ids[i]);
    }
    buf_char(&b, ']');
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status incident_store_rows(db *d, const int64_t *ids, size_t count, arena *a, incident_page *out)
{
    incident_rows_row *rows;
    incident_rows_in   in = { .ids = ids_text(ids, count, a) };
    if (!in.ids.ptr) return ST_MEMORY;
    TRY(incident_rows(d, &in, a, &rows, &out->count));
    out->items = NEW(a, incident_row, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        const incident_rows_row *r = &rows[i];
        out->items[i]              = (incident_row){ .id          = r->id,
                                                     .detected_ms = r->detected_ms,
                                                     .due_ms      = r->due_ms,
                                                     .code        = r->code,
                                                     .title       = r->title,
                                                     .system_code = r->system_code,
                                                     .system_name = r->system_name,
                                                     .type        = r->type,
                                                     .holder      = r->holder,
                                                     .due_rule    = r->due_rule,
                                                     .owner       = r->owner,
                                                     .level       = (int)r->level,
                                                     .state       = (incident_state)r->state,
                                                     .emergency   = r->emergency != 0,
                                                     .proposed    = (incident_class)r->proposed,
                                                     .verified    = (incident_class)r->verified,
                                                     .decided     = (incident_class)r->decided };
    }
    return ST_OK;
}
