// paper_gather_ops.c - the facts of a paper, in the Vietnamese of papers whatever the reader's language.
#include "modules/dossiers/paper_gather_ops.h"

#include "kit/text/text.h"
#include "modules/dossiers/paper_store.h"
#include "modules/organisations/organisations.h"

#include <stddef.h>

// ---- what it stands on ---------------------------------------------------------------------------

static status ground(call *c, const system_record *s, const law_pack *pack, paper_ground *out,
                     problem *why)
{
    paper_ground g = { .system = s, .pack = pack, .raise_reason = S("") };
    g.today        = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
    TRY(law_facts_parse(law_current(), s->data.facts, c->a, &g.facts, why));
    TRY(law_decide(g.pack, &g.facts, c->a, &g.decision));
    g.level      = g.decision.level;
    g.name       = s->data.name;
    g.names      = &s->data.name;
    g.name_count = 1;
    g.stage      = PAPER_STAGE_APPRAISE;
    *out         = g;
    return ST_OK;
}

status paper_ground_find(call *c, const system_record *s, const law_pack *pack, paper_ground *out,
                         problem *why)
{
    int64_t         dossier_id;
    const law_pack *under = pack ? pack : law_pack_find(law_current(), s->pack);
    if (!under) return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), s->pack);
    TRY(ground(c, s, under, out, why));
    bool same = out->decision.result == s->result && out->decision.level == s->level;
    if (!pack && !same) return problem_set(why, ST_CONFLICT, S("level"), S("finding-stale"));
    TRY(paper_latest_dossier(c, s->id, &dossier_id));
    return dossier_id ? paper_file_load(c, dossier_id, &out->file) : ST_OK;
}

status paper_ground_of(call *c, const system_record *s, const dossier_content *k, paper_ground *out,
                       problem *why)
{
    TRY(ground(c, s, k->pack, out, why));
    if (k->d.level > out->level && out->decision.result == LAW_DECIDED) {
        out->level        = k->d.level;
        out->raise_reason = k->d.raise_reason;
    }
    for (size_t i = 0; i < k->system_count; i++) {
        if (k->systems[i].id == s->id) out->sheet_id = k->systems[i].sheet.id;
    }
    return paper_file_load(c, k->d.id, &out->file);
}

// ---- words ---------------------------------------------------------------------------------------

static str words(call *c, text_key key, str one, str two)
{
    const str args[] = { one, two };
    return text_fmt(c->a, LANG_VI, key, args, 2);
}

// "đơn vị …" at the beginning of a sentence: "Đơn vị …".
static str first_capital(arena *a, str text)
{
    ptrdiff_t n = 1;
    while (n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80) n++;
    str head = text_capitals(a, str_slice(text, 0, n));
    return arena_printf(a, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(str_slice(text, n, text.len)));
}

static str label(const paper_ground *g, str key)
{
    const law_label *l = law_label_on(g->pack, key, g->today);
    return l ? l->text.vi : (str){ 0 };
}

// The values that are there, with ", " between.
static str joined(arena *a, const str *parts, size_t count)
{
    buf b = buf_in(a, 64, 4096);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len == 0) continue;
        if (b.len > 0) buf_put(&b, S(", "));
        buf_put(&b, parts[i]);
    }
    return buf_str(&b);
}

static str day_words(arena *a, str iso)
{
    day d;
    return day_parse(iso, &d) == ST_OK ? text_day_words(a, d) : (str){ 0 };
}

// ---- bodies --------------------------------------------------------------------------------------

// The nearest place name at or above a body.
static status find_place(call *c, const body *b, str *out)
{
    body_list above = { 0 };
    *out            = b->place;
    if (out->len > 0 || b->id == 0) return ST_OK;
    TRY(body_above(c, b->id, S(""), &above));
    for (size_t i = 0; i < above.count && out->len == 0; i++) *out = above.items[i].place;
    return ST_OK;
}

