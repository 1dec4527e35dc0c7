// look_ops.c - who sees what; lists and what stands in one incident. See incidents.h.
#include "modules/incidents/look_ops.h"

#include "kit/law/incident_rules.h"
#include "kit/text/text.h"
#include "modules/incidents/decide_ops.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/json_ops.h"
#include "modules/incidents/lesson_ops.h"
#include "modules/incidents/rights.h"
#include "modules/incidents/task_ops.h"
#include "modules/incidents/types.h"
#include "modules/letters/letters.h"
#include "modules/systems/systems.h"

bool incident_machine(const call *c)
{
    return c->who.person_id == -1;
}

str incident_person(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

bool incident_is_serious(const incident *i)
{
    return incident_serious_path(i->state) || i->decided == CLASS_SERIOUS;
}

incident_act incident_step_act(const incident *i, const incident_step *s)
{
    bool off = s->to == INCIDENT_NONE || s->to == INCIDENT_DUPLICATE;
    return off && (i->emergency || incident_is_serious(i)) ? ACT_CONFIRM : s->act;
}

bool incident_invented(str body_kind)
{
    return str_equal(body_kind, S("sample"));
}

bool incident_may(const call *c, const incident *i, incident_act act)
{
    if (act == ACT_SEE) return i->seats != 0 && call_may(c, RIGHT_INCIDENTS_READ);
    if (!call_may(c, RIGHT_INCIDENTS_WRITE)) return false;
    // The machine keeps the log, the facts and the marks; it acknowledges, decides and closes nothing.
    if (incident_machine(c))
        return act == ACT_NOTICE || act == ACT_WORK || act == ACT_LOG || act == ACT_MARK;
    return incident_seats_may(i->seats, act, incident_is_serious(i));
}

// What the place of a body gives: its operator, its owner, those above the owner and sector leads as
// steering committees, other supervisors as specialised units.
static unsigned seats_of_role(scope_role role, bool operated)
{
    switch (role) {
    case SCOPE_OWNER: return SEAT_BIT(SEAT_OWNER) | (operated ? 0 : SEAT_BIT(SEAT_OPERATOR));
    case SCOPE_OPERATOR: return SEAT_BIT(SEAT_OPERATOR);
    case SCOPE_SUPERIOR:
    case SCOPE_SECTOR_LEAD: return SEAT_BIT(SEAT_COMMITTEE);
    case SCOPE_STATE_MANAGEMENT:
    case SCOPE_SPECIALISED: return SEAT_BIT(SEAT_UNIT);
    }
    return 0;
}

unsigned incident_seats_of(const incident_parts *p, bool operated)
{
    unsigned seats = 0;
    for (size_t i = 0; i < p->count; i++) {
        int64_t part = p->items[i].part;
        if (p->items[i].by_scope)
            seats |= seats_of_role((scope_role)part, operated);
        else if (part >= SEAT_OPERATOR && part <= INCIDENT_SEATS)
            seats |= SEAT_BIT(part);
    }
    return seats;
}

// ---- one incident ----------------------------------------------------------------------------------

unsigned incident_seeing(unsigned seats)
{
    unsigned see = 0;
    for (int s = SEAT_OPERATOR; s <= INCIDENT_SEATS; s++) {
        unsigned bit = seats & SEAT_BIT(s);
        if (bit && incident_seats_may(bit, ACT_SEE, false)) see |= bit;
    }
    return see;
}

status incident_load(call *c, int64_t id, incident *out)
{
    db             *d;
    incident_parts  parts;
    incident_viewer v = { c->who.body_id, organisations_day(c) };
    if (!v.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(incident_store_load(d, id, c->a, out));
    TRY(incident_store_parts(d, out, &v, c->a, &parts));
    out->seats = incident_seeing(incident_seats_of(&parts, out->operator_id != 0));
    if (incident_machine(c) && !out->seats) out->seats = SEAT_BIT(SEAT_COMMITTEE);
    return out->seats ? ST_OK : ST_MISSING;
}

status incident_of_ref(call *c, str ref, incident *out)
{
    db                  *d;
    str                  code;
    int64_t              id;
    incident_of_code_row row;
    if (str_int(ref, &id)) return incident_load(c, id, out);
    if (!incident_code_read(c->a, str_trim(ref), &code)) return ST_MISSING;
    TRY(call_db(c, &d));
    TRY(incident_of_code(d, &(incident_of_code_in){ .code = code }, c->a, &row));
    return incident_load(c, row.id, out);
}

status incident_for_act(call *c, const incident_asking *ask, incident *out)
{
    TRY(incident_load(c, ask->id, out));
    if (!incident_may(c, out, ask->act)) return ST_FORBIDDEN;
    return ask->version && ask->version != out->version ? ST_CONFLICT : ST_OK;
}

status incidents_values(call *c, const incident *i, incident_values *out)
{
    db *d;
    TRY(call_db(c, &d));
    return incident_store_values(d, i->id, c->a, out);
}

status incidents_classes(call *c, const incident *i, incident_class_row **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return incident_store_classes(d, i->id, c->a, out, count);
}

status incidents_papers(call *c, const incident *i, incident_paper **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return incident_store_papers(d, i->id, c->a, out, count);
}

status incidents_parties(call *c, const incident *i, incident_party **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return incident_store_parties(d, i->id, c->a, out, count);
}

status incidents_events(call *c, const incident *i, int64_t below, incident_event **out,
                        size_t *count)
{
    db                     *d;
    incident_events_of_row *rows;
    incident_events_of_in   in = { .id    = i->id,
                                   .below = below ? below : INT64_MAX,
                                   .max   = INCIDENT_EVENTS_MAX };
    TRY(call_db(c, &d));
    TRY(incident_events_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, incident_event, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t n = 0; n < *count; n++) {
        (*out)[n] = (incident_event){ .id     = rows[n].event,
                                      .at_ms  = rows[n].at_ms,
                                      .kind   = rows[n].kind,
                                      .person = rows[n].person,
                                      .body   = rows[n].body,
                                      .field  = rows[n].field,
                                      .before = rows[n].before,
                                      .after  = rows[n].after,
                                      .words  = rows[n].words };
    }
    return ST_OK;
}

// ---- words that come in ----------------------------------------------------------------------------

status incident_words_check(call *c, const char *field, str typed, size_t max, bool needed,
                            str *out, problem *why)
{
    str key = str_from(field);
    if (!typed.ptr) typed = S("");
    if (!str_is_utf8(typed)) return problem_set(why, ST_INVALID, key, S("not-text"));
    *out = text_tidy_lines(c->a, typed);
    if (!out->ptr) return ST_MEMORY;
    TRY(text_check(key, *out, needed, max, why));
    str mark = letter_secret_mark(*out);
    return mark.len ? problem_detail(why, ST_INVALID, key, S("state-secret"), mark) : ST_OK;
}

status incident_audit(call *c, const char *act, const incident *i, str detail)
{
    str json = arena_printf(c->a, "{\"code\":\"" STR_FMT "\"%s" STR_FMT "}", STR_ARG(i->code),
                            detail.len ? "," : "", STR_ARG(detail));
    if (!json.ptr) return ST_MEMORY;
    return audit_write(c, str_from(act), S("incident"), i->id, json);
}

// ---- what a form begins with -----------------------------------------------------------------------

static void fill(incident_values *v, const char *key, str value)
{
    const incident_fact *f = incident_fact_find(str_from(key));
    if (f && value.len) v->at[f - incident_facts_all] = value;
}

static str one_of(str first, str second)
{
    return first.len ? first : second;
}

static status prefill_system(call *c, str ref, incident_values *out, problem *why)
{
    system_record *s = NEW(c->a, system_record, 1);
    body           owner;
    if (!s) return ST_MEMORY;
    status st = systems_get(c, ref, s);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("system"), S("unknown-system"), ref);
    TRY(st);
    int level = s->level ? s->level : s->sheet_level;
    TRY(body_by_id(c, s->owner_id, &owner));
    fill(out, "system_name", s->data.name);
    fill(out, "system_level", level ? arena_printf(c->a, "%d", level) : S(""));
    fill(out, "decision_no", s->data.decision_no);
    fill(out, "decision_on", s->data.decision_on);
    fill(out, "purpose", s->data.purpose);
    fill(out, "owner_name", owner.name_vi);
    fill(out, "operator_name", one_of(s->operator_name, owner.name_vi));
    fill(out, "operator_address", s->data.address);
    fill(out, "contact_name", s->data.contact_name);
    fill(out, "contact_title", s->data.contact_title);
    fill(out, "contact_phone", s->data.contact_phone);
    fill(out, "contact_email", s->data.contact_email);
    return ST_OK;
}

status incidents_prefill(call *c, str system, incident_values *out, problem *why)
{
    body         own;
    body_contact contact;
    *out = (incident_values){ 0 };
    if (system.len) TRY(prefill_system(c, system, out, why));
    if (!c->who.body_id) return ST_OK;
    TRY(body_by_id(c, c->who.body_id, &own));
    TRY(body_contact_load(c, own.id, &contact));
    fill(out, "reporter_name", own.name_vi);
    fill(out, "reporter_address", contact.address);
    fill(out, "reporter_phone", contact.phone);
    fill(out, "reporter_email", contact.email);
    fill(out, "contact_name", one_of(incident_value_of(out, "contact_name"), c->who.name));
    fill(out, "contact_phone", one_of(incident_value_of(out, "contact_phone"), contact.phone));
    fill(out, "contact_email", one_of(incident_value_of(out, "contact_email"), contact.email));
    return ST_OK;
}

status incident_whole_load(call *c, const incident *i, incident_whole *out)
{
    *out = (incident_whole){ .i = *i, .clocks = NEW(c->a, incident_clocks_state, 1) };
    if (!out->clocks) return ST_MEMORY;
    TRY(incidents_values(c, i, &out->values));
    TRY(incident_clocks_look(c, i, out->clocks));
    TRY(incidents_classes(c, i, &out->classes, &out->class_count));
    TRY(incidents_papers(c, i, &out->papers, &out->paper_count));
    TRY(incident_tasks_list(c, i, &out->tasks, &out->task_count));
    TRY(incidents_speakers(c, i, &out->speakers, &out->speaker_count));
    TRY(incident_lessons_list(c, i, &out->lessons, &out->lesson_count));
    return incidents_parties(c, i, &out->parties, &out->party_count);
}
