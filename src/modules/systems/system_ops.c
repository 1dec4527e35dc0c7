// system_ops.c - acts on one system. See systems.h.
#include "modules/systems/system_ops.h"

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems_queries.gen.h"

enum { HISTORY_MAX = 500, DETERMINATIONS_MAX = 100, REASON_MAX = 2000 };

// ---- who --------------------------------------------------------------------------------------

str system_today(const call *c)
{
    return organisations_day(c);
}

system_author system_author_of(const call *c, determination_act act, str reason)
{
    return (system_author){ .person_id = c->who.person_id,
                            .person    = c->who.name.len ? c->who.name : c->who.login,
                            .act       = act,
                            .on_day    = system_today(c),
                            .reason    = reason.ptr ? reason : S("") };
}

static system_party party_of(const body *b, lang in)
{
    (void)in;
    return (system_party){ b->id, b->code, b->name_vi, b->kind };
}

system_party system_owner_of(const system_record *s)
{
    return (system_party){ s->owner_id, s->data.owner, s->owner_name, s->owner_kind };
}

// Where a person may put systems: their body and all below it. The machine may put them anywhere.
static status must_reach(call *c, int64_t owner_id)
{
    bool in;
    if (c->who.person_id == -1) return ST_OK;
    TRY(body_in_branch(c, owner_id, c->who.body_id, &in));
    return in ? ST_OK : ST_FORBIDDEN;
}

bool system_role_writes(const call *c, scope_role role)
{
    return c->who.person_id == -1 || role <= SCOPE_SUPERIOR;
}

// "Trung tâm Chuyển đổi số (BYT-TTCDS)": the code decides, when the body it names bears that name.
static status resolve_coded(call *c, str typed, body_found *out)
{
    ptrdiff_t open = typed.len - 1;
    if (typed.len < 4 || typed.ptr[typed.len - 1] != ')') return ST_MISSING;
    while (open > 0 && typed.ptr[open] != '(') open--;
    str        code = str_trim(str_slice(typed, open + 1, typed.len - 1));
    str        name = str_trim(str_slice(typed, 0, open));
    body_found found;
    if (name.len == 0 || code.len == 0) return ST_MISSING;
    status st = body_resolve(c, code, (str){ 0 }, &found, NULL);
    if (st == ST_INVALID) return ST_MISSING;
    TRY(st);
    const body *met = found.successor ? &found.old : &found.body;
    if (!str_equal_nocase(met->code, code) ||
        !str_equal(text_fold(c->a, met->name_vi), text_fold(c->a, name)))
        return ST_MISSING;
    *out = found;
    return ST_OK;
}

static status resolve(call *c, str typed, body_found *out, problem *why)
{
    status st = body_resolve(c, typed, (str){ 0 }, out, why);
    if (st != ST_MISSING && st != ST_INVALID) return st;
    status coded = resolve_coded(c, typed, out);
    return coded == ST_MISSING ? st : coded;
}

str system_party_words(call *c, int64_t id, str code, str name, arena *a)
{
    body_found found;
    if (!id || (body_resolve(c, name, (str){ 0 }, &found, NULL) == ST_OK && found.body.id == id))
        return name;
    return arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(name), STR_ARG(code));
}

status system_find_owner(call *c, str typed, system_party *out, problem *why)
{
    body_found found;
    problem    inner = { 0 };
    status     st    = resolve(c, typed, &found, &inner);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("owner"), S("body-unknown"), typed);
    if (st == ST_INVALID) return problem_detail(why, st, S("owner"), inner.rule, typed);
    TRY(st);
    st = must_reach(c, found.body.id);
    if (st == ST_FORBIDDEN)
        return problem_detail(why, ST_INVALID, S("owner"), S("body-forbidden"), found.body.name_vi);
    TRY(st);
    *out = party_of(&found.body, c->lang);
    return ST_OK;
}

status system_find_operator(call *c, str typed, system_party *out)
{
    body_found found;
    *out      = (system_party){ .code = typed, .name = typed };
    status st = typed.len ? resolve(c, typed, &found, NULL) : ST_MISSING;
    if (st == ST_MISSING || st == ST_INVALID) return ST_OK;
    TRY(st);
    *out = party_of(&found.body, c->lang);
    return ST_OK;
}

