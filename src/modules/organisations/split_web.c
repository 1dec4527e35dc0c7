// split_web.c - what of a body that is split goes to which successor: a list with a choice in each row, and
// for all that a filter leaves.
#include "modules/organisations/split_web.h"
#include "modules/organisations/organisations_pages.gen.h"
#include "modules/organisations/parts_web.h"
#include "modules/organisations/split_ops.h"

enum { SPLIT_PAGE = 100 };

static str q(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

str split_what_words(const call *c, str what)
{
    str name = arena_printf(c->a, "bodies.holds." STR_FMT, STR_ARG(what));
    return name.ptr ? text_named(c->lang, name) : what;
}

str split_address(arena *a, int64_t id, str what)
{
    return arena_printf(a, "/thay-doi-to-chuc/%lld/chia?loai=" STR_FMT, (long long)id,
                        STR_ARG(what));
}

// Which of the items the filter leaves: words in the name, a part or "not said yet".
typedef struct filter {
    str     what, words;
    int64_t part; // -1: any
} filter;

static filter filter_of(const web_request *rq)
{
    filter f = { .what = q(rq, "loai"), .words = str_trim(q(rq, "q")), .part = -1 };
    if (!f.what.len) f.what = S("systems");
    if (!str_int(q(rq, "phan"), &f.part)) f.part = -1;
    return f;
}

static status kept(call *c, const filter *f, const split_item *one, bool *keep)
{
    arena scratch = *c->a;
    *keep         = f->part < 0 || one->part == f->part;
    if (!*keep || !f->words.len) return ST_OK;
    str words = body_fold(&scratch, f->words), name = body_fold(&scratch, one->name);
    if (!words.ptr || !name.ptr) return ST_MEMORY;
    *keep = str_find(name, words) >= 0 || str_find(one->detail, f->words) >= 0;
    return ST_OK;
}

static status filtered(call *c, const body_change *g, const filter *f, split_item **out,
                       size_t *count)
{
    split_item *all;
    size_t      n;
    TRY(split_items(c, g, f->what, &all, &n));
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        bool keep;
        TRY(kept(c, f, &all[i], &keep));
        if (keep) all[(*count)++] = all[i];
    }
    *out = all;
    return ST_OK;
}

// Not said yet, then each successor by its number; for a filter, all of them first.
static status part_options(call *c, const body_change *g, str none, bool any, page_option **out)
{
    page_option *options = NEW(c->a, page_option, g->part_count + 2), *next = options;
    if (!options) return ST_MEMORY;
    if (any) *next++ = (page_option){ S(""), text_get(c->lang, T_bodies_split_any), S("") };
    *next++ = (page_option){ .value = S("0"), .label = none };
    for (size_t i = 0; i < g->part_count; i++, next++) {
        *next = (page_option){ .value = arena_printf(c->a, "%zu", i + 1),
                               .label = g->parts[i].name };
        if (!next->value.ptr) return ST_MEMORY;
    }
    *out = options;
    return ST_OK;
}

static status list_rows(call *c, const split_item *items, share_view *v)
{
    share_row *rows = NEW(c->a, share_row, v->count ? v->count : 1);
    if (!rows) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        const split_item *one = &items[i];
        rows[i]               = (share_row){ .name   = one->name,
                                             .detail = one->detail,
                                             .part   = arena_printf(c->a, "%lld", (long long)one->part) };
        rows[i].field         = arena_cstr(c->a, arena_printf(c->a, "p-%lld", (long long)one->id));
        if (!rows[i].part.ptr || !rows[i].field) return ST_MEMORY;
    }
    v->rows = rows;
    return ST_OK;
}

