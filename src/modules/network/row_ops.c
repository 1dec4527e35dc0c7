// row_ops.c - see row_ops.h.
#include "modules/network/row_ops.h"

_Static_assert(sizeof(network_list_rows_row) == sizeof(network_member_row_row), "the same columns");

status network_sight_of(call *c, network_sight *out)
{
    db                   *d;
    bool                  coordinates;
    network_own_state_row row;
    str                   today   = organisations_day(c);
    arena                 scratch = *c->a;
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    *out = (network_sight){ .own = c->who.body_id, .invented = c->who.invented };
    TRY(network_coordinates(c, &coordinates));
    if (coordinates) {
        out->sees = 2;
        return ST_OK;
    }
    TRY(network_own_state(d, &(network_own_state_in){ c->who.body_id, today }, &scratch, &row));
    out->sees = row.n > 0;
    return ST_OK;
}

static member member_of(const network_list_rows_row *r)
{
    return (member){ .id         = r->id,
                     .body_id    = r->body_id,
                     .version    = r->version,
                     .made_ms    = r->made_ms,
                     .changed_ms = r->changed_ms,
                     .uid        = r->uid,
                     .code       = r->code.ptr ? r->code : S(""),
                     .category   = r->category,
                     .cluster    = r->cluster,
                     .reason     = r->reason,
                     .person     = r->person,
                     .body_code  = r->body_code,
                     .body_name  = r->body_name,
                     .sort_key   = r->sort_key,
                     .valid_from = r->valid_from,
                     .valid_to   = r->valid_to,
                     .invented   = r->invented != 0,
                     .obligatory = r->obligatory != 0,
                     .state      = (member_state)r->state };
}

status network_rows(arena *a, const network_list_rows_row *rows, size_t count, member **out)
{
    *out = NEW(a, member, count ? count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) (*out)[i] = member_of(&rows[i]);
    return ST_OK;
}

status network_row_load(call *c, int64_t id, member *out)
{
    db                    *d;
    network_sight          sight;
    network_member_row_row row;
    TRY(network_sight_of(c, &sight));
    TRY(call_db(c, &d));
    network_member_row_in in = { id, sight.own, sight.sees, sight.invented };
    TRY(network_member_row(d, &in, c->a, &row));
    *out = member_of((const network_list_rows_row *)(const void *)&row);
    return ST_OK;
}

status network_contacts_load(call *c, int64_t id, bool former_too, member_contact **out,
                             size_t *count)
{
    db                        *d;
    network_contacts_rows_row *rows;
    network_contacts_rows_in   in = { id, former_too, NETWORK_CONTACTS_MAX };
    TRY(call_db(c, &d));
    TRY(network_contacts_rows(d, &in, c->a, &rows, count));
    member_contact *list = NEW(c->a, member_contact, *count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const network_contacts_rows_row *r = &rows[i];
        list[i]                            = (member_contact){ .id         = r->id,
                                                               .member_id  = id,
                                                               .changed_ms = r->changed_ms,
                                                               .told_ms    = r->told_ms,
                                                               .ended_ms   = r->ended_ms,
                                                               .made_ms    = r->made_ms,
                                                               .kind       = (contact_kind)r->kind,
                                                               .name       = r->name,
                                                               .post       = r->post,
                                                               .address    = r->address,
                                                               .phone      = r->phone,
                                                               .mobile     = r->mobile,
                                                               .fax        = r->fax,
                                                               .email      = r->email,
                                                               .late_why   = r->late_why,
                                                               .person     = r->person };
    }
    *out = list;
    return ST_OK;
}

status network_roster_load(call *c, int64_t id, int64_t from_ms, duty_shift **out, size_t *count)
{
    db                      *d;
    network_roster_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(network_roster_rows(d, &(network_roster_rows_in){ id, from_ms, ROSTER_MAX }, c->a, &rows,
                            count));
    *out = NEW(c->a, duty_shift, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (duty_shift){ rows[i].id,    rows[i].from_ms, rows[i].to_ms, rows[i].name,
                                  rows[i].phone, rows[i].email,   rows[i].person };
    return ST_OK;
}

status network_texts_load(call *c, int64_t id, str texts[MEMBER_FIELDS])
{
    db                    *d;
    network_text_rows_row *rows;
    size_t                 count;
    TRY(call_db(c, &d));
    TRY(network_text_rows(d, &(network_text_rows_in){ id, MEMBER_FIELDS * 2 }, c->a, &rows,
                          &count));
    for (int f = 0; f < MEMBER_FIELDS; f++) {
        texts[f] = S("");
        for (size_t i = 0; i < count; i++) {
            if (str_equal(rows[i].field, str_from(member_fields[f].key))) texts[f] = rows[i].value;
        }
    }
    return ST_OK;
}

status network_numbers_load(call *c, int64_t id, int64_t numbers[LAW_MEMBER_NUMBERS])
{
    db                      *d;
    network_number_rows_row *rows;
    size_t                   count, items;
    const law_member_number *rule = law_member_numbers(law_current(), &items);
    TRY(call_db(c, &d));
    TRY(network_number_rows(d, &(network_number_rows_in){ id, LAW_MEMBER_NUMBERS * 2 }, c->a, &rows,
                            &count));
    for (size_t k = 0; k < items; k++) {
        numbers[k] = 0;
        for (size_t i = 0; i < count; i++) {
            if (str_equal(rows[i].item, rule[k].id)) numbers[k] = rows[i].n;
        }
    }
    return ST_OK;
}

status network_staff_load(call *c, int64_t id, member_staff **out, size_t *count)
{
    db                     *d;
    network_staff_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(network_staff_rows(d, &(network_staff_rows_in){ id, NETWORK_STAFF_MAX }, c->a, &rows,
                           count));
    *out = NEW(c->a, member_staff, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (member_staff){ rows[i].id,    rows[i].name,   rows[i].school,
                                    rows[i].major, rows[i].degree, rows[i].graduated };
    return ST_OK;
}

status network_plans_load(call *c, int64_t id, member_plan **out, size_t *count)
{
    db                     *d;
    network_plans_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(network_plans_rows(d, &(network_plans_rows_in){ id, NETWORK_PLANS_MAX }, c->a, &rows,
                           count));
    *out = NEW(c->a, member_plan, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const network_plans_rows_row *r = &rows[i];
        (*out)[i] = (member_plan){ r->id,     r->title,   r->outline,     r->running,
                                   r->maker,  r->made_on, r->approver,    r->approved_on,
                                   r->doc_no, r->person,  r->ended_ms > 0 };
    }
    return ST_OK;
}

status network_profiles_load(call *c, int64_t id, member_profile **out, size_t *count)
{
    db                        *d;
    network_profiles_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(network_profiles_rows(d, &(network_profiles_rows_in){ id, NETWORK_PROFILES_MAX }, c->a,
                              &rows, count));
    *out = NEW(c->a, member_profile, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const network_profiles_rows_row *r = &rows[i];
        (*out)[i] = (member_profile){ r->id,     r->systems, r->staff, r->made_ms,
                                      r->on_day, r->sha256,  r->person };
    }
    return ST_OK;
}

status network_events_load(call *c, int64_t id, member_event **out, size_t *count)
{
    db                      *d;
    network_events_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(network_events_rows(d, &(network_events_rows_in){ id, NETWORK_EVENTS_MAX }, c->a, &rows,
                            count));
    *out = NEW(c->a, member_event, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const network_events_rows_row *r = &rows[i];
        (*out)[i] = (member_event){ r->at_ms, r->letter_id, r->person, r->body_name,
                                    r->act,   r->detail,    r->reason };
    }
    return ST_OK;
}
