// import_ops.c - imports that are kept: the uploaded file, its mapping, its report. See import_ops.h.
#include "modules/systems/import_ops.h"

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems_queries.gen.h"

enum { RECENT_MAX = 20 };

const char *import_act_key(import_act act)
{
    switch (act) {
    case IMPORT_REFUSED: return "refused";
    case IMPORT_NEW: return "new";
    case IMPORT_CHANGED: return "changed";
    case IMPORT_SAME: return "same";
    case IMPORT_KEPT: return "kept";
    }
    return "";
}

const char *import_state_key(import_state s)
{
    switch (s) {
    case IMPORT_UPLOADED: return "uploaded";
    case IMPORT_STAGING: return "running";
    case IMPORT_DONE: return "done";
    case IMPORT_UNDONE: return "undone";
    case IMPORT_FAILED: return "failed";
    }
    return "";
}

// ---- keeping ----------------------------------------------------------------------------------------

typedef struct upload_work {
    call   *c;
    int     fd;
    str     filename, owner;
    int64_t id;
} upload_work;

static status upload_pieces(upload_work *w, db *d)
{
    char *room = arena_alloc(w->c->a, 1, 1, IMPORT_PIECE_BYTES);
    if (!room) return ST_MEMORY;
    for (int64_t piece = 0;; piece++) {
        size_t got;
        TRY(os_read_at(w->fd, piece * IMPORT_PIECE_BYTES, room, IMPORT_PIECE_BYTES, &got));
        if (got == 0) return ST_OK;
        import_piece_put_in in = { .import_id = w->id,
                                   .kind      = IMPORT_FILE,
                                   .piece     = piece,
                                   .bytes     = { room, (ptrdiff_t)got } };
        TRY(import_piece_put(d, &in, NULL));
    }
}