static status list_kinds(call *c, const body_change *g, share_view *v)
{
    split_count counts[SPLIT_WHATS_MAX];
    TRY(split_counts(c, g, counts, &v->kind_count));
    share_kind *kinds = NEW(c->a, share_kind, v->kind_count);
    if (!kinds) return ST_MEMORY;
    for (size_t i = 0; i < v->kind_count; i++) {
        kinds[i] = (share_kind){ .label = split_what_words(c, counts[i].what),
                                 .href  = split_address(c->a, g->id, counts[i].what),
                                 .open  = counts[i].parts[0],
                                 .total = counts[i].total,
                                 .here  = str_equal(counts[i].what, v->what) };
        if (!kinds[i].href.ptr) return ST_MEMORY;
    }
    v->kinds = kinds;
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const body_change *g,
                   const problem *why)
{
    bool         bad = why->rule.len > 0;
    filter       f   = filter_of(rq);
    split_item  *items;
    page_option *filters, *choices;
    share_view   v    = { .id = g->id, .what = f.what, .words = f.words };
    str          home = arena_printf(c->a, "/thay-doi-to-chuc/%lld", (long long)g->id);
    if (!home.ptr) return ST_MEMORY;
    TRY(filtered(c, g, &f, &items, &v.total));
    v.count = v.total < SPLIT_PAGE ? v.total : SPLIT_PAGE;
    page o  = page_open(c, rq, rs);
    TRY(part_options(c, g, T(&o, bodies_split_open), false, &choices));
    TRY(part_options(c, g, T(&o, bodies_split_open), true, &filters));
    v.choices      = choices;
    v.choice_count = g->part_count + 1;
    v.filters      = filters;
    v.filter_count = g->part_count + 2;
    v.part         = q(rq, "phan");
    v.action       = rq->path;
    TRY(list_rows(c, items, &v));
    TRY(list_kinds(c, g, &v));
    page_crumb up[] = { { T(&o, bodies_title), S("/to-chuc") },
                        { T(&o, bodies_changes), S("/thay-doi-to-chuc") },
                        { T(&o, bodies_change_title), home } };
    v.back          = home;
    v.may           = g->state == CHANGE_DRAFT || g->state == CHANGE_WAITING;
    v.frame         = (page_frame){ .title         = T(&o, bodies_split_share),
                                    .menu          = "bodies",
                                    .crumbs        = up,
                                    .crumb_count   = COUNT(up),
                                    .problems      = bad ? why : NULL,
                                    .problem_count = bad,
                                    .fields        = "bodies.field.",
                                    .wide          = true };
    if (q(rq, "xong").len) v.frame.done = T(&o, bodies_split_saved);
    share_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status split_of_path(call *c, const web_request *rq, body_change *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(body_change_load(c, id, out));
    return out->kind == CHANGE_SPLIT ? ST_OK : ST_MISSING;
}

status split_share_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g;
    TRY(split_of_path(c, rq, &g));
    return show(c, rq, rs, &g, why);
}

// The rows whose choice the form carries, by part: one act each.
static status share_rows(call *c, const web_request *rq, const body_change *g, str what,
                         problem *why)
{
    int64_t *ids = NEW(c->a, int64_t, SPLIT_PAGE);
    if (!ids) return ST_MEMORY;
    for (int64_t part = 0; part <= (int64_t)g->part_count; part++) {
        size_t n = 0;
        for (size_t i = 0; i < rq->http->form_count && n < SPLIT_PAGE; i++) {
            str     name = rq->http->form[i].name;
            int64_t chosen;
            if (!str_starts(name, S("p-"))) continue;
            if (!str_int(rq->http->form[i].value, &chosen) || chosen != part) continue;
            if (str_int(str_slice(name, 2, name.len), &ids[n])) n++;
        }
        TRY(split_share(c, g->id, what, ids, n, part, why));
    }
    return ST_OK;
}

static status share_all(call *c, const web_request *rq, const body_change *g, const filter *f,
                        problem *why)
{
    split_item *items;
    size_t      n;
    int64_t     part;
    str         chosen = http_form(rq->http, S("all"));
    if (!str_int(chosen.ptr ? chosen : S(""), &part)) {
        return problem_set(why, ST_INVALID, S("all"), S("required"));
    }
    TRY(filtered(c, g, f, &items, &n));
    int64_t *ids = NEW(c->a, int64_t, n ? n : 1);
    if (!ids) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) ids[i] = items[i].id;
    return split_share(c, g->id, f->what, ids, n, part, why);
}

status split_share_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    body_change g;
    filter      f   = filter_of(rq);
    str         how = http_form(rq->http, S("step"));
    TRY(split_of_path(c, rq, &g));
    status st = how.ptr && str_equal(how, S("all")) ? share_all(c, rq, &g, &f, why)
                                                    : share_rows(c, rq, &g, f.what, why);
    if (st == ST_INVALID) return show(c, rq, rs, &g, why);
    TRY(st);
    str to = arena_printf(c->a, "/thay-doi-to-chuc/%lld/chia?loai=" STR_FMT "&xong=1",
                          (long long)g.id, STR_ARG(f.what));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// "MÃ Tên" a line: a code that is there already needs no name.
status split_read_parts(call *c, str typed, body_change *g, problem *why)
{
    str rest = typed, line, code, name;
    for (bool more = typed.len > 0; more;) {
        body b;
        more = str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (!line.len) continue;
        if (g->part_count == CHANGE_BODIES_MAX) {
            return problem_set(why, ST_INVALID, S("parts"), S("too-many"));
        }
        if (!str_cut(line, ' ', &code, &name)) name = S("");
        status st = body_by_code(c, code, &b);
        if (st != ST_OK && st != ST_MISSING) return st;
        bool there                = st == ST_OK;
        g->parts[g->part_count++] = (body_change_part){ there ? b.id : 0, code, str_trim(name) };
    }
    return ST_OK;
}