// NĐ 30/2020 Phụ lục I, ô 2: the body directly above is named; ministries, provinces and others
// directly below the Government have none.
static status find_superior(call *c, const body *b, str *out)
{
    body parent;
    *out = (str){ 0 };
    if (b->parent_id == 0) return ST_OK;
    status st = body_by_id(c, b->parent_id, &parent);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    if (!str_equal(parent.kind, S("government"))) *out = parent.name_vi;
    return ST_OK;
}

// Người đại diện, chức vụ; điện thoại, thư điện tử: as the body keeps them for every dossier.
static void take_contact(call *c, const body_contact *k, paper_body *out)
{
    const str person[] = { k->representative, k->post }, reach[] = { k->phone, k->email };
    out->mandate = k->mandate;
    if (!out->address.len) out->address = k->address;
    if (!out->representative.len) out->representative = joined(c->a, person, COUNT(person));
    if (!out->contact.len) out->contact = joined(c->a, reach, COUNT(reach));
}

static status gather_operator(call *c, const paper_ground *g, const body *owner, paper *p)
{
    const system_record *s = g->system;
    const str    contact[] = { s->data.contact_name, s->data.contact_title, s->data.contact_phone,
                               s->data.contact_email };
    body         by        = { 0 };
    body_contact kept;
    p->operator_.contact = joined(c->a, contact, COUNT(contact));
    p->operator_.address = s->data.address;
    if (s->operator_id > 0) {
        TRY(body_by_id(c, s->operator_id, &by));
        TRY(body_contact_load(c, by.id, &kept));
        take_contact(c, &kept, &p->operator_);
        p->operator_.name = by.name_vi;
        p->symbol         = by.symbol;
        TRY(find_superior(c, &by, &p->superior));
        TRY(find_place(c, &by, &p->place));
    } else if (s->data.operator_.len > 0) { // a unit that is no body of the register
        p->operator_.name = s->data.operator_;
        p->superior       = owner->name_vi;
    }
    p->issuer = p->operator_.name;
    return ST_OK;
}

// The unit the owner has assigned by a decision; else the law's words for it.
static status gather_specialist(call *c, const paper_ground *g, const body *owner, paper *p)
{
    body_office unit;
    str         today = day_iso(c->a, g->today);
    if (!today.ptr) return ST_MEMORY;
    status st = body_office_on(c, owner->id, OFFICE_SPECIALIST, today, &unit);
    if (st != ST_MISSING) TRY(st);
    p->specialist = st == ST_OK
                        ? unit.name
                        : words(c, T_papers_of, first_capital(c->a, label(g, S("specialist"))),
                                owner->name_vi);
    return ST_OK;
}

static void find_appraiser(call *c, const paper_ground *g, paper *p)
{
    size_t               n   = 0;
    const law_authority *row = law_authorities(g->pack, &n);
    p->appraiser             = p->specialist;
    for (size_t i = 0; i < n; i++) {
        bool meant = str_equal(row[i].step, S("appraise")) && row[i].condition.len == 0 &&
                     row[i].level_min <= g->level && g->level <= row[i].level_max;
        if (!meant || str_equal(row[i].actor, S("specialist"))) continue;
        str named = label(g, row[i].actor);
        if (named.len > 0) p->appraiser = first_capital(c->a, named);
    }
}

// A paper that is not the operator's has another head: the owner's own, or that of a unit below the owner.
static status head_by_issuer(call *c, const law_form *form, const body *owner, paper *p)
{
    if (str_equal(form->from, S("operator"))) return ST_OK;
    p->symbol   = (str){ 0 };
    p->superior = owner->name_vi;
    TRY(find_place(c, owner, &p->place));
    if (str_equal(form->from, S("owner"))) {
        p->issuer = owner->name_vi;
        p->symbol = owner->symbol;
        return find_superior(c, owner, &p->superior);
    }
    bool outside = !str_equal(p->appraiser, p->specialist) && str_equal(form->from, S("appraiser"));
    p->issuer    = outside ? p->appraiser : p->specialist;
    if (!outside) return ST_OK;
    p->superior = p->place = (str){ 0 };
    return ST_OK;
}

