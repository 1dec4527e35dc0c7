// import_fix_ops.c - what a person settles of an import before it is taken in: mended cells, and whether
// systems that are there may be changed.
#include "modules/systems/import_ops.h"

#include "modules/systems/systems_queries.gen.h"

status imports_fixes(call *c, int64_t id, import_fix **out, size_t *count)
{
    db                  *d;
    import_fix_rows_row *rows;
    import_fix_rows_in   in = { .import_id = id, .max = IMPORT_FIXES_MAX };
    TRY(call_db(c, &d));
    TRY(import_fix_rows(d, &in, c->a, &rows, count));
    *out = NEW(c->a, import_fix, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (import_fix){ rows[i].row_number, (int32_t)rows[i].column_number,
                                  rows[i].text };
    }
    return ST_OK;
}

typedef struct fix_work {
    call              *c;
    const import_view *v;
    const import_fix  *fixes;
    size_t             count;
    int64_t            id; // where they go
} fix_work;

// The same file once more, with what was mended so far.
static status upload_again(fix_work *w, db *d)
{
    TRY(import_make_row(w->c, d, w->v, &w->id));
    import_map_in map = { .id      = w->id,
                          .mapping = w->v->mapping,
                          .owner   = w->v->owner,
                          .sheet   = w->v->sheet,
                          .state   = IMPORT_UPLOADED };
    TRY(import_map(d, &map, NULL));
    import_pieces_copy_in pieces = { .import_id = w->v->id, .to_id = w->id, .kind = IMPORT_FILE };
    TRY(import_pieces_copy(d, &pieces, NULL));
    TRY(import_fixes_copy(d, &(import_fixes_copy_in){ .import_id = w->v->id, .to_id = w->id },
                          NULL));
    return audit_write(w->c, S("import.upload"), S("import"), w->id, S(""));
}

static status put_fixes(db *d, void *ctx)
{
    fix_work            *w = ctx;
    import_fix_rows_row *rows;
    size_t               count;
    w->id = w->v->id;
    if (w->v->state != IMPORT_UPLOADED) TRY(upload_again(w, d));
    for (size_t i = 0; i < w->count; i++) {
        import_fix_put_in in = { .import_id     = w->id,
                                 .row_number    = w->fixes[i].row,
                                 .column_number = w->fixes[i].column,
                                 .text          = w->fixes[i].text };
        TRY(import_fix_put(d, &in, NULL));
    }
    import_fix_rows_in all = { .import_id = w->id, .max = IMPORT_FIXES_MAX + 1 };
    TRY(import_fix_rows(d, &all, w->c->a, &rows, &count));
    if (count > IMPORT_FIXES_MAX) return ST_LIMIT;
    return ST_OK;
}

status imports_fix(call *c, const import_view *v, const import_fix *fixes, size_t count,
                   int64_t *out, problem *why)
{
    fix_work w = { .c = c, .v = v, .fixes = fixes, .count = count };
    if (v->state != IMPORT_UPLOADED && v->state != IMPORT_DONE)
        return problem_set(why, ST_CONFLICT, S("import"), S("import-not-done"));
    for (size_t i = 0; i < count; i++)
        TRY(text_check(S("cell"), fixes[i].text, 0, IMPORT_FIX_MAX, why));
    TRY(call_act(c, put_fixes, &w));
    *out = w.id;
    return ST_OK;
}

typedef struct accept_work {
    int64_t id;
    bool    only_new;
} accept_work;

static status accept_changes(db *d, void *ctx)
{
    accept_work     *w     = ctx;
    int64_t          moved = 0;
    import_accept_in in    = { .id = w->id, .only_new = w->only_new, .state = IMPORT_UPLOADED };
    TRY(import_accept(d, &in, &moved));
    return moved ? ST_OK : ST_CONFLICT;
}

status imports_accept(call *c, int64_t id, bool only_new)
{
    import_view v;
    accept_work w = { id, only_new };
    TRY(imports_load(c, id, &v)); // made in one's branch
    return call_act(c, accept_changes, &w);
}
