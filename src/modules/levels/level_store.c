// level_store.c - see level_store.h.
#include "modules/levels/level_store.h"

#include "modules/levels/levels_queries.gen.h"

enum { OPEN_KIND_SYSTEM = 1 }; // scope_kind of systems, in the store

// A cursor is "<scope level>.<state>.<id>.<sort key in hex>": where the last page ended.
static status cursor_read(str cursor, arena *a, level_tasks_in *in, problem *why)
{
    str     head[3], rest = cursor;
    int64_t number[3];
    *in = (level_tasks_in){ .after_key = S("") };
    if (!cursor.len) return ST_OK;
    for (int i = 0; i < 3; i++) {
        if (!str_cut(rest, '.', &head[i], &rest) || !str_int(head[i], &number[i])) {
            return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
        }
    }
    size_t         n   = (size_t)rest.len / 2;
    unsigned char *key = NEW(a, unsigned char, n + 1);
    if (!key) return ST_MEMORY;
    if (!hex_decode(rest, key, n) || !str_is_utf8((str){ (char *)key, (ptrdiff_t)n })) {
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    }
    in->after_level = number[0];
    in->after_state = number[1];
    in->after_id    = number[2];
    in->after_key   = (str){ (char *)key, (ptrdiff_t)n };
    return ST_OK;
}

static str cursor_after(arena *a, const level_tasks_row *last)
{
    buf b = buf_in(a, 128, 4096);
    buf_printf(&b, "%lld.%lld.%lld.", (long long)last->scope_level, (long long)last->state,
               (long long)last->id);
    buf_hex(&b, last->sort_key);
    return buf_str(&b);
}

status level_open_list(call *c, str cursor, size_t limit, level_open_page *out, problem *why)
{
    db              *d;
    level_tasks_in   in;
    level_tasks_row *rows;
    size_t           count;
    TRY(cursor_read(cursor, c->a, &in, why));
    in.body_id = c->who.body_id;
    in.kind    = OPEN_KIND_SYSTEM;
    in.limit   = (int64_t)limit + 1;
    TRY(call_db(c, &d));
    TRY(level_tasks(d, &in, c->a, &rows, &count));
    *out       = (level_open_page){ .count = count > limit ? limit : count };
    out->items = NEW(c->a, level_open, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) {
        out->items[i] = (level_open){ rows[i].id,       rows[i].code,       rows[i].name,
                                      rows[i].owner,    (int)rows[i].level, rows[i].questions,
                                      rows[i].bare != 0 };
    }
    if (count > limit) out->next = cursor_after(c->a, &rows[limit - 1]);
    return ST_OK;
}

status level_choices_load(call *c, int64_t system_id, level_choice **out, size_t *count)
{
    db                      *d;
    grey_choices_of_row     *rows;
    const grey_choices_of_in in = { .system_id = system_id,
                                    .body_id   = c->who.body_id,
                                    .limit     = LEVEL_CHOICES_MAX };
    TRY(call_db(c, &d));
    TRY(grey_choices_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, level_choice, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (level_choice){ rows[i].at_ms, rows[i].person, rows[i].pack,
                                    rows[i].grey,  rows[i].choice, rows[i].note };
    }
    return ST_OK;
}

status level_choice_add(db *d, const call *c, int64_t system_id, str pack_version,
                        const level_choice *one)
{
    const grey_choice_add_in in = { .system_id    = system_id,
                                    .at_ms        = one->at_ms,
                                    .person_id    = c->who.person_id,
                                    .person       = one->person,
                                    .pack         = one->pack,
                                    .pack_version = pack_version,
                                    .grey         = one->grey,
                                    .choice       = one->choice,
                                    .note         = one->note };
    int64_t                  changed;
    return grey_choice_add(d, &in, &changed);
}