str system_search_text(arena *a, str name, str code, const system_party *owner,
                       const system_party *operator_)
{
    str parts[] = { name, code, owner->name, owner->code, operator_->name };
    return text_words(a, parts, COUNT(parts));
}

// ---- what it runs on ----------------------------------------------------------------------------

enum { CIRCLE_MAX = 64 }; // systems looked at below a host

// Does what `from` runs on lead to `id`?
static status leads_to(db *d, arena *a, int64_t from, int64_t id, bool *found)
{
    int64_t queue[CIRCLE_MAX];
    size_t  count  = 0;
    queue[count++] = from;
    *found         = false;
    for (size_t at = 0; at < count && !*found; at++) {
        link_hosts_row *rows;
        size_t          n;
        arena           scratch = *a;
        link_hosts_in   in      = { .system_id = queue[at], .max = SYSTEM_HOSTS_MAX };
        TRY(link_hosts(d, &in, &scratch, &rows, &n));
        for (size_t i = 0; i < n; i++) {
            bool met = false;
            *found   = *found || rows[i].id == id;
            for (size_t k = 0; k < count; k++) met = met || queue[k] == rows[i].id;
            if (!met && count < CIRCLE_MAX) queue[count++] = rows[i].id;
        }
    }
    return ST_OK;
}

status system_check_hosts(call *c, int64_t id, str hosts, problem *why)
{
    int64_t ids[SYSTEM_HOSTS_MAX];
    size_t  count;
    db     *d;
    if (!system_hosts_read(hosts, ids, &count))
        return problem_detail(why, ST_INVALID, S("hosts"), S("hosts-form"), hosts);
    TRY(call_db(c, &d));
    for (size_t i = 0; i < count; i++) {
        bool   circle = false;
        str    code   = system_code(c->a, ids[i]);
        status st     = scope_may_see(c, SCOPE_SYSTEM, ids[i], NULL);
        if (st == ST_MISSING)
            return problem_detail(why, ST_INVALID, S("hosts"), S("host-unknown"), code);
        TRY(st);
        if (ids[i] == id) return problem_detail(why, ST_INVALID, S("hosts"), S("host-self"), code);
        if (id) TRY(leads_to(d, c->a, ids[i], id, &circle));
        if (circle) return problem_detail(why, ST_INVALID, S("hosts"), S("host-circle"), code);
    }
    return ST_OK;
}

// As a fault of the draft, beside the others.
static status hosts_fault(call *c, int64_t id, str hosts, system_problems *problems)
{
    problem why = { 0 };
    status  st  = hosts.len ? system_check_hosts(c, id, hosts, &why) : ST_OK;
    if (st == ST_INVALID) system_problem_add(problems, S("hosts"), why.rule, why.detail);
    return st;
}

// ---- level ------------------------------------------------------------------------------------

// The first day of the regime that is the newest on a day; empty: none is in force.
static str newest_since(const law *l, day on)
{
    str newest = S("");
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack *p = law_pack_at(l, i);
        day             from;
        if (p->overlay || day_parse(p->valid_from, &from) != ST_OK) continue;
        bool begun = day_number(from) <= day_number(on);
        if (begun && str_compare(p->valid_from, newest) > 0) newest = p->valid_from;
    }
    return newest;
}

// A level that was approved since the newest regime came stays under what applied on the day of its decision; it
// is not one of those which the transition keeps under the older.
static status choose_for(system_chooser *ch, system_state state, const system_data *d,
                         law_choice *out, problem *why)
{
    day decided;
    str since = newest_since(ch->l, ch->on);
    if (!d->decision_no.len || !since.len || str_compare(d->decision_on, since) < 0 ||
        day_parse(d->decision_on, &decided) != ST_OK)
        return system_choose(ch, state, d->begun_on, d->decision_no, out, why);
    system_chooser then = { .l = ch->l, .on = decided };
    return system_choose(&then, state, d->begun_on, S(""), out, why);
}

status system_find_level(system_chooser *ch, const system_checked *s, str owner_kind, arena *a,
                         system_finding *out, problem *why)
{
    law_choice choice;
    TRY(choose_for(ch, s->state, &s->data, &choice, why));
    choice.pack = law_pack_for(ch->l, choice.pack, owner_kind, ch->on);
    TRY(system_decide(choice.pack, &s->facts, a, out));
    out->pack_row = choice.row;
    return ST_OK;
}

