// export_ops.c - see export_ops.h. Days are days and numbers are numbers.
#include "modules/systems/export_ops.h"

#include "kit/documents/documents.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/import_sheet.h"
#include "modules/systems/official_sheet.h"
#include "modules/systems/system_ops.h"

typedef struct export
{
    call                 *c;
    xlsx                 *x;
    const import_target  *targets;
    size_t                target_count;
    const system_columns *columns;
    int64_t               count;
    xlsx_cell             cells[XLSX_COLUMNS_MAX];
}
export;

static xlsx_cell text_cell(str s)
{
    return (xlsx_cell){ .kind = s.len ? XLSX_TEXT : XLSX_EMPTY, .text = s };
}

static xlsx_cell int_cell(int64_t n)
{
    return (xlsx_cell){ .kind = XLSX_INT, .number = n };
}

static xlsx_cell day_cell(str iso)
{
    day d;
    if (day_parse(iso, &d) != ST_OK) return text_cell(iso);
    return (xlsx_cell){ .kind = XLSX_DAY, .on = d };
}

// ---- the filter -------------------------------------------------------------------------------------

static status filter_row(export *e, text_key name, xlsx_cell value)
{
    xlsx_cell cells[] = { text_cell(text_get(e->c->lang, name)), value };
    return xlsx_row(e->x, cells, COUNT(cells));
}

static status body_row(export *e, text_key name, int64_t id)
{
    body b;
    if (!id) return ST_OK;
    TRY(body_by_id(e->c, id, &b));
    return filter_row(e, name, text_cell(b.name_vi));
}

static status write_filter(export *e, const system_filter *f)
{
    lang        in        = e->c->lang;
    xlsx_column columns[] = { { text_get(in, T_systems_export_what), 30 },
                              { text_get(in, T_systems_export_value), 60 } };
    TRY(xlsx_sheet(e->x, text_get(in, T_systems_export_filter), columns, COUNT(columns)));
    if (f->q.len) TRY(filter_row(e, T_systems_filter_q, text_cell(f->q)));
    if (f->level) TRY(filter_row(e, T_systems_level, int_cell(f->level)));
    if (f->no_level)
        TRY(filter_row(e, T_systems_level, text_cell(text_get(in, T_systems_filter_no_level))));
    if (f->state)
        TRY(filter_row(e, T_systems_field_state, text_cell(system_state_label(f->state, in))));
    if (f->result)
        TRY(filter_row(e, T_systems_result, text_cell(system_result_label(f->result, in))));
    if (f->order == SYSTEMS_BY_LEVEL && !f->q.len)
        TRY(filter_row(e, T_systems_order, text_cell(text_get(in, T_systems_order_level))));
    TRY(body_row(e, T_systems_field_owner, f->owner_id));
    TRY(body_row(e, T_systems_filter_branch, f->branch_id));
    TRY(body_row(e, T_systems_export_for, e->c->who.body_id));
    xlsx_cell when = { .kind = XLSX_TIME, .number = e->c->now_ms };
    return filter_row(e, T_systems_export_when, when);
}

// ---- as on the screen -------------------------------------------------------------------------------

static xlsx_cell field_cell(call *c, const system_field *f, const system_record *s)
{
    str text = system_text_of(&s->data, f);
    switch (f->kind) {
    case SYSTEM_DAY: return day_cell(text);
    case SYSTEM_LEVEL: return s->sheet_level ? int_cell(s->sheet_level) : text_cell(S(""));
    case SYSTEM_STATE: return text_cell(system_state_label(s->state, c->lang));
    case SYSTEM_BODY:
        return text_cell(str_equal(f->key, S("owner")) ? s->owner_name : s->operator_name);
    case SYSTEM_CHOICE: return text_cell(system_choice_label(f, text, c->lang));
    case SYSTEM_LINE:
    case SYSTEM_LINES:
    case SYSTEM_EMAIL:
    case SYSTEM_URL:
    case SYSTEM_LINKS:
    case SYSTEM_FACTS: break;
    }
    return text_cell(text);
}

static xlsx_cell seen_cell(call *c, const system_column *k, const system_record *s)
{
    switch (k->what) {
    case COLUMN_CODE: return text_cell(s->code);
    case COLUMN_NAME: return text_cell(s->data.name);
    case COLUMN_OWNER: return text_cell(s->owner_name);
    case COLUMN_OPERATOR: return text_cell(s->operator_name);
    case COLUMN_LEVEL: return s->level ? int_cell(s->level) : text_cell(S(""));
    case COLUMN_RESULT: return text_cell(system_result_label(s->result, c->lang));
    case COLUMN_STATED: return s->sheet_level ? int_cell(s->sheet_level) : text_cell(S(""));
    case COLUMN_STATE: return text_cell(system_state_label(s->state, c->lang));
    case COLUMN_DECISION: return text_cell(s->data.decision_no);
    case COLUMN_PACK: {
        const law_pack *pack = law_pack_find(law_current(), s->pack);
        return text_cell(pack ? law_say(pack->name, c->lang == LANG_EN) : s->pack);
    }
    case COLUMN_FIELD: return field_cell(c, system_field_find(k->key), s);
    case COLUMN_UPDATED: return (xlsx_cell){ .kind = XLSX_TIME, .number = s->updated_ms };
    }
    return text_cell(S(""));
}

