// dossier_edit_ops.c - changes of a dossier's content: rows, texts, documents, the proposed level.
#include "modules/dossiers/dossier_ops.h"

#include "kit/text/text.h"
#include "modules/organisations/organisations.h"

typedef struct edit_work {
    dossier_work            w;
    const dossier_row      *row;
    const dossier_writing  *writing;
    const dossier_document *document;
    str                     part; // which is worked on
    int64_t                 drop_row, drop_document, made;
    int                     level;
    str                     reason;
    status (*do_it)(struct edit_work *e, db *d);
} edit_work;

static str given(str s)
{
    return str_trim(s.ptr ? s : S(""));
}

static status edit(db *d, void *ctx)
{
    edit_work *e = ctx;
    TRY(dossier_take(&e->w));
    TRY(dossier_holds(&e->w)); // an approved version is not changed
    if (!e->w.k.state->open) {
        str words = e->w.c->lang == LANG_EN ? e->w.k.state->name.en : e->w.k.state->name.vi;
        return problem_detail(e->w.why, ST_CONFLICT, S(""), S("dossier-closed"), words);
    }
    TRY(e->do_it(e, d));
    if (e->part.len) {
        const dossier_part_touch_in in = { .dossier_id = e->w.of.id,
                                           .part       = e->part,
                                           .person_id  = e->w.c->who.person_id,
                                           .person     = e->w.c->who.name,
                                           .now        = e->w.c->now_ms };
        TRY(dossier_part_touch(d, &in, NULL));
    }
    str detail = arena_printf(e->w.c->a, "{\"part\":\"" STR_FMT "\"}", STR_ARG(e->part));
    return detail.ptr ? audit_write(e->w.c, S("dossier.edit"), S("dossier"), e->w.of.id, detail)
                      : ST_MEMORY;
}

static status run(call *c, edit_work *e, dossier_ref of, problem *why)
{
    e->w = (dossier_work){ .c = c, .l = law_current(), .why = why, .of = of, .act = S("edit") };
    return call_act(c, edit, e);
}

static status touched(edit_work *e, db *d)
{
    return dossier_touch_row(d, &(dossier_touch_row_in){ e->w.of.id, e->w.c->now_ms }, NULL);
}

// ---- rows ---------------------------------------------------------------------------------------------

// What was left as it was read stays as another has made it meanwhile.
static str cell_to_write(const dossier_row *now, const dossier_row *mine, size_t i)
{
    bool mine_too = !mine->was || !str_equal(dossier_cell(mine, i), dossier_cell(mine->was, i));
    return dossier_cell(mine_too ? mine : now, i);
}

static status change_row(edit_work *e, db *d)
{
    const dossier_row *r = e->row, *now = NULL;
    int64_t            changed;
    for (size_t i = 0; i < e->w.k.row_count; i++) {
        if (e->w.k.rows[i].id == r->id && e->w.k.rows[i].list == r->list) now = &e->w.k.rows[i];
    }
    if (!now) return ST_MISSING;
    for (size_t i = 0; i < DOSSIER_CELLS; i++) {
        if (dossier_cell_moved(now, r, i))
            return problem_set(e->w.why, ST_CONFLICT, str_from(dossier_cell_names[i]),
                               S("row-moved"));
    }
    const dossier_row_set_in in = { .id         = r->id,
                                    .dossier_id = e->w.of.id,
                                    .list       = r->list,
                                    .name       = cell_to_write(now, r, 0),
                                    .second     = cell_to_write(now, r, 1),
                                    .zone       = cell_to_write(now, r, 2),
                                    .fourth     = cell_to_write(now, r, 3),
                                    .person     = e->w.c->who.name,
                                    .now        = e->w.c->now_ms };
    TRY(dossier_row_set(d, &in, &changed));
    e->made = r->id;
    return changed == 1 ? touched(e, d) : ST_MISSING;
}

static status put_row(edit_work *e, db *d)
{
    const dossier_row *r = e->row;
    int64_t            n = 0;
    if (r->id) return change_row(e, d);
    for (size_t i = 0; i < e->w.k.row_count; i++) n += e->w.k.rows[i].list == r->list;
    if (n >= DOSSIER_ROWS_MAX) return problem_set(e->w.why, ST_INVALID, S("name"), S("too-many"));
    dossier_row_add_row      made;
    const dossier_row_add_in in = { e->w.of.id, r->list,   r->name,          r->second,
                                    r->zone,    r->fourth, e->w.c->who.name, e->w.c->now_ms };
    TRY(dossier_row_add(d, &in, e->w.c->a, &made));
    e->made = made.id;
    return touched(e, d);
}

