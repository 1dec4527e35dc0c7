// gather_ops.c - see gather_ops.h. In the Vietnamese of papers, whatever the reader's language.
#include "modules/reports/gather_ops.h"

#include "kit/documents/documents.h"
#include "kit/text/text.h"
#include "modules/systems/systems.h"

#include <stddef.h>

// ---- names and addresses ---------------------------------------------------------------------------

#define AT(member) offsetof(report_paper, member)
static const size_t frozen_at[REPORT_FROZEN_TEXTS] = {
    AT(reporter),
    AT(superior),
    AT(issuer),
    AT(symbol),
    AT(place),
    AT(signer_post),
    AT(signer),
    AT(drafter),
    AT(owner.name),
    AT(owner.address),
    AT(owner.representative),
    AT(owner.phone),
    AT(owner.email),
    AT(specialist.name),
    AT(specialist.address),
    AT(specialist.representative),
    AT(specialist.phone),
    AT(specialist.email),
};
const str report_frozen_keys[REPORT_FROZEN_TEXTS] = {
    STR("f.reporter"),    STR("f.superior"),      STR("f.issuer"),       STR("f.symbol"),
    STR("f.place"),       STR("f.signer-post"),   STR("f.signer"),       STR("f.drafter"),
    STR("f.owner"),       STR("f.owner-address"), STR("f.owner-person"), STR("f.owner-phone"),
    STR("f.owner-email"), STR("f.unit"),          STR("f.unit-address"), STR("f.unit-person"),
    STR("f.unit-phone"),  STR("f.unit-email"),
};

static str *text_at(report_paper *p, size_t i)
{
    return (str *)(void *)((char *)p + frozen_at[i]);
}

str report_name_kept(report_paper *p, size_t i)
{
    return *text_at(p, i);
}

void report_name_keep(report_paper *p, size_t i, str text)
{
    *text_at(p, i) = text;
}

static str joined(arena *a, str one, str two)
{
    if (!one.len || !two.len) return one.len ? one : two;
    return arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(one), STR_ARG(two));
}

static status find_office(call *c, int64_t body_id, office_kind kind, body_office *out)
{
    *out      = (body_office){ 0 };
    status st = body_office_on(c, body_id, kind, S(""), out);
    if (st != ST_MISSING) return st;
    *out = (body_office){ 0 };
    return ST_OK;
}

status report_names_today(call *c, const report_head *h, report_paper *out)
{
    body         b;
    body_contact contact;
    body_office  head, unit;
    TRY(body_by_id(c, h->body_id, &b));
    TRY(body_contact_load(c, b.id, &contact));
    TRY(find_office(c, b.id, OFFICE_HEAD, &head));
    TRY(find_office(c, b.id, OFFICE_SPECIALIST, &unit));
    TRY(body_superior_name(c, &b, &out->superior));
    TRY(body_place(c, b.id, &out->place));
    out->reporter    = b.name_vi;
    out->issuer      = b.name_vi;
    out->symbol      = b.symbol;
    out->signer_post = head.post.len ? text_capitals(c->a, head.post) : S("");
    out->signer      = head.name;
    out->owner       = (report_body){ .name           = b.name_vi,
                                      .address        = contact.address,
                                      .representative = joined(c->a, contact.representative,
                                                               contact.post),
                                      .phone          = contact.phone,
                                      .email          = contact.email };
    out->specialist  = (report_body){ .name           = unit.name,
                                      .address        = unit.address,
                                      .representative = joined(c->a, unit.representative, unit.post),
                                      .phone          = unit.phone,
                                      .email          = unit.email };
    return ST_OK;
}

status report_addressee(call *c, const report_head *h, str *out)
{
    body b, above;
    day  today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
    *out       = S("");
    if (!str_equal(h->what->to, S("owner"))) {
        const law_label *l = law_label_on(h->pack, h->what->to, today);
        if (l) *out = l->text.vi;
        return ST_OK;
    }
    TRY(body_by_id(c, h->body_id, &b));
    if (!b.parent_id) return ST_OK;
    status st = body_by_id(c, b.parent_id, &above);
    if (st == ST_OK) *out = above.name_vi;
    return st == ST_MISSING ? ST_OK : st;
}