static status chooser_now(const call *c, system_chooser *ch)
{
    *ch = (system_chooser){ .l  = law_current(),
                            .on = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES) };
    return ST_OK;
}

status system_choose_pack(const system_record *s, day on, law_choice *out, problem *why)
{
    system_chooser ch = { .l = law_current(), .on = on };
    TRY(choose_for(&ch, s->state, &s->data, out, why));
    out->pack = law_pack_for(ch.l, out->pack, s->owner_kind, on);
    return ST_OK;
}

// ---- reading ----------------------------------------------------------------------------------

status systems_get_id(call *c, int64_t id, system_record *out)
{
    db *d;
    TRY(call_db(c, &d));
    return system_load_record(d, id, c->who.body_id, c->a, out);
}

status systems_get(call *c, str ref, system_record *out)
{
    int64_t id;
    if (!system_ref_id(str_trim(ref), &id)) return ST_MISSING;
    return systems_get_id(c, id, out);
}

static system_change change_of(const history_rows_row *r)
{
    return (system_change){ .version   = r->version,
                            .at_ms     = r->at_ms,
                            .act       = (change_act)r->act,
                            .import_id = r->import_id,
                            .bulk_id   = r->bulk_id,
                            .person    = r->person,
                            .field     = r->field,
                            .before    = r->before,
                            .after     = r->after };
}

status systems_history(call *c, int64_t id, const history_ask *ask, history_page *out)
{
    db               *d;
    history_rows_row *rows;
    size_t            count, most = ask->most && ask->most < HISTORY_MAX ? ask->most : HISTORY_MAX;
    history_rows_in   in = { .system_id = id,
                             .field     = ask->field.ptr ? ask->field : S(""),
                             .below     = ask->below ? ask->below : INT64_MAX,
                             .max       = (int64_t)most + 1 };
    *out                 = (history_page){ 0 };
    TRY(scope_may_see(c, SCOPE_SYSTEM, id, NULL));
    TRY(call_db(c, &d));
    TRY(history_rows(d, &in, c->a, &rows, &count));
    if (count > most) { // a page ends between two versions
        int64_t cut = rows[most].version;
        while (count > 0 && rows[count - 1].version == cut) count--;
        if (count == 0) count = most; // one version alone is more than a page
        out->next = cut + 1;
    }
    out->items = NEW(c->a, system_change, count ? count : 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) out->items[out->count++] = change_of(&rows[i]);
    return ST_OK;
}

status systems_history_fields(call *c, int64_t id, str **out, size_t *count)
{
    db                 *d;
    history_fields_row *rows;
    TRY(scope_may_see(c, SCOPE_SYSTEM, id, NULL));
    TRY(call_db(c, &d));
    TRY(history_fields(d, &(history_fields_in){ .system_id = id }, c->a, &rows, count));
    *out = NEW(c->a, str, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*out)[i] = rows[i].field;
    return ST_OK;
}

status systems_determinations(call *c, int64_t system_id, determination **out, size_t *count)
{
    db                     *d;
    determination_rows_row *rows;
    TRY(scope_may_see(c, SCOPE_SYSTEM, system_id, NULL));
    TRY(call_db(c, &d));
    determination_rows_in in = { .system_id = system_id, .max = DETERMINATIONS_MAX };
    TRY(determination_rows(d, &in, c->a, &rows, count));
    determination *list = NEW(c->a, determination, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const determination_rows_row *r = &rows[i];
        list[i]                         = (determination){ .id           = r->id,
                                                           .system_id    = r->system_id,
                                                           .at_ms        = r->at_ms,
                                                           .person_id    = r->person_id,
                                                           .person       = r->person,
                                                           .act          = (determination_act)r->act,
                                                           .pack         = r->pack,
                                                           .pack_version = r->pack_version,
                                                           .pack_sha256  = r->pack_sha256,
                                                           .pack_row     = r->pack_row,
                                                           .on_day       = r->on_day,
                                                           .result       = (law_result)r->result,
                                                           .level        = (int)r->level,
                                                           .facts        = r->facts,
                                                           .hits         = r->hits,
                                                           .questions    = r->questions,
                                                           .reason       = r->reason };
    }
    *out = list;
    return ST_OK;
}

