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

enum { KEY_TOP = 999999999 }; // ids below; 9 digits of a sort key

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

static unsigned seeing(unsigned seats)
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
    out->seats = seeing(incident_seats_of(&parts, out->operator_id != 0));
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

// ---- the list --------------------------------------------------------------------------------------

status incidents_filter_set(str name, str value, incident_filter *f, problem *why)
{
    int64_t level;
    if (str_equal(name, S("q"))) {
        f->q = value;
        return ST_OK;
    }
    if (!value.len) return ST_OK;
    if (str_equal(name, S("state")) && incident_state_named(value, &f->state)) return ST_OK;
    if (str_equal(name, S("open")) && str_equal(value, S("1"))) {
        f->open = true;
        return ST_OK;
    }
    if (str_equal(name, S("level")) && str_int(value, &level) && level >= 1 && level <= 5) {
        f->level = (int)level;
        return ST_OK;
    }
    if (str_equal(name, S("type")) && incident_type_known(value)) {
        f->type = value;
        return ST_OK;
    }
    return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
}

typedef struct asked { // a filter as the statements take it
    int64_t below, state, open, level, max;
    str     type, words[INCIDENT_WORDS_MAX];
} asked;

// Folded words between '%'; what LIKE takes for a sign of its own ends a word.
static status words_of(call *c, str q, asked *k)
{
    str    folded = text_fold(c->a, str_begin(q, 200));
    size_t n      = 0;
    if (!folded.ptr) return ST_MEMORY;
    for (size_t i = 0; i < INCIDENT_WORDS_MAX; i++) k->words[i] = S("%");
    for (ptrdiff_t i = 0; i < folded.len && n < INCIDENT_WORDS_MAX;) {
        ptrdiff_t from = i;
        while (i < folded.len && folded.ptr[i] != ' ' && folded.ptr[i] != '%' &&
               folded.ptr[i] != '_' && folded.ptr[i] != '\\')
            i++;
        if (i > from) {
            str word      = str_slice(folded, from, i);
            k->words[n++] = arena_printf(c->a, "%%" STR_FMT "%%", STR_ARG(word));
            if (!k->words[n - 1].ptr) return ST_MEMORY;
        }
        i++;
    }
    return ST_OK;
}

typedef struct found {
    int64_t ids[2 * INCIDENT_PAGE + 4];
    size_t  count;
} found;

static void enter(found *f, int64_t id)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->ids[i] == id) return;
    }
    size_t at = f->count++;
    for (; at > 0 && f->ids[at - 1] < id; at--) f->ids[at] = f->ids[at - 1];
    f->ids[at] = id;
}

static status page_national(call *c, db *d, const asked *k, found *out)
{
    _Static_assert(sizeof(incident_page_all_row) == sizeof(incident_page_state_row),
                   "same columns");
    incident_page_all_row   *rows;
    size_t                   n;
    incident_page_all_in     all = { .invented = c->who.invented,
                                     .below    = k->below,
                                     .open     = k->open,
                                     .level    = k->level,
                                     .type     = k->type,
                                     .first    = k->words[0],
                                     .second   = k->words[1],
                                     .third    = k->words[2],
                                     .max      = k->max };
    incident_page_state_in   in  = { .invented = c->who.invented,
                                     .below    = k->below,
                                     .state    = k->state,
                                     .level    = k->level,
                                     .type     = k->type,
                                     .first    = k->words[0],
                                     .second   = k->words[1],
                                     .third    = k->words[2],
                                     .max      = k->max };
    incident_page_state_row *some;
    if (k->state) {
        TRY(incident_page_state(d, &in, c->a, &some, &n));
        rows = (incident_page_all_row *)(void *)some;
    } else {
        TRY(incident_page_all(d, &all, c->a, &rows, &n));
    }
    for (size_t i = 0; i < n; i++) enter(out, rows[i].id);
    return ST_OK;
}

static status page_own(call *c, db *d, const asked *k, found *out)
{
    incident_page_scope_row *rows;
    incident_page_party_row *parts;
    size_t                   n;
    str                      key  = k->below > KEY_TOP ? S("")
                                                       : arena_printf(c->a, "%09lld", (long long)(KEY_TOP - k->below));
    incident_page_scope_in   in   = { .body   = c->who.body_id,
                                      .key    = key,
                                      .state  = k->state,
                                      .open   = k->open,
                                      .level  = k->level,
                                      .type   = k->type,
                                      .first  = k->words[0],
                                      .second = k->words[1],
                                      .third  = k->words[2],
                                      .max    = k->max };
    incident_page_party_in   with = { in.body, k->below, in.state,  in.open,  in.level,
                                      in.type, in.first, in.second, in.third, in.max };
    if (!key.ptr) return ST_MEMORY;
    TRY(incident_page_scope(d, &in, c->a, &rows, &n));
    for (size_t i = 0; i < n; i++) enter(out, rows[i].id);
    TRY(incident_page_party(d, &with, c->a, &parts, &n));
    for (size_t i = 0; i < n; i++) enter(out, parts[i].id);
    return ST_OK;
}

status incidents_list(call *c, const incident_filter *f, str cursor, size_t limit,
                      incident_page *out, problem *why)
{
    db             *d;
    found           all = { .count = 0 };
    incident_parts  parts;
    incident_viewer v = { c->who.body_id, organisations_day(c) };
    asked           k = { .below = INT64_MAX,
                          .state = f->state,
                          .open  = f->open,
                          .level = f->level,
                          .type  = f->type.ptr ? f->type : S("") };
    if (!v.day.ptr) return ST_MEMORY;
    if (cursor.len && (!str_int(cursor, &k.below) || k.below < 1))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    if (limit == 0 || limit > INCIDENT_PAGE) limit = INCIDENT_PAGE;
    k.max = (int64_t)limit + 1;
    TRY(words_of(c, f->q, &k));
    TRY(call_db(c, &d));
    TRY(incident_store_national(d, &v, c->a, &parts));
    if (seeing(incident_seats_of(&parts, true)))
        TRY(page_national(c, d, &k, &all));
    else
        TRY(page_own(c, d, &k, &all));
    bool more = all.count > limit;
    TRY(incident_store_rows(d, all.ids, more ? limit : all.count, c->a, out));
    out->next = more ? arena_printf(c->a, "%lld", (long long)all.ids[limit - 1]) : (str){ 0 };
    return more && !out->next.ptr ? ST_MEMORY : ST_OK;
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