// ---- sections ----------------------------------------------------------------------------------------

typedef struct counted {
    text_key key;
    int64_t  n[4];
    size_t   count;
} counted;

static str counted_words(arena *a, const counted *k)
{
    str args[4];
    for (size_t i = 0; i < k->count; i++) args[i] = text_number(a, LANG_VI, k->n[i]);
    return text_fmt(a, LANG_VI, k->key, args, k->count);
}

str report_auto_text(const report_content *k, const law_heading *h, arena *a)
{
    const report_figures *f = &k->figures;
    const report_tally   *t = &k->tally;
    const struct {
        str     fill;
        counted words;
    } all[] = {
        { STR("bodies"), { T_reports_auto_bodies, { 0 }, 0 } },
        { STR("list"), { T_reports_auto_list, { f->total, f->classified }, 2 } },
        { STR("approved"),
          { T_reports_auto_approved, { f->approved, f->total, f->total - f->approved }, 3 } },
        { STR("deployed"),
          { T_reports_auto_deployed, { t->deployed, t->partly, t->not_deployed }, 3 } },
        { STR("regulated"),
          { T_reports_auto_regulated, { t->regulated, f->total - t->regulated }, 2 } },
        { STR("inspected"),
          { T_reports_auto_inspected, { t->before_use, t->periodic, f->inspected }, 3 } },
        { STR("decisions"), { T_reports_auto_decisions, { t->decisions }, 1 } },
        { STR("regulations"), { T_reports_auto_regulations, { t->regulated }, 1 } },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(h->fill, all[i].fill)) return counted_words(a, &all[i].words);
    }
    return S("");
}

// The lines a person typed, each a paragraph, behind what the program writes.
static status paragraphs(const report_content *k, const law_heading *h, arena *a,
                         report_section *out)
{
    str    typed = report_text_of(k, "s", h->id), line, rest = typed;
    size_t room = 2;
    for (ptrdiff_t i = 0; i < typed.len; i++) room += typed.ptr[i] == '\n';
    str *list = NEW(a, str, room), first = report_auto_text(k, h, a);
    if (!list || !first.ptr) return ST_MEMORY;
    out->count = 0;
    if (first.len) list[out->count++] = first;
    for (bool more = typed.len > 0; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (line.len) list[out->count++] = line;
    }
    out->paragraphs = list;
    return ST_OK;
}

static status gather_sections(const report_content *k, arena *a, report_paper *p)
{
    size_t             n, kept = 0;
    const law_heading *all  = law_headings(k->head.pack, &n);
    report_section    *list = NEW(a, report_section, n + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        report_section *s     = &list[kept];
        str             title = report_text_of(k, "t", all[i].id);
        TRY(paragraphs(k, &all[i], a, s));
        if (!s->count && !all[i].needed) continue; // nothing more was asked for
        s->title = title.len ? title : all[i].title.vi;
        kept++;
    }
    p->sections      = list;
    p->section_count = kept;
    return ST_OK;
}

// ---- tables ------------------------------------------------------------------------------------------

static str day_cell(arena *a, str iso)
{
    day d;
    return day_parse(iso, &d) == ST_OK ? text_day(a, d) : iso;
}

static str choice(const char *field, int64_t number)
{
    const system_field *f = system_field_find(str_from(field));
    return system_choice_label(f, system_choice_key(f->key, number), LANG_VI);
}

static str level_cell(arena *a, int level)
{
    return level ? arena_printf(a, "%d", level) : S("");
}

// As a person writes it; the sheet's way, which our reader takes back, is for sheets.
static str document(arena *a, str no, str on, str by)
{
    buf b = buf_in(a, 128, 4096);
    buf_put(&b, no);
    if (on.len) {
        buf_put(&b, b.len ? S(" ngày ") : S("ngày "));
        buf_put(&b, day_cell(a, on));
    }
    if (by.len) {
        buf_put(&b, b.len ? S(" của ") : S("của "));
        buf_put(&b, by);
    }
    return buf_str(&b);
}