static status seen_row(call *c, const system_record *s, void *ctx)
{
    export *e = ctx;
    for (size_t i = 0; i < e->columns->count; i++)
        e->cells[i] = seen_cell(c, e->columns->items[i], s);
    e->count++;
    return xlsx_row(e->x, e->cells, e->columns->count);
}

static status write_seen(export *e, const system_filter *f)
{
    lang        in = e->c->lang;
    xlsx_column columns[COLUMNS_MAX];
    for (size_t i = 0; i < e->columns->count; i++) {
        const system_column *k = e->columns->items[i];
        columns[i]             = (xlsx_column){ text_get(in, k->label), k->width };
    }
    TRY(xlsx_sheet(e->x, text_get(in, T_systems_import_sheet), columns, e->columns->count));
    return systems_each(e->c, f, seen_row, e);
}

// ---- every field ------------------------------------------------------------------------------------

// A set's labels may hold commas, so they are parted by semicolons.
static str set_words(const law_fact *f, const law_facts *facts, bool english, arena *a)
{
    buf b = buf_in(a, 128, 8192);
    for (size_t i = 0; i < f->value_count; i++) {
        if (!(facts->value[f->index] & f->values[i].number)) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, law_say(f->values[i].label, english));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static xlsx_cell fact_cell(call *c, const law_fact *f, const law_facts *facts)
{
    bool english = c->lang == LANG_EN;
    if (!(facts->known & (UINT32_C(1) << f->index))) return text_cell(S(""));
    int64_t v = facts->value[f->index];
    if (f->kind == LAW_BOOL) return text_cell(text_get(c->lang, v ? T_systems_yes : T_systems_no));
    if (f->kind == LAW_INT) return int_cell(v);
    if (f->kind == LAW_SET) return text_cell(set_words(f, facts, english, c->a));
    return text_cell(law_fact_words(f, facts, english, c->a));
}

static status full_row(call *c, const system_record *s, void *ctx)
{
    export  *e    = ctx;
    law_case k    = { 0 };
    char    *mark = c->a->next;
    size_t   n    = 0;
    if (s->data.facts.len) TRY(law_facts_parse(law_current(), s->data.facts, c->a, &k, NULL));
    for (size_t i = 0; i < e->target_count; i++) {
        const import_target *t = &e->targets[i];
        switch (t->what) {
        case IMPORT_FIELD: e->cells[n++] = field_cell(c, t->field, s); break;
        case IMPORT_FACT: e->cells[n++] = fact_cell(c, t->fact, &k.own); break;
        case IMPORT_CODE: e->cells[n++] = text_cell(s->code); break;
        case IMPORT_OWNER_CODE: e->cells[n++] = text_cell(s->data.owner); break;
        case IMPORT_DOCUMENT:
        case IMPORT_IGNORED: break;
        }
    }
    status st  = xlsx_row(e->x, e->cells, n);
    c->a->next = mark;
    return st;
}

static status write_full(export *e, const system_filter *f)
{
    lang         in      = e->c->lang;
    size_t       n       = 0;
    xlsx_column *columns = NEW(e->c->a, xlsx_column, e->target_count);
    if (!columns) return ST_MEMORY;
    for (size_t i = 0; i < e->target_count; i++) {
        if (!import_target_written(&e->targets[i])) continue;
        columns[n++] = (xlsx_column){ import_target_label(&e->targets[i], in), 24 };
    }
    TRY(xlsx_sheet(e->x, text_get(in, T_systems_export_full), columns, n));
    return systems_each(e->c, f, full_row, e);
}

static status write_all(export *e, const system_filter *f)
{
    TRY(write_filter(e, f));
    TRY(write_seen(e, f));
    return write_full(e, f);
}

status systems_export(call *c, const system_filter *f, const system_columns *columns, int fd,
                      int64_t *count)
{
    export      *e = NEW(c->a, export, 1);
    import_book *b = import_book_new(law_current(), c->a);
    if (!e || !b) return ST_MEMORY;
    *e         = (export){ .c = c, .columns = columns };
    e->targets = import_targets(b, &e->target_count);
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &e->x));
    status st = write_all(e, f);
    if (count) *count = e->count;
    if (st == ST_OK) return xlsx_finish(e->x, NULL);
    xlsx_drop(e->x);
    return st;
}

// ---- the official sheet -----------------------------------------------------------------------------

enum {
    PARTIES_KNOWN      = 4096, // bodies whose words are remembered; a place holds the last
    OFFICIAL_OWN_BYTES = 1024 * 1024,
};

typedef struct party_known {
    int64_t id;
    str     words;
} party_known;

typedef struct official {
    call           *c;
    xlsx           *x;
    const law_pack *pack;
    arena           own; // of the words that are remembered
    party_known    *parties;
    int64_t         count;
} official;

