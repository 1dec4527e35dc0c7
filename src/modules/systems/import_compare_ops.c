// import_compare_ops.c - from rows to what becomes of each: whose, new, changed, the same or refused.
#include "modules/systems/import_ops.h"

#include "modules/organisations/organisations.h"
#include "modules/systems/systems_queries.gen.h"

enum {
    PARTY_SLOTS  = 1 << 14, // different owners and operators remembered; more are looked up again
    LOAD_AT_ONCE = 200,     // stored systems read together
};

// ---- parties: the same few are typed again and again ------------------------------------------------

typedef struct party_slot {
    str          typed;
    bool         owner;
    system_party party;
    str          rule, detail; // refused as an owner
} party_slot;

typedef struct index_slot {
    int64_t owner_id;
    str     name_key; // ptr NULL: free
    int64_t id;       // stored system; 0 none
    int64_t row;      // row of the file that said it first; 0 none
} index_slot;

typedef struct owner_seen { // owners whose stored systems are in the index
    int64_t *ids;
    size_t   count, room;
} owner_seen;

typedef struct compare {
    call                 *c;
    const import_options *o;
    import_plan          *p;
    arena                *a; // the plan's
    db                   *d;
    party_slot          **parties; // PARTY_SLOTS; NULL: free
    size_t                party_count;
    index_slot           *index;
    size_t                index_count, index_room;
    owner_seen            owners;
    system_chooser        chooser;
    system_party          default_owner;
} compare;

static status party_look_up(compare *m, str typed, bool owner, party_slot *out)
{
    problem why  = { 0 };
    char   *mark = m->c->a->next;
    *out         = (party_slot){ .owner = owner };
    status st    = owner ? system_find_owner(m->c, typed, &out->party, &why)
                         : system_find_operator(m->c, typed, &out->party);
    if (st == ST_INVALID) {
        out->rule = why.rule; // literals
        TRY(arena_copy(m->a, why.detail, &out->detail));
        st = ST_OK;
    }
    TRY(st);
    TRY(arena_copy(m->a, out->party.code, &out->party.code));
    TRY(arena_copy(m->a, out->party.name, &out->party.name));
    m->c->a->next = mark;
    return arena_copy(m->a, typed, &out->typed);
}

static status party_find(compare *m, str typed, bool owner, party_slot *out)
{
    size_t at = (str_hash(typed) * 2 + owner) % PARTY_SLOTS;
    for (; m->parties[at]; at = (at + 1) % PARTY_SLOTS) {
        if (m->parties[at]->owner != owner || !str_equal(m->parties[at]->typed, typed)) continue;
        *out = *m->parties[at];
        return ST_OK;
    }
    TRY(party_look_up(m, typed, owner, out));
    if (m->party_count == PARTY_SLOTS / 2) return ST_OK;
    party_slot *kept = NEW(m->a, party_slot, 1);
    if (!kept) return ST_MEMORY;
    *kept          = *out;
    m->parties[at] = kept;
    m->party_count++;
    return ST_OK;
}

static status refuse(compare *m, import_staged *s, const char *key, str value, const char *rule,
                     str detail)
{
    return import_fault_add(&m->p->mapping, m->a, &s->row, str_from(key), value, str_from(rule),
                            detail);
}

static status find_owner(compare *m, import_staged *s)
{
    const import_row *r     = &s->row;
    bool              coded = r->owner_code.len > 0;
    str               typed = coded ? r->owner_code : r->data.owner;
    party_slot        found;
    if (typed.len == 0) {
        s->owner = m->default_owner;
        if (s->before) s->owner = system_owner_of(s->before);
        return s->owner.id ? ST_OK : refuse(m, s, "owner", S(""), "required", S(""));
    }
    TRY(party_find(m, typed, true, &found));
    if (found.rule.len)
        return import_fault_add(&m->p->mapping, m->a, &s->row, coded ? S("owner_code") : S("owner"),
                                typed, found.rule, found.detail);
    s->owner = found.party;
    return ST_OK;
}

static status find_operator(compare *m, import_staged *s)
{
    party_slot found;
    str        typed = s->row.data.operator_;
    if (typed.len == 0) {
        s->operator_ = (system_party){ .code = S(""), .name = S("") };
        if (s->before)
            s->operator_ = (system_party){ .id   = s->before->operator_id,
                                           .code = s->before->data.operator_,
                                           .name = s->before->operator_name };
        return ST_OK;
    }
    TRY(party_find(m, typed, false, &found));
    s->operator_ = found.party;
    return ST_OK;
}

