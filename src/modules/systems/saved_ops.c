// saved_ops.c - see saved_ops.h.
#include "modules/systems/saved_ops.h"

#include "kit/os/os.h"
#include "kit/store/kept.h"
#include "kit/text/fold.h"
#include "modules/systems/system_ops.h"
#include "modules/systems/systems_queries.gen.h"

// ---- reading ------------------------------------------------------------------------------------

static saved_view view_of(const call *c, const saved_rows_row *r)
{
    bool own    = r->person_id == c->who.person_id;
    bool speaks = r->body_id == c->who.body_id && call_may(c, RIGHT_SYSTEMS_LEAD);
    return (saved_view){ .id         = r->id,
                         .body_id    = r->body_id,
                         .person_id  = r->person_id,
                         .version    = r->version,
                         .changed_ms = r->changed_ms,
                         .body_name  = r->body_name,
                         .person     = r->person,
                         .name       = r->name,
                         .query      = r->query,
                         .reach      = (saved_reach)r->reach,
                         .own        = own,
                         .is_default = r->is_default != 0,
                         .may_change = own || (r->reach > SAVED_OWN && speaks) };
}

// Most people have none, and each page of the list asks: that there is none is kept.
static status load_rows(call *c, saved_rows_row **rows, size_t *count)
{
    static const char none[] = "no saved views";
    const kept_key    key    = { none, c->who.person_id, c->who.body_id, 0, 0 };
    const kept_term   term   = { .now_ms = c->now_ms };
    saved_rows_in     in = { .person = c->who.person_id, .body = c->who.body_id, .max = SAVED_MAX };
    db               *d;
    size_t            size = 0;
    *rows                  = NULL;
    *count                 = 0;
    TRY(call_db(c, &d));
    if (kept_find(d, &key, &term, rows, &size)) return ST_OK;
    TRY(saved_rows(d, &in, c->a, rows, count));
    if (*count == 0) kept_put(d, &key, c->now_ms, "", 0);
    return ST_OK;
}

status saved_list(call *c, saved_view **out, size_t *count)
{
    saved_rows_row *rows;
    TRY(load_rows(c, &rows, count));
    *out = NEW(c->a, saved_view, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) (*out)[i] = view_of(c, &rows[i]);
    return ST_OK;
}

status saved_load(call *c, int64_t id, saved_view *out)
{
    saved_view *all;
    size_t      count;
    TRY(saved_list(c, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (all[i].id != id) continue;
        *out = all[i];
        return ST_OK;
    }
    return ST_MISSING;
}

// ---- acts ---------------------------------------------------------------------------------------

typedef struct saved_work {
    call       *c;
    int64_t     id, version;
    saved_draft draft;
    str         sort_key;
    bool        was_default;
    saved_reach was;
} saved_work;

static status check(call *c, const saved_draft *draft, saved_work *w, problem *why)
{
    w->draft      = *draft;
    w->draft.name = text_tidy(c->a, draft->name);
    if (!w->draft.name.ptr) return ST_MEMORY;
    TRY(text_check(S("name"), w->draft.name, 1, SAVED_NAME_MAX, why));
    if (draft->query.len > SAVED_QUERY_MAX)
        return problem_set(why, ST_INVALID, S("name"), S("view-too-long"));
    if (draft->reach != SAVED_OWN && draft->reach != w->was && !call_may(c, RIGHT_SYSTEMS_LEAD))
        return problem_set(why, ST_INVALID, S("reach"), S("view-sharing"));
    w->sort_key = str_slice(text_sort_key(c->a, w->draft.name), 0, SYSTEM_SORT_KEY_MAX);
    return w->sort_key.ptr ? ST_OK : ST_MEMORY;
}

static status set_default(call *c, db *d, int64_t id)
{
    saved_default_drop_in drop = { .person = c->who.person_id, .body = c->who.body_id };
    TRY(saved_default_drop(d, &drop, NULL));
    if (!id) return ST_OK;
    saved_default_set_in set = { .person  = c->who.person_id,
                                 .body    = c->who.body_id,
                                 .view_id = id };
    return saved_default_set(d, &set, NULL);
}

static status tell(const saved_work *w, const char *act)
{
    buf detail = buf_in(w->c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&detail, "{\"reach\":\"%s\",\"name\":", saved_reach_key(w->draft.reach));
    buf_json(&detail, w->draft.name);
    buf_char(&detail, '}');
    return audit_write(w->c, str_from(act), S("view"), w->id, buf_str(&detail));
}

static status add(db *d, void *ctx)
{
    saved_work      *w  = ctx;
    call            *c  = w->c;
    system_author    by = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    saved_insert_in  in = { .body_id   = c->who.body_id,
                            .person_id = by.person_id,
                            .person    = by.person,
                            .reach     = w->draft.reach,
                            .name      = w->draft.name,
                            .sort_key  = w->sort_key,
                            .query     = w->draft.query,
                            .now       = c->now_ms };
    saved_insert_row row;
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(saved_insert(d, &in, c->a, &row));
    w->id = row.id;
    if (w->draft.is_default) TRY(set_default(c, d, w->id));
    return tell(w, "view.save");
}

status saved_add(call *c, const saved_draft *draft, int64_t *id, problem *why)
{
    saved_work  w = { .c = c, .was = SAVED_OWN };
    saved_view *all;
    size_t      count;
    TRY(check(c, draft, &w, why));
    TRY(saved_list(c, &all, &count));
    if (count == SAVED_MAX) return problem_set(why, ST_INVALID, S("name"), S("view-too-many"));
    TRY(call_act(c, add, &w));
    *id = w.id;
    return ST_OK;
}

static status change(db *d, void *ctx)
{
    saved_work     *w       = ctx;
    int64_t         changed = 0;
    saved_update_in in      = { .id            = w->id,
                                .known_version = w->version,
                                .reach         = w->draft.reach,
                                .name          = w->draft.name,
                                .sort_key      = w->sort_key,
                                .query         = w->draft.query,
                                .now           = w->c->now_ms };
    TRY(saved_update(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    if (w->draft.is_default != w->was_default)
        TRY(set_default(w->c, d, w->draft.is_default ? w->id : 0));
    return tell(w, "view.change");
}

status saved_change(call *c, const saved_view *v, int64_t version, const saved_draft *draft,
                    problem *why)
{
    saved_work w = {
        .c = c, .id = v->id, .version = version, .was = v->reach, .was_default = v->is_default
    };
    if (!v->may_change) return ST_FORBIDDEN;
    TRY(check(c, draft, &w, why));
    return call_act(c, change, &w);
}

static status drop(db *d, void *ctx)
{
    saved_work *w       = ctx;
    int64_t     changed = 0;
    TRY(saved_defaults_drop(d, &(saved_defaults_drop_in){ .view_id = w->id }, NULL));
    TRY(saved_delete(d, &(saved_delete_in){ .id = w->id }, &changed));
    return changed ? tell(w, "view.drop") : ST_CONFLICT;
}

status saved_drop(call *c, const saved_view *v)
{
    saved_work w = { .c = c, .id = v->id, .draft = { .name = v->name, .reach = v->reach } };
    return v->may_change ? call_act(c, drop, &w) : ST_FORBIDDEN;
}

static status begin_with(db *d, void *ctx)
{
    saved_work *w = ctx;
    TRY(set_default(w->c, d, w->id));
    return audit_write(w->c, S("view.default"), S("view"), w->id, S(""));
}

status saved_begin_with(call *c, int64_t id)
{
    saved_view v;
    saved_work w = { .c = c, .id = id };
    if (id) TRY(saved_load(c, id, &v));
    return call_act(c, begin_with, &w);
}