status import_make_row(call *c, db *d, const import_view *named, int64_t *id)
{
    system_author  by = system_author_of(c, DETERMINED_AT_IMPORT, (str){ 0 });
    import_add_row row;
    import_add_in  in = { .person_id = by.person_id,
                          .person    = by.person,
                          .body_id   = c->who.body_id,
                          .owner     = named->owner,
                          .filename  = named->filename,
                          .state     = IMPORT_UPLOADED,
                          .mapping   = named->mapping,
                          .now       = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(import_add(d, &in, c->a, &row));
    *id = row.id;
    return ST_OK;
}

static status upload(db *d, void *ctx)
{
    upload_work      *w     = ctx;
    call             *c     = w->c;
    const import_view named = { .owner = w->owner, .filename = w->filename, .mapping = S("") };
    TRY(import_make_row(c, d, &named, &w->id));
    TRY(upload_pieces(w, d));
    return audit_write(c, S("import.upload"), S("import"), w->id, S(""));
}

status imports_upload(call *c, int fd, str filename, str owner, int64_t *id, problem *why)
{
    os_file_info info;
    TRY(os_info(fd, &info));
    if (info.bytes == 0) return problem_set(why, ST_INVALID, S("file"), S("sheet-empty"));
    if (info.bytes > SHEET_FILE_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("sheet-too-big"));
    str         name = text_tidy(c->a, str_begin(filename, 255));
    upload_work w    = {
           .c = c, .fd = fd, .filename = name.ptr ? name : S(""), .owner = str_trim(owner)
    };
    if (!str_is_utf8(w.filename)) w.filename = S("");
    if (!w.owner.ptr) w.owner = S("");
    TRY(text_check(S("owner"), w.owner, 0, 300, why));
    TRY(call_act(c, upload, &w));
    *id = w.id;
    return ST_OK;
}

static import_view view_of(const import_row_load_row *r)
{
    return (import_view){ .id        = r->id,
                          .body_id   = r->body_id,
                          .person    = r->person,
                          .owner     = r->owner,
                          .filename  = r->filename,
                          .mapping   = r->mapping,
                          .sheet     = r->sheet,
                          .only_new  = r->only_new != 0,
                          .problem   = r->problem,
                          .state     = (import_state)r->state,
                          .made_ms   = r->made_ms,
                          .done_ms   = r->done_ms,
                          .first_id  = r->first_id,
                          .new_count = r->new_count,
                          .changed   = r->changed,
                          .same      = r->same,
                          .refused   = r->refused };
}

status imports_load(call *c, int64_t id, import_view *out)
{
    db                 *d;
    import_row_load_row row;
    TRY(call_db(c, &d));
    TRY(import_row_load(d, &(import_row_load_in){ .id = id, .body = c->who.body_id }, c->a, &row));
    *out = view_of(&row);
    return ST_OK;
}

status imports_recent(call *c, import_view **out, size_t *count)
{
    _Static_assert(sizeof(import_rows_row) == sizeof(import_row_load_row), "same columns");
    db              *d;
    import_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(import_rows(d, &(import_rows_in){ .body = c->who.body_id, .max = RECENT_MAX }, c->a, &rows,
                    count));
    *out = NEW(c->a, import_view, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = view_of((const import_row_load_row *)(const void *)&rows[i]);
    return ST_OK;
}

typedef struct map_work {
    int64_t       id;
    import_choice to;
    bool          other_sheet;
} map_work;

static status map_columns(db *d, void *ctx)
{
    map_work     *w     = ctx;
    int64_t       moved = 0;
    import_map_in in    = { .id      = w->id,
                            .mapping = w->to.mapping,
                            .owner   = w->to.owner,
                            .sheet   = w->to.sheet,
                            .state   = IMPORT_UPLOADED };
    TRY(import_map(d, &in, &moved));
    if (w->other_sheet)
        TRY(import_fixes_drop(d, &(import_fixes_drop_in){ .import_id = w->id }, NULL));
    return moved ? ST_OK : ST_CONFLICT;
}

status imports_map(call *c, int64_t id, const import_choice *choice)
{
    import_view v;
    map_work    w = { .id = id, .to = *choice };
    TRY(imports_load(c, id, &v));
    if (choice->mapping.len > IMPORT_MAPPING_MAX || choice->sheet.len > IMPORT_MAPPING_MAX)
        return ST_LIMIT;
    if (!w.to.owner.ptr) w.to.owner = S("");
    if (!w.to.sheet.ptr) w.to.sheet = v.sheet;
    w.other_sheet = !str_equal(w.to.sheet, v.sheet);
    return call_act(c, map_columns, &w);
}

status imports_open(call *c, int64_t id, import_bytes what, int *fd, int64_t *size)
{
    db         *d;
    import_view v;
    TRY(imports_load(c, id, &v));
    TRY(call_db(c, &d));
    TRY(os_temp_in_memory(fd));
    *size     = 0;
    status st = ST_OK;
    for (int64_t piece = 0; st == ST_OK; piece++) {
        arena            scratch = *c->a;
        import_piece_row row;
        import_piece_in  in = { .import_id = id, .kind = what, .piece = piece };
        st                  = import_piece(d, &in, &scratch, &row);
        if (st == ST_MISSING && piece > 0) {
            st = os_rewind(*fd);
            break;
        }
        if (st == ST_OK) st = os_write_all(*fd, row.bytes);
        if (st == ST_OK) *size += row.bytes.len;
    }
    if (st == ST_OK) return ST_OK;
    os_close(*fd);
    *fd = -1;
    return st;
}

status imports_run(call *c, int64_t id, import_plan *p, const import_options *o, problem *why)
{
    import_view    v;
    int64_t        size;
    import_options options = *o;
    TRY(imports_load(c, id, &v));
    if (v.state != IMPORT_UPLOADED)
        return problem_set(why, ST_CONFLICT, S("import"), S("import-done-already"));
    TRY(imports_open(c, id, IMPORT_FILE, &options.fd, &size));
    options.filename = v.filename;
    options.owner    = v.owner;
    options.mapping  = v.mapping;
    options.sheet    = v.sheet;
    options.only_new = v.only_new;
    p->import_id     = id;
    import_fix *fixes;
    status      st = imports_fixes(c, id, &fixes, &options.fix_count);
    options.fixes  = fixes;
    if (st == ST_OK) st = import_scan(c, &options, p, why);
    if (st == ST_OK) st = import_compare(c, &options, p, why);
    if (st == ST_OK) st = import_commit(c, &options, p, why);
    os_close(options.fd);
    return st;
}