// ---- the index of (owner, name) ---------------------------------------------------------------------

static size_t index_hash(int64_t owner_id, str name_key)
{
    return (size_t)(str_hash(name_key) * 31 + (uint64_t)owner_id * 0x9E3779B97F4A7C15u);
}

static index_slot *index_place(index_slot *slots, size_t room, int64_t owner_id, str name_key)
{
    size_t at = index_hash(owner_id, name_key) % room;
    while (slots[at].name_key.ptr &&
           (slots[at].owner_id != owner_id || !str_equal(slots[at].name_key, name_key)))
        at = (at + 1) % room;
    return &slots[at];
}

// The place of a name, made when it is new.
static status index_find(compare *m, int64_t owner_id, str name_key, index_slot **out)
{
    if (m->index_count * 2 >= m->index_room) {
        size_t      room  = m->index_room ? m->index_room * 2 : 2 * m->p->count + 64;
        index_slot *slots = NEW(m->a, index_slot, room);
        if (!slots) return ST_MEMORY;
        for (size_t i = 0; i < m->index_room; i++) {
            const index_slot *old = &m->index[i];
            if (old->name_key.ptr) *index_place(slots, room, old->owner_id, old->name_key) = *old;
        }
        m->index      = slots;
        m->index_room = room;
    }
    *out = index_place(m->index, m->index_room, owner_id, name_key);
    if ((*out)->name_key.ptr) return ST_OK;
    **out = (index_slot){ .owner_id = owner_id, .name_key = name_key };
    m->index_count++;
    return ST_OK;
}

typedef struct owner_load {
    compare *m;
    int64_t  owner_id;
} owner_load;

static status index_stored(void *ctx, const system_keys_of_owner_row *row)
{
    owner_load *l = ctx;
    index_slot *slot;
    str         key;
    TRY(arena_copy(l->m->a, row->name_key, &key));
    TRY(index_find(l->m, l->owner_id, key, &slot));
    slot->id = row->id;
    return ST_OK;
}

// All names an owner has already, once per owner.
static status index_owner(compare *m, int64_t owner_id)
{
    owner_seen *o = &m->owners;
    for (size_t i = o->count; i-- > 0;) {
        if (o->ids[i] == owner_id) return ST_OK;
    }
    if (o->count == o->room) {
        size_t   room = o->room ? o->room * 2 : 64;
        int64_t *ids  = NEW(m->a, int64_t, room);
        if (!ids) return ST_MEMORY;
        for (size_t i = 0; i < o->count; i++) ids[i] = o->ids[i];
        o->ids  = ids;
        o->room = room;
    }
    o->ids[o->count++] = owner_id;
    owner_load l       = { m, owner_id };
    return system_keys_of_owner(m->d, &(system_keys_of_owner_in){ .owner = owner_id }, index_stored,
                                &l);
}

// ---- what is stored -----------------------------------------------------------------------------------

static status find_by_code(compare *m, import_staged *s)
{
    int64_t        id;
    system_record *r = NEW(m->a, system_record, 1);
    if (!r) return ST_MEMORY;
    status st = system_ref_id(s->row.code, &id)
                    ? system_load_record(m->d, id, m->c->who.body_id, m->a, r)
                    : ST_MISSING;
    if (st == ST_MISSING) return refuse(m, s, "code", s->row.code, "code-unknown", s->row.code);
    TRY(st);
    s->id     = id;
    s->before = r;
    return ST_OK;
}

// Rows that say the same system, or take a name that another has.
static status place_in_index(compare *m, import_staged *s)
{
    index_slot *slot;
    TRY(index_owner(m, s->owner.id));
    TRY(index_find(m, s->owner.id, s->name_key, &slot));
    if (slot->row) {
        str first = arena_printf(m->a, "%lld", (long long)slot->row);
        return refuse(m, s, "name", s->row.data.name, "duplicate-in-file", first);
    }
    if (s->row.fault_count) return ST_OK; // refused anyway: it takes no name from a later row
    if (s->before && slot->id && slot->id != s->id)
        return refuse(m, s, "name", s->row.data.name, "name-taken", S(""));
    slot->row = s->row.number;
    if (!s->id) s->id = slot->id;
    return ST_OK;
}