// ---- links --------------------------------------------------------------------------------------

static system_link link_of(const hosts_of_row *r)
{
    return (system_link){ r->id, r->code, r->name, (int)r->level, (law_result)r->result };
}

status systems_links(call *c, int64_t id, system_links *out)
{
    _Static_assert(sizeof(hosted_by_row) == sizeof(hosts_of_row), "same columns");
    db            *d;
    hosts_of_row  *hosts;
    hosted_by_row *hosted;
    hosts_of_in    up   = { .system_id = id, .body = c->who.body_id, .max = SYSTEM_HOSTS_MAX };
    hosted_by_in   down = { .host_id = id, .body = c->who.body_id, .max = SYSTEM_HOSTED_MAX };
    *out                = (system_links){ 0 };
    TRY(scope_may_see(c, SCOPE_SYSTEM, id, NULL));
    TRY(call_db(c, &d));
    TRY(hosts_of(d, &up, c->a, &hosts, &out->host_count));
    TRY(hosted_by(d, &down, c->a, &hosted, &out->hosted_count));
    out->hosts  = NEW(c->a, system_link, out->host_count + 1);
    out->hosted = NEW(c->a, system_link, out->hosted_count + 1);
    if (!out->hosts || !out->hosted) return ST_MEMORY;
    for (size_t i = 0; i < out->host_count; i++) out->hosts[i] = link_of(&hosts[i]);
    for (size_t i = 0; i < out->hosted_count; i++)
        out->hosted[i] = link_of((const hosts_of_row *)(const void *)&hosted[i]);
    return ST_OK;
}

// ---- adding -----------------------------------------------------------------------------------

typedef struct add_work {
    call                 *c;
    const system_checked *s;
    system_party          owner, operator_;
    const system_finding *finding;
    system_problems      *problems;
    int64_t               id;
} add_work;

static status name_is_free(call *c, db *d, int64_t owner_id, str name_key, int64_t id,
                           system_problems *problems)
{
    arena            scratch = *c->a;
    system_named_row row;
    system_named_in  in = { .owner = owner_id, .name_key = name_key, .id = id };
    status           st = system_named(d, &in, &scratch, &row);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    problems->count = 0;
    system_problem_add(problems, S("name"), S("name-taken"), (str){ 0 });
    return ST_INVALID;
}

static scope_entry entry_of(const system_stored *in)
{
    return (scope_entry){ .object_id   = in->id,
                          .owner_id    = in->owner_id,
                          .operator_id = in->operator_id,
                          .level    = system_scope_level(in->finding->result, in->finding->level),
                          .state    = in->s->state,
                          .sort_key = in->s->sort_key };
}

static status add(db *d, void *ctx)
{
    add_work     *w  = ctx;
    call         *c  = w->c;
    system_stored in = { .s           = w->s,
                         .owner_id    = w->owner.id,
                         .operator_id = w->operator_.id,
                         .finding     = w->finding,
                         .now_ms      = c->now_ms };
    TRY(name_is_free(c, d, w->owner.id, w->s->name_key, 0, w->problems));
    TRY(system_take_numbers(d, "system", 1, c->a, &in.id));
    TRY(system_take_numbers(d, "determination", 1, c->a, &in.determination_id));
    TRY(system_take_numbers(d, "change", 1, c->a, &in.change_seq));
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    in.code = system_code(c->a, in.id);
    in.fold = system_search_text(c->a, w->s->data.name, in.code, &w->owner, &w->operator_);
    if (!in.code.ptr || !in.fold.ptr) return ST_MEMORY;
    TRY(system_add_row(d, &in));
    TRY(system_words_put(d, in.id, in.id));
    system_author by = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    TRY(system_determination_row(d, &in, &by));
    scope_entry entry = entry_of(&in);
    TRY(scope_put(c, SCOPE_SYSTEM, &entry));
    buf detail = buf_in(c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&detail, "{\"code\":\"" STR_FMT "\",\"name\":", STR_ARG(in.code));
    buf_json(&detail, w->s->data.name);
    buf_printf(&detail, ",\"level\":%d}", w->finding->level);
    w->id = in.id;
    return audit_write(c, S("system.add"), S("system"), in.id, buf_str(&detail));
}