static status check_row(const dossier_row *typed, dossier_row *out, problem *why)
{
    *out = (dossier_row){ .id     = typed->id,
                          .list   = typed->list,
                          .name   = given(typed->name),
                          .second = given(typed->second),
                          .zone   = given(typed->zone),
                          .fourth = given(typed->fourth),
                          .was    = typed->was };
    TRY(text_check(S("name"), out->name, 1, DOSSIER_CELL_MAX, why));
    TRY(text_check(S("second"), out->second, 0, DOSSIER_CELL_MAX, why));
    TRY(text_check(S("zone"), out->zone, 0, DOSSIER_CELL_MAX, why));
    return text_check(S("fourth"), out->fourth, 0, DOSSIER_CELL_MAX, why);
}

status dossiers_put_row(call *c, dossier_ref of, const dossier_row *row, int64_t *id, problem *why)
{
    dossier_row clean;
    TRY(check_row(row, &clean, why));
    edit_work e = { .row = &clean, .part = dossier_list_key(row->list), .do_it = put_row };
    TRY(run(c, &e, of, why));
    *id = e.made;
    return ST_OK;
}

static status drop_row(edit_work *e, db *d)
{
    int64_t changed;
    for (size_t i = 0; i < e->w.k.row_count; i++) {
        if (e->w.k.rows[i].id == e->drop_row) e->part = dossier_list_key(e->w.k.rows[i].list);
    }
    TRY(dossier_row_drop(d, &(dossier_row_drop_in){ e->drop_row, e->w.of.id }, &changed));
    return changed == 1 ? touched(e, d) : ST_MISSING;
}

status dossiers_drop_row(call *c, dossier_ref of, int64_t row_id, problem *why)
{
    edit_work e = { .drop_row = row_id, .do_it = drop_row };
    return run(c, &e, of, why);
}

// ---- texts ----------------------------------------------------------------------------------------------

static status put_text(edit_work *e, db *d)
{
    const dossier_writing *t     = e->writing;
    int64_t                known = 0;
    for (size_t i = 0; i < e->w.k.text_count; i++) {
        if (!str_equal(e->w.k.texts[i].key, t->key)) continue;
        if (str_equal(e->w.k.texts[i].text, t->text)) return ST_OK; // it stands there already
        known = e->w.k.texts[i].version;
    }
    if (t->known >= 0 && t->known != known)
        return problem_set(e->w.why, ST_CONFLICT, t->key, S("text-moved"));
    const dossier_text_put_in in = { e->w.of.id, t->key, t->text, e->w.c->who.name,
                                     e->w.c->now_ms };
    TRY(dossier_text_put(d, &in, NULL));
    return touched(e, d);
}

status dossiers_put_text(call *c, dossier_ref of, const dossier_writing *w, problem *why)
{
    dossier_writing clean = { w->key, given(w->text), w->known };
    edit_work       e     = { .writing = &clean, .do_it = put_text };
    if (!dossier_text_known(w->key, &e.part))
        return problem_detail(why, ST_INVALID, S("key"), S("unknown-field"), w->key);
    TRY(text_check(w->key, clean.text, 0, DOSSIER_TEXT_MAX, why));
    return run(c, &e, of, why);
}

// ---- documents ---------------------------------------------------------------------------------------------

static status put_document(edit_work *e, db *d)
{
    const dossier_document  *o = e->document;
    dossier_document_add_row made;
    if (e->w.k.document_count >= DOSSIER_DOCUMENTS_MAX)
        return problem_set(e->w.why, ST_INVALID, S("title"), S("too-many"));
    const dossier_document_add_in in = { .dossier_id = e->w.of.id,
                                         .kind       = o->kind,
                                         .title      = o->title,
                                         .number     = o->number,
                                         .on_day     = o->on,
                                         .issuer     = o->issuer,
                                         .person     = e->w.c->who.name,
                                         .now        = e->w.c->now_ms };
    TRY(dossier_document_add(d, &in, e->w.c->a, &made));
    e->made = made.id;
    for (size_t i = 0; i < o->file_count; i++)
        TRY(dossier_attach_file(&e->w, made.id, o->files[i]));
    return touched(e, d);
}

static str part_of_document(str kind)
{
    if (str_starts(kind, S("design-"))) return S("design");
    if (str_starts(kind, S("diagram-"))) return S("overview");
    return str_equal(kind, S("risk")) || str_equal(kind, S("opinion")) ? kind : S("");
}