static str party_words(official *e, int64_t id, str code, str name)
{
    party_known *p = &e->parties[(uint64_t)id % PARTIES_KNOWN];
    if (!id) return name;
    if (p->id == id) return p->words;
    char *mark  = e->c->a->next;
    str   words = system_party_words(e->c, id, code, name, e->c->a), kept;
    if (arena_copy(&e->own, words, &kept) != ST_OK) return words; // told again next time
    e->c->a->next = mark;
    *p            = (party_known){ id, kept };
    return kept;
}

// What the agency states, else what the rules give.
static xlsx_cell level_cell(const system_record *s)
{
    if (s->sheet_level) return int_cell(s->sheet_level);
    return s->result == LAW_DECIDED && s->level ? int_cell(s->level) : text_cell(S(""));
}

static xlsx_cell document_cell(call *c, str no, str on, str by)
{
    return text_cell(official_document_write(c->a, &(official_document){ no, on, by }));
}

static xlsx_cell official_cell(official *e, const system_record *s, str target)
{
    const system_data  *d = &s->data;
    const system_field *f = system_field_find(target);
    if (str_equal(target, S("stt"))) return int_cell(e->count);
    if (str_equal(target, S("owner")))
        return text_cell(party_words(e, s->owner_id, d->owner, s->owner_name));
    if (str_equal(target, S("operator")))
        return text_cell(party_words(e, s->operator_id, d->operator_, s->operator_name));
    if (str_equal(target, S("sheet_level"))) return level_cell(s);
    if (str_equal(target, S("decision")))
        return document_cell(e->c, d->decision_no, d->decision_on, d->decision_by);
    if (str_equal(target, S("regulation")))
        return document_cell(e->c, d->regulation_no, d->regulation_on, d->regulation_by);
    return f ? field_cell(e->c, f, s) : text_cell(S(""));
}

static status official_row(call *c, const system_record *s, void *ctx)
{
    official *e    = ctx;
    char     *mark = c->a->next;
    xlsx_cell cells[OFFICIAL_COLUMNS];
    e->count++;
    for (size_t i = 0; i < OFFICIAL_COLUMNS; i++)
        cells[i] = official_cell(e, s, str_from(official_columns[i].target));
    status st  = xlsx_row(e->x, cells, OFFICIAL_COLUMNS);
    c->a->next = mark;
    return st;
}

// Title, form, whose sheet it is; and that it is invented, where it is.
static status official_begin(official *e)
{
    lang             in   = e->c->lang;
    const law_label *head = law_label_any(e->pack, S("mau-08.title"));
    xlsx_column      columns[OFFICIAL_COLUMNS];
    str              titles[4];
    size_t           n = 0;
    body             own;
    if (!head) return ST_MISSING;
    titles[n++] = law_say(head->text, in == LANG_EN);
    titles[n++] = law_say(head->cite.text, in == LANG_EN);
    if (e->c->who.body_id) {
        TRY(body_by_id(e->c, e->c->who.body_id, &own));
        titles[n++] = own.name_vi;
        if (str_equal(own.kind, S("sample"))) titles[n++] = text_get(in, T_frame_invented);
    }
    for (size_t i = 0; i < OFFICIAL_COLUMNS; i++)
        columns[i] = (xlsx_column){ official_heading(e->pack, official_columns[i].target, in),
                                    official_columns[i].width };
    return xlsx_sheet_titled(e->x, text_get(in, T_systems_import_sheet), titles, n, columns,
                             OFFICIAL_COLUMNS);
}

static status official_write(official *e, const system_filter *f)
{
    TRY(official_begin(e));
    return systems_each(e->c, f, official_row, e);
}

// The pack in force, or the one named.
static const law_pack *official_pack(call *c, str id)
{
    const law *l = law_current();
    if (id.len) return law_pack_find(l, id);
    str today = system_today(c);
    for (size_t i = law_pack_count(l); i-- > 0;) {
        const law_pack *p  = law_pack_at(l, i);
        bool            on = str_compare(p->valid_from, today) <= 0 &&
                  (!p->valid_to.len || str_compare(today, p->valid_to) <= 0);
        if (on && law_label_any(p, S("mau-08.title"))) return p;
    }
    return NULL;
}

status systems_export_form(call *c, const system_filter *f, str form, str pack, int fd,
                           int64_t *count, problem *why)
{
    official *e = NEW(c->a, official, 1);
    if (!e) return ST_MEMORY;
    *e         = (official){ .c = c, .pack = official_pack(c, pack) };
    e->parties = NEW(c->a, party_known, PARTIES_KNOWN);
    char *room = arena_alloc(c->a, 1, 1, OFFICIAL_OWN_BYTES);
    if (!e->parties || !room) return ST_MEMORY;
    e->own = arena_over(room, OFFICIAL_OWN_BYTES);
    if (!str_equal(form, S("mau-08")))
        return problem_detail(why, ST_INVALID, S("form"), S("form-unknown"), form);
    if (!e->pack || !law_label_any(e->pack, S("mau-08.title")))
        return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), pack);
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &e->x));
    status st = official_write(e, f);
    if (count) *count = e->count;
    if (st == ST_OK) return xlsx_finish(e->x, NULL);
    xlsx_drop(e->x);
    return st;
}