// The operator typed by code is stored by its code; else its text stays.
static void settle_parties(system_checked *s, const system_party *owner,
                           const system_party *operator_)
{
    s->data.owner = owner->code;
    if (operator_->id) s->data.operator_ = operator_->code;
}

static status find_parties(call *c, const system_checked *s, system_party *owner,
                           system_party *operator_, system_problems *problems)
{
    problem why   = { 0 };
    str     typed = s->data.owner;
    body    own;
    if (typed.len == 0 && c->who.body_id && body_by_id(c, c->who.body_id, &own) == ST_OK)
        typed = own.code;
    if (typed.len == 0)
        system_problem_add(problems, S("owner"), S("required"), (str){ 0 });
    else {
        status st = system_find_owner(c, typed, owner, &why);
        if (st == ST_INVALID)
            system_problem_add(problems, S("owner"), why.rule, why.detail);
        else
            TRY(st);
    }
    TRY(system_find_operator(c, s->data.operator_, operator_));
    return problems->count ? ST_INVALID : ST_OK;
}

status systems_add(call *c, const system_data *draft, int64_t *id, system_problems *problems)
{
    system_checked s;
    system_finding finding;
    system_chooser ch;
    problem        why = { 0 };
    add_work       w   = { .c = c, .s = &s, .finding = &finding, .problems = problems };
    status         st  = system_check(law_current(), draft, c->a, &s, problems);
    if (st != ST_OK) return st;
    TRY(find_parties(c, &s, &w.owner, &w.operator_, problems));
    settle_parties(&s, &w.owner, &w.operator_);
    TRY(hosts_fault(c, 0, s.data.hosts, problems));
    TRY(chooser_now(c, &ch));
    TRY(system_find_level(&ch, &s, w.owner.kind, c->a, &finding, &why));
    TRY(call_act(c, add, &w));
    *id = w.id;
    return ST_OK;
}

// ---- changing ---------------------------------------------------------------------------------

static change_act how_changed(const system_rewrite *w)
{
    if (w->how) return w->how;
    if (w->import_id) return CHANGED_BY_IMPORT;
    return w->act == DETERMINED_BY_PERSON ? CHANGED_BY_QUESTIONS : CHANGED_BY_FORM;
}

// A row for every field that differs, and how many.
static status write_history(call *c, db *d, const system_rewrite *w, size_t *fields)
{
    system_author by = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    *fields          = 0;
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f   = &system_fields[i];
        str                 old = system_text_of(&w->before->data, f);
        str                 now = system_text_of(&w->after->data, f);
        if (str_equal(old, now)) continue;
        history_insert_in in = { .system_id = w->before->id,
                                 .version   = w->before->version + 1,
                                 .at_ms     = c->now_ms,
                                 .person_id = by.person_id,
                                 .person    = by.person,
                                 .act       = how_changed(w),
                                 .import_id = w->import_id,
                                 .bulk_id   = w->bulk_id,
                                 .field     = f->key,
                                 .before    = old,
                                 .after     = now };
        TRY(history_insert(d, &in, NULL));
        (*fields)++;
    }
    return ST_OK;
}

static bool same_finding(const system_record *r, const system_finding *f)
{
    return r->level == f->level && r->result == f->result && str_equal(r->pack, f->pack->id);
}

static status write_scope(call *c, const system_rewrite *w, const system_stored *in)
{
    const system_record *r     = w->before;
    int64_t              level = system_scope_level(w->finding->result, w->finding->level);
    bool                 moved = r->owner_id != in->owner_id || r->operator_id != in->operator_id;
    if (moved) TRY(scope_move(c, SCOPE_SYSTEM, r->id, in->owner_id, in->operator_id));
    return scope_change(c, SCOPE_SYSTEM, r->id, level, w->after->state, w->after->sort_key);
}