static status identify(compare *m, import_staged *s)
{
    if (s->row.code.len) TRY(find_by_code(m, s));
    TRY(find_owner(m, s));
    TRY(find_operator(m, s));
    if (!s->owner.id || (!s->row.data.name.len && !s->before)) return ST_OK;
    str name    = s->row.data.name.len ? s->row.data.name : s->before->data.name;
    s->name_key = text_words(m->a, &name, 1);
    if (!s->name_key.ptr) return ST_MEMORY;
    if (s->name_key.len == 0) return refuse(m, s, "name", name, "name-form", S(""));
    return place_in_index(m, s);
}

// Reads the stored rows that were found by name, many at a time.
static status load_stored(compare *m)
{
    int64_t        ids[LOAD_AT_ONCE];
    import_staged *whose[LOAD_AT_ONCE];
    size_t         n = 0;
    for (size_t i = 0; i <= m->p->count; i++) {
        import_staged *s = i < m->p->count ? m->p->rows[i] : NULL;
        if (s && s->id && !s->before && !s->row.fault_count) {
            ids[n]     = s->id;
            whose[n++] = s;
        }
        if (n < LOAD_AT_ONCE && (s || n == 0)) continue;
        system_record *records;
        size_t         found;
        TRY(system_load_records(m->d, ids, n, m->a, &records, &found));
        for (size_t k = 0, at = 0; k < n && at < found; k++) {
            if (records[at].id == ids[k]) whose[k]->before = &records[at++];
        }
        n = 0;
    }
    return ST_OK;
}

// ---- what it becomes ------------------------------------------------------------------------------------

static status merge_facts(compare *m, const import_staged *s, system_checked *to)
{
    problem why = { 0 };
    if (s->before && s->before->data.facts.len) {
        status st = law_facts_parse(law_current(), s->before->data.facts, m->a, &to->facts, &why);
        if (st == ST_MEMORY) return st;
        if (st != ST_OK) to->facts = (law_case){ 0 }; // facts of a law that is no more
    }
    law_facts       *own   = &to->facts.own;
    const law_facts *given = &s->row.facts;
    for (size_t i = 0; i < LAW_FACTS_MAX; i++) {
        if (given->known & (UINT32_C(1) << i)) own->value[i] = given->value[i];
    }
    own->known     = (own->known | given->known) & ~s->row.unknown;
    to->data.facts = law_facts_json(law_current(), &to->facts, m->a);
    return to->data.facts.ptr ? ST_OK : ST_MEMORY;
}

// The official sheet shows the computed level where the agency states none: taken in again, that says
// nothing new.
static bool repeats_level(const import_staged *s)
{
    str given = s->row.data.sheet_level;
    return s->before && !s->before->sheet_level && s->before->result == LAW_DECIDED && given.len &&
           given.ptr[0] - '0' == s->before->level;
}

static status merge(compare *m, import_staged *s)
{
    system_checked *to = NEW(m->a, system_checked, 1);
    if (!to) return ST_MEMORY;
    if (s->before) to->data = s->before->data;
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f     = &system_fields[i];
        str                 given = system_text_of(&s->row.data, f);
        str                *text  = system_text(&to->data, f);
        if (given.ptr) *text = given;
        if (!text->ptr) *text = S("");
    }
    to->data.owner     = s->owner.code;
    to->data.operator_ = s->operator_.code;
    if (repeats_level(s)) to->data.sheet_level = S("");
    if (to->data.state.len == 0) to->data.state = S("running");
    if (!system_state_named(to->data.state, &to->state)) to->state = SYSTEM_RUNNING;
    if (to->data.sheet_level.len) to->sheet_level = to->data.sheet_level.ptr[0] - '0';
    to->name_key = s->name_key;
    TRY(merge_facts(m, s, to));
    system_settle_choices(to);
    s->after = to;
    return ST_OK;
}

static status check_merged(compare *m, import_staged *s)
{
    const system_data *d = &s->after->data;
    if (!d->begun_on.len || !d->running_since.len ||
        str_compare(d->running_since, d->begun_on) >= 0)
        return ST_OK;
    return refuse(m, s, "running_since", d->running_since, "date-order", d->begun_on);
}

