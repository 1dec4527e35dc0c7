// dossier_keep_web.c - texts and rows of a part, which save themselves; who else is at it.
#include "kit/web/present.h"
#include "kit/web/saving.h"
#include "modules/dossiers/dossiers_view.h"
#include "modules/dossiers/dossiers_web.h"

enum { WATCH_BYTES_MAX = 1024 * 1024 };

static str number(arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

static str part_address(call *c, const web_request *rq)
{
    return arena_printf(c->a, "/ho-so/" STR_FMT "/" STR_FMT "?xong=1", STR_ARG(rq->params[0]),
                        STR_ARG(rq->params[1]));
}

// Refused for a reason that has words; anything else is the router's to answer.
static bool is_told(status st, const problem *why)
{
    return st == ST_INVALID || (st == ST_CONFLICT && why->rule.len);
}

// ---- texts ------------------------------------------------------------------------------------------------

static const dossier_text *text_of(const dossier_content *k, str key)
{
    static const dossier_text none = { 0 };
    for (size_t i = 0; i < k->text_count; i++) {
        if (str_equal(k->texts[i].key, key)) return &k->texts[i];
    }
    return &none;
}

status dossier_text_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref      of;
    dossier_content *k    = NEW(c->a, dossier_content, 1);
    str              key  = web_field_text(rq, "key");
    const char      *name = arena_cstr(c->a, key);
    if (!k || !name) return ST_MEMORY;
    dossier_writing w = { key, web_field_text(rq, name), dossier_number_of(rq, "known") };
    TRY(dossier_ref_of(c, rq, &of));
    status st = dossiers_put_text(c, of, &w, why);
    if (!web_saves_itself(rq)) return dossier_part_done(c, rq, rs, st, why);
    if (st != ST_OK && !is_told(st, why)) return st;
    TRY(dossiers_content(c, rq->params[0], k));
    const dossier_text *now   = text_of(k, key);
    bool                moved = st == ST_CONFLICT && str_equal(why->rule, S("text-moved"));
    const saving_field  set   = { S("known"), number(c->a, now->version) };
    const saving_other  other = { key, now->text, now->person, now->at_ms };
    return web_saving(c, rs,
                      &(saving_answer){ .to          = part_address(c, rq),
                                        .set         = &set,
                                        .set_count   = st == ST_OK || moved,
                                        .others      = &other,
                                        .other_count = moved,
                                        .why         = st == ST_OK ? NULL : why });
}

// ---- rows -------------------------------------------------------------------------------------------------

static const char *const was_names[DOSSIER_CELLS] = { "was.name", "was.second", "was.zone",
                                                      "was.fourth" };

static dossier_row row_typed(const web_request *rq, const char *const names[DOSSIER_CELLS])
{
    return (dossier_row){ .name   = web_field_text(rq, names[0]),
                          .second = web_field_text(rq, names[1]),
                          .zone   = web_field_text(rq, names[2]),
                          .fourth = web_field_text(rq, names[3]) };
}

static const dossier_row *row_of(const dossier_content *k, int64_t id)
{
    static const dossier_row none = { 0 };
    for (size_t i = 0; i < k->row_count; i++) {
        if (k->rows[i].id == id) return &k->rows[i];
    }
    return &none;
}

static status answer_row(call *c, web_request *rq, http_response *rs, const dossier_row *typed,
                         const problem *why)
{
    dossier_content *k = NEW(c->a, dossier_content, 1);
    saving_field     set[DOSSIER_CELLS], taken[DOSSIER_CELLS];
    saving_other     others[DOSSIER_CELLS];
    size_t           other_count = 0, taken_count = 0;
    if (!k) return ST_MEMORY;
    TRY(dossiers_content(c, rq->params[0], k));
    const dossier_row *now = row_of(k, typed->id);
    for (size_t i = 0; i < DOSSIER_CELLS; i++) {
        str there = dossier_cell(now, i);
        str name  = str_from(dossier_cell_names[i]);
        set[i]    = (saving_field){ str_from(was_names[i]), there };
        if (!why && !str_equal(there, str_trim(dossier_cell(typed, i))))
            taken[taken_count++] = (saving_field){ name, there };
        if (why && dossier_cell_moved(now, typed, i))
            others[other_count++] = (saving_other){ name, there, now->person, now->at_ms };
    }
    return web_saving(c, rs,
                      &(saving_answer){ .to          = part_address(c, rq),
                                        .set         = set,
                                        .set_count   = !why || other_count ? DOSSIER_CELLS : 0,
                                        .now         = taken,
                                        .now_count   = taken_count,
                                        .others      = others,
                                        .other_count = other_count,
                                        .why         = why });
}