static status gather_bodies(call *c, const paper_ground *g, paper_common *to)
{
    body_contact kept;
    paper       *p = &to->p;
    TRY(body_by_id(c, g->system->owner_id, &to->owner));
    TRY(body_contact_load(c, to->owner.id, &kept));
    p->owner.name = to->owner.name_vi;
    take_contact(c, &kept, &p->owner);
    TRY(gather_operator(c, g, &to->owner, p));
    if (p->place.len == 0) TRY(find_place(c, &to->owner, &p->place));
    TRY(gather_specialist(c, g, &to->owner, p));
    find_appraiser(c, g, p);
    return ST_OK;
}

// ---- the level -----------------------------------------------------------------------------------

// NĐ 30/2020 Phụ lục I, mục II.6: a law or ordinance is named without number or body; other documents
// in full. A standard has its number only.
static paper_basis basis_of(call *c, const law_document *d)
{
    static const str laws[] = { STR("Luật"), STR("Bộ luật"), STR("Pháp lệnh") };
    for (size_t i = 0; i < COUNT(laws); i++) {
        if (str_equal(d->type, laws[i])) {
            return (paper_basis){ words(c, T_papers_basis_law, d->type, d->title.vi), d->number };
        }
    }
    bool standard = str_starts(d->type, S("Tiêu chuẩn")) || str_starts(d->type, S("Quy chuẩn"));
    const str args[] = { d->type, d->number, day_words(c->a, d->date), d->body.vi, d->title.vi };
    text_key  key    = standard || args[2].len == 0 ? T_papers_basis_standard : T_papers_basis_act;
    return (paper_basis){ text_fmt(c->a, LANG_VI, key, args, COUNT(args)), { 0 } };
}

static status gather_basis(call *c, const paper_ground *g, paper *p)
{
    paper_basis *rows = NEW(c->a, paper_basis, g->pack->basis_count + 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < g->pack->basis_count; i++) rows[i] = basis_of(c, g->pack->basis[i]);
    p->basis       = rows;
    p->basis_count = g->pack->basis_count;
    return ST_OK;
}

static str fact_words(call *c, const law_fact *f, const law_facts *facts)
{
    int64_t value = facts->value[f->index];
    if (f->kind == LAW_BOOL) return text_get(LANG_VI, value ? T_papers_yes : T_papers_no);
    if (f->kind == LAW_INT && f->value_count == 0) return text_number(c->a, LANG_VI, value);
    return law_fact_words(f, facts, false, c->a);
}

// Does a known fact say more than "no" or "none"?
static bool says_something(const law_fact *f, const law_facts *facts, arena scratch)
{
    if (f->kind != LAW_ENUM) return facts->value[f->index] != 0;
    str key = law_fact_text(f, facts, &scratch);
    return !str_equal(key, S("no")) && !str_equal(key, S("none"));
}

// Facts that matter for the level: known, asked for by the pack, and not "no".
static status gather_facts(call *c, const paper_ground *g, const law_facts *facts, paper_part *part)
{
    const law  *l    = law_current();
    paper_item *rows = NEW(c->a, paper_item, LAW_FACTS_MAX);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < law_fact_count(l); i++) {
        const law_fact *f     = law_fact_at(l, i);
        bool            known = facts->known & (UINT32_C(1) << i);
        if (!known) continue;
        if (str_equal(f->key, S("info"))) {
            part->info = fact_words(c, f, facts);
        } else if (str_equal(f->key, S("type"))) {
            part->kinds = fact_words(c, f, facts);
        } else if (law_fact_in_pack(f, g->pack) && says_something(f, facts, *c->a)) {
            rows[part->fact_count++] = (paper_item){ f->label.vi, fact_words(c, f, facts), { 0 } };
        }
    }
    part->facts = rows;
    return ST_OK;
}

