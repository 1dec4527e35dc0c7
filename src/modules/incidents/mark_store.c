// mark_store.c - see mark_store.h.
#include "modules/incidents/mark_store.h"

#include "modules/incidents/incidents_queries.gen.h"

enum { REASONS_READ_MAX = 60 };

status mark_store_indicators(db *d, int64_t id, arena *a, incident_indicator **out, size_t *count)
{
    incident_indicators_of_row *rows;
    incident_indicators_of_in   in = { .id = id, .max = INDICATORS_MAX };
    TRY(incident_indicators_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_indicator, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_indicator){ .id      = rows[i].indicator,
                                          .at_ms   = rows[i].at_ms,
                                          .back_ms = rows[i].back_ms,
                                          .what    = { (indicator_kind)rows[i].kind, rows[i].value,
                                                       rows[i].host },
                                          .tlp     = (indicator_tlp)rows[i].tlp,
                                          .note    = rows[i].note,
                                          .person  = rows[i].person,
                                          .body    = rows[i].body,
                                          .back_reason = rows[i].back_reason,
                                          .back_by     = rows[i].back_by };
    }
    return ST_OK;
}

status mark_store_assets(db *d, int64_t id, arena *a, incident_asset **out, size_t *count)
{
    incident_assets_of_row *rows;
    incident_assets_of_in   in = { .id = id, .max = ASSETS_MAX };
    TRY(incident_assets_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_asset, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_asset){ .id          = rows[i].asset,
                                      .at_ms       = rows[i].at_ms,
                                      .back_ms     = rows[i].back_ms,
                                      .kind        = (asset_kind)rows[i].kind,
                                      .name        = rows[i].name,
                                      .address     = rows[i].address,
                                      .harm        = rows[i].harm,
                                      .person      = rows[i].person,
                                      .body        = rows[i].body,
                                      .back_reason = rows[i].back_reason,
                                      .back_by     = rows[i].back_by };
    }
    return ST_OK;
}

static void add_reason(incident_alike *one, const incident_alike_of_row *r)
{
    if (one->reason_count == COUNT(one->reasons)) {
        one->reasons_more++;
        return;
    }
    one->reasons[one->reason_count].why   = (alike_why)r->why;
    one->reasons[one->reason_count].kind  = (indicator_kind)r->kind;
    one->reasons[one->reason_count].value = r->value;
    one->reason_count++;
}

status mark_store_alike(db *d, const incident *i, const alike_asked *ask, arena *a,
                        incident_alike **out, size_t *count)
{
    incident_alike_of_row *rows;
    size_t                 n;
    incident_alike_of_in   in = { .id       = i->id,
                                  .system   = i->system_id ? i->system_id : -1,
                                  .type     = i->type,
                                  .from     = ask->from_ms,
                                  .to       = ask->to_ms,
                                  .body     = ask->body_id,
                                  .all      = ask->all,
                                  .invented = ask->invented,
                                  .max      = REASONS_READ_MAX };
    TRY(incident_alike_of(d, &in, a, &rows, &n));
    *out   = NEW(a, incident_alike, ALIKE_MAX + 1);
    *count = 0;
    if (!*out) return ST_MEMORY;
    for (size_t k = 0; k < n; k++) {
        incident_alike *last = *count ? &(*out)[*count - 1] : NULL;
        if (!last || last->id != rows[k].other) {
            if (*count == ALIKE_MAX) break;
            last        = &(*out)[(*count)++];
            *last       = (incident_alike){ .id          = rows[k].other,
                                            .detected_ms = rows[k].detected_ms,
                                            .code        = rows[k].code,
                                            .title       = rows[k].title,
                                            .state       = (incident_state)rows[k].state };
            last->again = last->state == INCIDENT_CLOSED;
        }
        add_reason(last, &rows[k]);
    }
    return ST_OK;
}