static status check_document(call *c, const dossier_document *typed, dossier_document *out,
                             problem *why)
{
    bool known = false;
    *out       = (dossier_document){ .kind   = typed->kind,
                                     .title  = given(typed->title),
                                     .number = given(typed->number),
                                     .issuer = given(typed->issuer) };
    for (size_t i = 0; i < DOSSIER_DOCUMENT_KINDS; i++)
        known = known || str_equal(dossier_document_kinds[i], typed->kind);
    if (!known) return problem_detail(why, ST_INVALID, S("kind"), S("unknown-value"), typed->kind);
    TRY(text_check(S("title"), out->title, 1, DOSSIER_CELL_MAX, why));
    TRY(text_check(S("number"), out->number, 0, WORKFLOW_NUMBER_MAX, why));
    TRY(text_check(S("issuer"), out->issuer, 0, DOSSIER_CELL_MAX, why));
    out->file_count = typed->file_count;
    for (size_t i = 0; i < typed->file_count; i++) out->files[i] = typed->files[i];
    return body_day_read(c->a, S("on"), given(typed->on), S(""), &out->on, why);
}

status dossiers_put_document(call *c, dossier_ref of, const dossier_document *d, int64_t *id,
                             problem *why)
{
    dossier_document clean;
    TRY(check_document(c, d, &clean, why));
    edit_work e = { .document = &clean,
                    .part     = part_of_document(clean.kind),
                    .do_it    = put_document };
    TRY(run(c, &e, of, why));
    *id = e.made;
    return ST_OK;
}

static status drop_document(edit_work *e, db *d)
{
    int64_t changed;
    for (size_t i = 0; i < e->w.k.document_count; i++) {
        if (e->w.k.documents[i].id == e->drop_document)
            e->part = part_of_document(e->w.k.documents[i].kind);
    }
    TRY(dossier_detach_files(&e->w, e->drop_document));
    TRY(dossier_document_drop(d, &(dossier_document_drop_in){ e->drop_document, e->w.of.id },
                              &changed));
    return changed == 1 ? touched(e, d) : ST_MISSING;
}

status dossiers_drop_document(call *c, dossier_ref of, int64_t document_id, problem *why)
{
    edit_work e = { .drop_document = document_id, .do_it = drop_document };
    return run(c, &e, of, why);
}

// ---- the requirement sheets -----------------------------------------------------------------------------------

static status make_sheets(edit_work *e, db *d)
{
    TRY(dossier_sheets_make(&e->w, 0));
    return touched(e, d);
}

status dossiers_make_sheets(call *c, dossier_ref of, problem *why)
{
    edit_work e = { .part = S("plan"), .do_it = make_sheets };
    return run(c, &e, of, why);
}

// ---- the level -------------------------------------------------------------------------------------------------

static status propose(edit_work *e, db *d)
{
    dossier *o        = &e->w.k.d;
    int      computed = 0;
    for (size_t i = 0; i < e->w.k.system_count; i++) {
        const dossier_system       *s  = &e->w.k.systems[i];
        const dossier_system_add_in in = { o->id, s->id, s->determination_id };
        TRY(dossier_system_add(d, &in, NULL));
        e->w.k.systems[i].sheet.fits = e->w.k.systems[i].sheet.fits && o->level == e->level;
        computed                     = s->level > computed ? s->level : computed;
    }
    if (e->level < computed)
        return problem_set(e->w.why, ST_INVALID, S("level"), S("dossier-level-below"));
    if (e->level > computed && !e->reason.len)
        return problem_set(e->w.why, ST_INVALID, S("reason"), S("required"));
    // Levels go different ways: one that is on its way keeps the kind of its level.
    o->level        = e->level;
    o->raise_reason = e->level > computed ? e->reason : S("");
    TRY(dossier_sheets_make(&e->w, 0));
    return dossier_save(e->w.c, o);
}

status dossiers_propose(call *c, dossier_ref of, int level, str reason, problem *why)
{
    edit_work e = {
        .level = level, .reason = given(reason), .part = S("proposal"), .do_it = propose
    };
    if (level < 1 || level > LAW_LEVEL_MAX)
        return problem_set(why, ST_INVALID, S("level"), S("level-form"));
    TRY(text_check(S("reason"), e.reason, 0, WORKFLOW_TEXT_MAX, why));
    return run(c, &e, of, why);
}