// What was being built does not come to run by a sheet either.
static status check_gate(compare *m, import_staged *s)
{
    problem why = { 0 };
    status  st  = s->before ? system_pass_gate(m->c, s->before, s->after, &why) : ST_OK;
    if (st != ST_INVALID) return st;
    str rule, detail;
    TRY(arena_copy(m->a, why.rule, &rule));
    TRY(arena_copy(m->a, why.detail, &detail));
    return import_fault_add(&m->p->mapping, m->a, &s->row, S("state"), s->after->data.state, rule,
                            detail);
}

static bool is_same(const import_staged *s)
{
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f = &system_fields[i];
        if (!str_equal(system_text_of(&s->before->data, f), system_text_of(&s->after->data, f)))
            return false;
    }
    return true;
}

static status settle(compare *m, import_staged *s, problem *why)
{
    if (!s->row.fault_count) {
        TRY(merge(m, s));
        TRY(check_merged(m, s));
    }
    if (!s->row.fault_count) TRY(check_gate(m, s));
    if (s->row.fault_count) {
        s->act = IMPORT_REFUSED;
        m->p->refused++;
        return ST_OK;
    }
    TRY(system_find_level(&m->chooser, s->after, s->owner.kind, m->a, &s->finding, why));
    s->act = !s->before ? IMPORT_NEW : is_same(s) ? IMPORT_SAME : IMPORT_CHANGED;
    m->p->made += s->act == IMPORT_NEW;
    m->p->changed += s->act == IMPORT_CHANGED;
    m->p->same += s->act == IMPORT_SAME;
    m->p->differ += system_level_differs(s->after->sheet_level, s->finding.result,
                                         s->finding.level);
    return ST_OK;
}

// The owner of rows that name none: the one given, else the acting body where the sheet has no column
// of owners at all. The machine acts for nobody's own.
static status default_owner(compare *m, problem *why)
{
    bool column = false;
    for (size_t i = 0; i < m->p->mapping.count; i++) {
        const import_target *t = m->p->mapping.items[i].to;
        column = column || (t && (str_equal(t->key, S("owner")) || t->what == IMPORT_OWNER_CODE ||
                                  t->what == IMPORT_CODE));
    }
    if (m->o->owner.len) {
        party_slot found;
        TRY(party_find(m, m->o->owner, true, &found));
        if (found.rule.len)
            return problem_detail(why, ST_INVALID, S("owner"), found.rule, found.detail);
        m->default_owner = found.party;
        return ST_OK;
    }
    if (column) return ST_OK;
    if (m->c->who.person_id == -1 || !m->c->who.body_id)
        return problem_set(why, ST_INVALID, S("owner"), S("import-owner-missing"));
    body own;
    TRY(body_by_id(m->c, m->c->who.body_id, &own));
    m->default_owner = (system_party){ own.id, own.code, own.name_vi, own.kind };
    return ST_OK;
}

static status compare_rows(compare *m, problem *why)
{
    import_plan *p = m->p;
    TRY(default_owner(m, why));
    for (size_t i = 0; i < p->count; i++) {
        TRY(identify(m, p->rows[i]));
        if (m->o->progress && i % 1000 == 0)
            TRY(m->o->progress(m->o->ctx, (int64_t)i, (int64_t)p->count * 2));
    }
    TRY(load_stored(m));
    for (size_t i = 0; i < p->count; i++) TRY(settle(m, p->rows[i], why));
    return ST_OK;
}

status import_compare(call *c, const import_options *o, import_plan *p, problem *why)
{
    compare *m = NEW(&p->memory, compare, 1);
    if (!m) return ST_MEMORY;
    *m         = (compare){ .c = c, .o = o, .p = p, .a = &p->memory };
    m->parties = NEW(&p->memory, party_slot *, PARTY_SLOTS);
    m->chooser = (system_chooser){ .l  = law_current(),
                                   .on = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES) };
    if (!m->parties) return ST_MEMORY;
    // Parties are looked up in c->a; everything that is kept is copied into the plan.
    TRY(call_db(c, &m->d));
    status st = compare_rows(m, why);
    call_end(c); // the commit looks again
    return st;
}