static void put_line(const report_row *r, size_t no, arena *a, report_line *l)
{
    const str cells[REPORT_COLUMNS] = {
        arena_printf(a, "%zu", no),
        r->name,
        r->owner,
        r->operator_,
        level_cell(a, r->level),
        choice("approval", r->approval),
        document(a, r->decision_no, r->decision_on, r->decision_by),
        document(a, r->regulation_no, r->regulation_on, r->regulation_by),
        day_cell(a, r->approval_expected),
        choice("deployment", r->deployment),
        day_cell(a, r->deployment_expected),
        choice("inspections", r->inspections),
    };
    for (size_t i = 0; i < REPORT_COLUMNS; i++) l->cells[i] = cells[i];
}

// What the register does not say of the project stays blank for the hand.
static void put_built(const report_row *r, size_t no, arena *a, report_line *l)
{
    const str cells[REPORT_BUILT_COLUMNS] = {
        arena_printf(a, "%zu", no),
        r->name,
        r->owner,
        r->operator_,
        level_cell(a, r->level),
        day_cell(a, r->approval_expected),
        document(a, r->project_no, r->project_on, r->project_by),
        choice("embedded", r->embedded),
        r->note,
    };
    for (size_t i = 0; i < REPORT_BUILT_COLUMNS; i++) l->cells[i] = cells[i];
}

static status gather_tables(const report_content *k, arena *a, report_paper *p)
{
    const report_sheet *s     = &k->sheet;
    report_line        *lines = NEW(a, report_line, s->count + 1);
    report_line        *built = NEW(a, report_line, report_built_count(s) + 1);
    if (!lines || !built) return ST_MEMORY;
    p->separate = s->count > REPORT_PAPER_ROWS_MAX;
    for (size_t i = 0; i < s->count; i++) {
        if (s->rows[i].built) {
            p->built_count++;
            put_built(&s->rows[i], p->built_count, a, &built[p->built_count - 1]);
        } else {
            p->line_count++;
            put_line(&s->rows[i], p->line_count, a, &lines[p->line_count - 1]);
        }
    }
    p->lines = lines;
    p->built = built;
    return ST_OK;
}

// ---- the whole -----------------------------------------------------------------------------------------

static str text_named_in(const report_content *k, str key)
{
    for (size_t i = 0; i < k->text_count; i++) {
        if (str_equal(k->texts[i].key, key)) return k->texts[i].text;
    }
    return S("");
}

static status gather_names(call *c, const report_content *k, report_paper *p)
{
    if (!report_kept(k->head.state)) return report_names_today(c, &k->head, p);
    for (size_t i = 0; i < REPORT_FROZEN_TEXTS; i++) {
        report_name_keep(p, i, text_named_in(k, report_frozen_keys[i]));
    }
    return ST_OK;
}

status report_names_missing(call *c, const report_content *k, size_t *n)
{
    report_paper p = { 0 };
    TRY(gather_names(c, k, &p));
    const report_body *blocks[] = { &p.owner, &p.specialist };
    *n                          = 0;
    for (size_t i = 0; i < COUNT(blocks); i++) {
        const report_body *b = blocks[i];
        *n += (size_t)(!b->name.len + !b->address.len + !b->representative.len + !b->phone.len +
                       !b->email.len);
    }
    return ST_OK;
}

status report_paper_gather(call *c, const report_content *k, arena *a, report_paper *out)
{
    const report_head *h      = &k->head;
    law_report_period  period = law_report_year(h->what, h->year);
    report_paper       p = { .figures = k->figures, .number = h->sent_no, .issued = h->sent_on };
    day                today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
    TRY(gather_names(c, k, &p));
    p.to = h->sent_to.len ? h->sent_to : report_to_text(k);
    if (!p.to.len) TRY(report_addressee(c, h, &p.to));
    p.year   = today.year;
    p.from   = day_iso(a, period.from);
    p.until  = day_iso(a, period.until);
    p.as_of  = text_when(a, k->as_of_ms);
    p.sample = h->invented ? text_get(LANG_VI, T_papers_sample) : S("");
    if (!p.from.ptr || !p.until.ptr || !p.as_of.ptr) return ST_MEMORY;
    TRY(gather_sections(k, a, &p));
    TRY(gather_tables(k, a, &p));
    *out = p;
    return ST_OK;
}