static status gather_hits(call *c, const law_decision *d, paper_part *part)
{
    paper_hit *rows = NEW(c->a, paper_hit, d->hit_count + d->floor_count + 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < d->hit_count + d->floor_count; i++) {
        const law_hit *h        = i < d->hit_count ? &d->hits[i] : &d->floors[i - d->hit_count];
        rows[part->hit_count++] = (paper_hit){ h->level, h->rule->cite.text.vi, h->rule->text.vi };
    }
    part->hits = rows;
    return ST_OK;
}

static str cite_of(const law_decision *d)
{
    const law_hit *h = law_deciding_hit(d);
    return h ? h->rule->cite.text.vi : (str){ 0 };
}

static status gather_part(call *c, const paper_ground *g, str name, const law_facts *facts,
                          const law_decision *d, paper_part *part)
{
    const law *l    = law_current();
    str       *asks = NEW(c->a, str, LAW_FACTS_MAX);
    if (!asks) return ST_MEMORY;
    *part = (paper_part){
        .name = name, .result = d->result, .level = d->level, .cite = cite_of(d), .questions = asks
    };
    for (size_t i = 0; i < law_fact_count(l); i++) {
        if (d->questions & (UINT32_C(1) << i)) {
            asks[part->question_count++] = law_fact_at(l, i)->label.vi;
        }
    }
    TRY(gather_facts(c, g, facts, part));
    return gather_hits(c, d, part);
}

static status gather_parts(call *c, const paper_ground *g, paper *p)
{
    size_t      n    = g->facts.component_count;
    paper_part *rows = NEW(c->a, paper_part, n + 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        str name = g->facts.component_names[i];
        if (name.len == 0) {
            name = words(c, T_papers_component, arena_printf(c->a, "%zu", i + 1), (str){ 0 });
        }
        TRY(gather_part(c, g, name, &g->facts.components[i], &g->decision.components[i], &rows[i]));
    }
    if (n == 0) TRY(gather_part(c, g, p->name, &g->facts.own, &g->decision, &rows[0]));
    p->parts      = rows;
    p->part_count = n > 0 ? n : 1;
    return ST_OK;
}

// Notes and open points of the law, each once, of the whole and of its components.
static void add_note(paper_note *rows, size_t *count, str text, str cite)
{
    for (size_t i = 0; i < *count; i++) {
        if (str_equal(rows[i].text, text)) return;
    }
    rows[(*count)++] = (paper_note){ text, cite };
}

static void add_notes(const law_decision *d, paper_note *rows, size_t *count)
{
    for (size_t i = 0; i < d->note_count; i++) {
        add_note(rows, count, d->notes[i]->text.vi, d->notes[i]->cite.text.vi);
    }
    for (size_t i = 0; i < d->grey_count; i++) {
        add_note(rows, count, d->greys[i]->text.vi, d->greys[i]->cite.text.vi);
    }
}

static status gather_notes(call *c, const law_decision *d, paper *p)
{
    size_t room = d->note_count + d->grey_count + 1;
    for (size_t i = 0; i < d->component_count; i++) {
        room += d->components[i].note_count + d->components[i].grey_count;
    }
    paper_note *rows = NEW(c->a, paper_note, room);
    if (!rows) return ST_MEMORY;
    add_notes(d, rows, &p->note_count);
    for (size_t i = 0; i < d->component_count; i++) {
        add_notes(&d->components[i], rows, &p->note_count);
    }
    p->notes = rows;
    return ST_OK;
}

// ---- the whole -----------------------------------------------------------------------------------

static str about(call *c, const paper_ground *g, const law_form *form)
{
    text_key key;
    str      name = form->each ? g->system->data.name : g->name;
    if (!text_known(arena_printf(c->a, "papers.about." STR_FMT, STR_ARG(form->key)), &key))
        return name;
    return words(c, key, name, label(g, S("security")));
}