status dossier_row_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_ref of;
    int64_t     id;
    dossier_row was = row_typed(rq, was_names), r = row_typed(rq, dossier_cell_names);
    r.id  = dossier_number_of(rq, "row");
    r.was = r.id && was.name.len ? &was : NULL;
    TRY(dossier_ref_of(c, rq, &of));
    if (!dossier_list_named(rq->params[1], &r.list)) return ST_MISSING;
    status st = dossiers_put_row(c, of, &r, &id, why);
    if (!web_saves_itself(rq)) return dossier_part_done(c, rq, rs, st, why);
    if (st != ST_OK && !is_told(st, why)) return st;
    return answer_row(c, rq, rs, &r, st == ST_OK ? NULL : why);
}

// ---- who else is here ---------------------------------------------------------------------------------------

static str thing_of(call *c, const dossier_content *k, str part)
{
    return arena_printf(c->a, "dossier/%lld/" STR_FMT, (long long)k->d.id, STR_ARG(part));
}

static status sit_down(call *c, str thing, str field, present_person **others, size_t *count)
{
    const present_person me = { c->who.person_id, c->who.name, field };
    if (!thing.ptr) return ST_MEMORY;
    present_note(thing, &me, c->now_ms);
    return present_at(thing, me.person_id, c->now_ms, c->a, others, count);
}

status dossier_sit_down(call *c, const web_request *rq, dossier_part_view *v)
{
    present_person *others;
    size_t          count;
    v->since = number(c->a, c->now_ms);
    v->here  = S("");
    if (!v->may_edit) return ST_OK;
    TRY(sit_down(c, thing_of(c, v->k, rq->params[1]), S(""), &others, &count));
    for (size_t i = 0; i < count; i++)
        v->here = arena_printf(c->a, STR_FMT "%s" STR_FMT, STR_ARG(v->here), i ? ", " : "",
                               STR_ARG(others[i].name));
    return v->here.ptr && v->since.ptr ? ST_OK : ST_MEMORY;
}

static void put(buf *b, const char *name, str value)
{
    buf_printf(b, "\"%s\":", name);
    buf_json(b, value.ptr ? value : S(""));
}

static void put_people(buf *b, const present_person *people, size_t count)
{
    buf_put(b, S("{\"people\":["));
    for (size_t i = 0; i < count; i++) {
        buf_put(b, i ? S(",{") : S("{"));
        put(b, "name", people[i].name);
        buf_char(b, ',');
        put(b, "field", people[i].field);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

// Versions of the part's texts; and those that were written after `since`.
static void put_texts(buf *b, arena *a, const dossier_content *k, str part, int64_t since)
{
    bool known = true;
    for (int turn = 0; turn < 2; turn++, known = false) {
        size_t n = 0;
        buf_put(b, known ? S(",\"known\":{") : S(",\"texts\":{"));
        for (size_t i = 0; i < k->text_count; i++) {
            const dossier_text *t = &k->texts[i];
            str                 of;
            if (!dossier_text_known(t->key, &of) || !str_equal(of, part)) continue;
            if (!known && t->at_ms <= since) continue;
            if (n++) buf_char(b, ',');
            buf_json(b, t->key);
            buf_printf(b, known ? ":\"%lld\"" : ":{\"known\":\"%lld\",", (long long)t->version);
            if (known) continue;
            put(b, "value", t->text);
            buf_char(b, ',');
            put(b, "person", t->person);
            buf_char(b, ',');
            put(b, "when", text_when(a, t->at_ms));
            buf_char(b, '}');
        }
        buf_char(b, '}');
    }
}

// Who changed the part's list after `since`, if it was not the reader; "" nobody.
static str moved_by(const call *c, const dossier_content *k, str part, int64_t since)
{
    dossier_list list;
    if (!dossier_list_named(part, &list)) return S("");
    for (size_t i = 0; i < k->row_count; i++) {
        const dossier_row *r = &k->rows[i];
        if (r->list == list && r->at_ms > since && !str_equal(r->person, c->who.name))
            return r->person;
    }
    return S("");
}

status dossier_watch_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    dossier_content *k     = NEW(c->a, dossier_content, 1);
    int64_t          since = 0;
    present_person  *others;
    size_t           count;
    buf              b = buf_in(c->a, 1024, WATCH_BYTES_MAX);
    (void)why;
    if (!k) return ST_MEMORY;
    if (!str_int(http_query(rq->http, S("tu")), &since)) since = c->now_ms;
    TRY(dossiers_content(c, rq->params[0], k));
    TRY(sit_down(c, thing_of(c, k, rq->params[1]), http_query(rq->http, S("o")), &others, &count));
    put_people(&b, others, count);
    put_texts(&b, c->a, k, rq->params[1], since);
    buf_char(&b, ',');
    put(&b, "moved", moved_by(c, k, rq->params[1], since));
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}