status system_write_change(call *c, db *d, const system_rewrite *w, int64_t *determination_id,
                           bool *changed)
{
    const system_record *r = w->before;
    size_t               fields;
    system_stored        in = { .s                = w->after,
                                .id               = r->id,
                                .owner_id         = w->owner.id,
                                .operator_id      = w->operator_.id,
                                .code             = r->code,
                                .finding          = w->finding,
                                .determination_id = r->determination_id,
                                .import_id        = w->import_id ? w->import_id : r->import_id,
                                .now_ms           = c->now_ms };
    TRY(write_history(c, d, w, &fields));
    bool judged = w->determine || !str_equal(r->data.facts, w->after->data.facts) ||
                  !same_finding(r, w->finding);
    *determination_id = r->determination_id;
    *changed          = fields > 0 || judged;
    if (!*changed) return ST_OK;
    TRY(system_take_numbers(d, "change", 1, c->a, &in.change_seq));
    if (judged) {
        TRY(system_take_numbers(d, "determination", 1, c->a, &in.determination_id));
        system_author by = system_author_of(c, w->act, w->reason);
        TRY(system_determination_row(d, &in, &by));
        *determination_id = in.determination_id;
    }
    in.fold = system_search_text(c->a, w->after->data.name, r->code, &w->owner, &w->operator_);
    if (!in.fold.ptr) return ST_MEMORY;
    if (fields)
        TRY(system_change_row(d, &in, r->version));
    else
        TRY(system_level_row(d, &in, r->version));
    return write_scope(c, w, &in);
}

typedef struct change_work {
    call            *c;
    system_rewrite   w;
    int64_t          id, version;
    const char      *act_name;
    system_problems *problems;
    int64_t          determination_id;
} change_work;

static status change(db *d, void *ctx)
{
    change_work  *w = ctx;
    call         *c = w->c;
    system_record now;
    scope_role    role;
    bool          changed;
    TRY(system_load_record(d, w->id, c->who.body_id, c->a, &now));
    TRY(scope_may_see(c, SCOPE_SYSTEM, w->id, &role));
    if (!system_role_writes(c, role)) return ST_FORBIDDEN;
    if (now.version != w->version) return ST_CONFLICT;
    w->w.before = &now;
    problem why = { 0 };
    status  st  = system_pass_gate(c, &now, w->w.after, &why);
    if (st == ST_INVALID && w->problems)
        system_problem_add(w->problems, S("state"), why.rule, why.detail);
    TRY(st);
    if (w->problems)
        TRY(name_is_free(c, d, w->w.owner.id, w->w.after->name_key, w->id, w->problems));
    TRY(system_write_change(c, d, &w->w, &w->determination_id, &changed));
    if (!changed) return ST_OK;
    str detail = arena_printf(c->a, "{\"code\":\"" STR_FMT "\",\"version\":%lld,\"level\":%d}",
                              STR_ARG(now.code), (long long)now.version + 1, w->w.finding->level);
    return audit_write(c, str_from(w->act_name), S("system"), w->id, detail);
}

// The owner stays as it is without asking whether the actor may put systems there: an operator may
// describe what it runs.
static status keep_or_find_owner(call *c, const system_record *now, system_data *draft,
                                 system_party *owner, bool *kept)
{
    (void)c;
    str typed = str_trim(draft->owner);
    *kept     = typed.len == 0 || str_equal_nocase(typed, now->data.owner) ||
            str_equal(typed, now->owner_name);
    if (*kept) {
        *owner       = system_owner_of(now);
        draft->owner = now->data.owner;
    }
    return ST_OK;
}

status systems_change(call *c, int64_t id, int64_t version, const system_data *draft,
                      system_problems *problems)
{
    system_record  now;
    system_checked s;
    system_finding finding;
    system_chooser ch;
    problem        why  = { 0 };
    system_data    data = *draft;
    bool           kept;
    change_work    w = {
           .c = c, .id = id, .version = version, .act_name = "system.change", .problems = problems
    };
    TRY(systems_get_id(c, id, &now));
    if (now.version != version) return ST_CONFLICT;
    TRY(keep_or_find_owner(c, &now, &data, &w.w.owner, &kept));
    status st = system_check(law_current(), &data, c->a, &s, problems);
    if (st != ST_OK) return st;
    system_party owner = w.w.owner;
    if (kept)
        TRY(system_find_operator(c, s.data.operator_, &w.w.operator_));
    else
        TRY(find_parties(c, &s, &owner, &w.w.operator_, problems));
    w.w.owner = owner;
    settle_parties(&s, &w.w.owner, &w.w.operator_);
    if (!str_equal(s.data.hosts, now.data.hosts)) TRY(hosts_fault(c, id, s.data.hosts, problems));
    TRY(chooser_now(c, &ch));
    TRY(system_find_level(&ch, &s, w.w.owner.kind, c->a, &finding, &why));
    w.w.after   = &s;
    w.w.finding = &finding;
    w.w.act     = DETERMINED_AT_WRITE;
    return call_act(c, change, &w);
}