status paper_gather_common(call *c, const paper_ground *g, paper_common *out)
{
    const system_record *s     = g->system;
    str                  state = arena_printf(c->a, "papers.state.%s", system_state_key(s->state));
    *out                       = (paper_common){ 0 };
    out->p                     = (paper){
                            .year        = g->today.year,
                            .about       = s->data.name,
                            .name        = s->data.name,
                            .code        = s->code,
                            .state       = text_named(LANG_VI, state),
                            .being_built = s->state == SYSTEM_PLANNED || s->state == SYSTEM_BUILDING ||
                                           s->state == SYSTEM_UPGRADING,
                            .running_since = day_words(c->a, s->data.running_since),
                            .begun_on      = day_words(c->a, s->data.begun_on),
                            .purpose       = s->data.purpose,
                            .scope         = s->data.scope,
                            .size          = s->data.size,
                            .served        = s->data.users_served,
                            .result        = g->decision.result,
                            .level         = g->level,
                            .cite          = g->raise_reason.len ? S("") : cite_of(&g->decision),
                            .raise_reason  = g->raise_reason,
                            .regulation    = { s->data.regulation_no, day_words(c->a, s->data.regulation_on) },
    };
    TRY(gather_bodies(c, g, out));
    TRY(gather_basis(c, g, &out->p));
    TRY(gather_parts(c, g, &out->p));
    TRY(gather_notes(c, &g->decision, &out->p));
    return paper_file_fill(c, g, &out->p);
}

status paper_gather_head(call *c, const paper_common *from, const law_form *form, paper *out)
{
    *out = from->p;
    return head_by_issuer(c, form, &from->owner, out);
}

// The letter that asked for the appraisal: as it was issued here, where the act that sent it named none.
static status gather_answers(call *c, const paper_ground *g, paper *p)
{
    const paper_appraisal here = p->appraisal;
    TRY(paper_gather_appraisal(c, g, p));
    if (p->appraisal.asked_no.len) return ST_OK;
    p->appraisal.asked_no = here.asked_no;
    p->appraisal.asked_on = here.asked_on;
    return ST_OK;
}

status paper_gather(call *c, const paper_ground *g, const paper_common *from, const law_form *form,
                    paper *out)
{
    paper              p    = from->p;
    int64_t            of   = form->each ? g->system->id : 0;
    const paper_issue *mine = paper_file_issue(&g->file, form->key, of);
    p.about                 = about(c, g, form);
    if (!form->each) p.name = g->name;
    if (mine) p.issued = paper_act_of(c->a, mine);
    TRY(head_by_issuer(c, form, &from->owner, &p));
    if (str_equal(form->key, S("phuong-an"))) TRY(paper_gather_plan(c, g, &p));
    if (str_equal(form->key, S("mau-04"))) TRY(gather_answers(c, g, &p));
    if (str_equal(form->key, S("danh-muc"))) TRY(paper_gather_contents(c, g, &p));
    *out = p;
    return ST_OK;
}

size_t paper_missing(const paper *p, bool letter, str out[], size_t max)
{
    static const struct {
        str    key;
        size_t at;
        bool   statement_only;
    } texts[] = {
        { STR("operator"), offsetof(paper, operator_.name), false },
        { STR("address"), offsetof(paper, operator_.address), false },
        { STR("symbol"), offsetof(paper, symbol), false },
        { STR("place"), offsetof(paper, place), false },
        { STR("contact"), offsetof(paper, operator_.contact), true },
        { STR("purpose"), offsetof(paper, purpose), true },
        { STR("scope"), offsetof(paper, scope), true },
        { STR("size"), offsetof(paper, size), true },
        { STR("served"), offsetof(paper, served), true },
    };
    size_t n = 0;
    for (size_t i = 0; i < COUNT(texts) && n < max; i++) {
        const str *text = (const str *)(const void *)((const char *)p + texts[i].at);
        if (text->len == 0 && !(letter && texts[i].statement_only)) out[n++] = texts[i].key;
    }
    if (letter) return n;
    bool asks = false;
    for (size_t i = 0; i < p->part_count; i++) asks |= p->parts[i].question_count > 0;
    if (asks && n < max) out[n++] = S("questions");
    if (p->devices.count == 0 && n < max) out[n++] = S("architecture");
    return n;
}