// ---- determining --------------------------------------------------------------------------------

static status load_checked(call *c, const system_record *now, const system_data *data,
                           system_checked *s, problem *why)
{
    system_problems problems;
    status          st = system_check(law_current(), data, c->a, s, &problems);
    if (st == ST_INVALID && problems.count) *why = problems.items[0];
    if (st != ST_OK) return st;
    s->data.owner = now->data.owner;
    return ST_OK;
}

static determination determination_of(const call *c, const change_work *w)
{
    const system_finding *f  = w->w.finding;
    system_author         by = system_author_of(c, w->w.act, w->w.reason);
    return (determination){ .id           = w->determination_id,
                            .system_id    = w->id,
                            .at_ms        = c->now_ms,
                            .person_id    = by.person_id,
                            .person       = by.person,
                            .act          = w->w.act,
                            .pack         = f->pack->id,
                            .pack_version = f->pack->version,
                            .pack_sha256  = str_from(f->pack->sha256),
                            .pack_row     = f->pack_row,
                            .on_day       = by.on_day,
                            .result       = f->result,
                            .level        = f->level,
                            .facts        = w->w.after->data.facts,
                            .hits         = f->hits,
                            .questions    = f->questions,
                            .reason       = by.reason };
}

typedef struct judging {         // what systems_determine and systems_set_facts have in common
    int64_t         id, version; // version 0: any
    const law_pack *pack;
    const str      *facts; // NULL: as stored
    str             reason;
    const char     *act_name;
} judging;

static status judge(call *c, const judging *j, determination *out, problem *why)
{
    system_record  now;
    system_checked s;
    system_finding finding;
    system_chooser ch;
    change_work    w = { .c = c, .id = j->id, .act_name = j->act_name };
    TRY(text_check(S("reason"), j->reason, 0, REASON_MAX, why));
    TRY(systems_get_id(c, j->id, &now));
    w.version = j->version ? j->version : now.version;
    if (now.version != w.version) return ST_CONFLICT;
    system_data data = now.data;
    if (j->facts) data.facts = *j->facts;
    TRY(load_checked(c, &now, &data, &s, why));
    TRY(chooser_now(c, &ch));
    if (j->pack) {
        TRY(system_decide(j->pack, &s.facts, c->a, &finding));
        finding.pack_row = S("");
    } else {
        TRY(system_find_level(&ch, &s, now.owner_kind, c->a, &finding, why));
    }
    w.w = (system_rewrite){ .after     = &s,
                            .owner     = system_owner_of(&now),
                            .operator_ = { .id   = now.operator_id,
                                           .code = now.data.operator_,
                                           .name = now.operator_name },
                            .finding   = &finding,
                            .act       = DETERMINED_BY_PERSON,
                            .reason    = j->reason,
                            .determine = true };
    TRY(call_act(c, change, &w));
    if (out) *out = determination_of(c, &w);
    return ST_OK;
}

status systems_determine(call *c, int64_t id, int64_t version, const law_pack *pack, str reason,
                         determination *out, problem *why)
{
    judging j = { .id       = id,
                  .version  = version,
                  .pack     = pack,
                  .reason   = reason.ptr ? reason : S(""),
                  .act_name = "level.determine" };
    return judge(c, &j, out, why);
}

status systems_set_facts(call *c, int64_t id, int64_t version, str facts_json, str reason,
                         determination *out, problem *why)
{
    judging j = { .id       = id,
                  .version  = version,
                  .facts    = &facts_json,
                  .reason   = reason.ptr ? reason : S(""),
                  .act_name = "system.facts" };
    return judge(c, &j, out, why);
}
