// law_web.c - the law packs in the browser: in force, versions, what a version changes, the crosswalk.
#include "modules/law/law.h"

#include "kit/os/os.h"
#include "modules/law/law_ops.h"
#include "modules/law/law_pages.gen.h"
#include "modules/law/law_view.h"

static bool english(const call *c)
{
    return c->lang == LANG_EN;
}

// ---- in force, and kept -----------------------------------------------------------------------------

static status list_packs(call *c, law_home_view *v)
{
    const law     *l     = law_in_force();
    size_t         n     = law_pack_count(l);
    law_pack_item *items = NEW(c->a, law_pack_item, n ? n : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const law_pack *p = law_pack_at(l, i);
        items[i]          = (law_pack_item){ .id      = p->id,
                                             .name    = law_say(p->name_short, english(c)),
                                             .version = p->version,
                                             .sha256  = str_slice(str_from(p->sha256), 0, 16),
                                             .from    = p->valid_from };
        (void)law_rules(p, &items[i].rules);
    }
    v->packs      = items;
    v->pack_count = n;
    return ST_OK;
}

static law_version_item item_of(page *o, const law_version *v)
{
    str by = v->loaded_by;
    return (law_version_item){ .id     = v->id,
                               .packs  = v->packs,
                               .source = v->source,
                               .by     = v->program && !v->source.len ? T(o, law_with_program) : by,
                               .when   = page_when(o, v->loaded_ms),
                               .sha256 = v->sha256,
                               .shape  = v->running ? "done" : "off",
                               .state  = v->running ? T(o, law_running) : T(o, law_kept) };
}

static status list_versions(call *c, page *o, law_home_view *v)
{
    law_version *all;
    TRY(law_version_list(c, &all, &v->version_count));
    law_version_item *items = NEW(c->a, law_version_item, v->version_count ? v->version_count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < v->version_count; i++) items[i] = item_of(o, &all[i]);
    v->versions = items;
    return ST_OK;
}

static status list_faults(page *o, const law_faults *faults, law_home_view *v)
{
    law_fault_item *items = NEW(o->a, law_fault_item, faults->count ? faults->count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < faults->count; i++) {
        const law_fault *f     = &faults->items[i];
        const problem    why   = { .rule = f->rule, .detail = f->detail.ptr ? f->detail : S("") };
        str              place = f->id.len
                                     ? arena_printf(o->a, STR_FMT ":" STR_FMT, STR_ARG(f->file), STR_ARG(f->id))
                                     : f->file;
        if (!place.ptr) return ST_MEMORY;
        items[i] = (law_fault_item){ place, page_problem_text(o, &why) };
    }
    v->faults      = items;
    v->fault_count = faults->count;
    return ST_OK;
}

static status show_home(call *c, web_request *rq, http_response *rs, const law_faults *faults,
                        const problem *why)
{
    bool          bad = why->rule.len > 0;
    law_home_view v   = { .may_change = false };
    page          o   = page_open(c, rq, rs);
    size_t        crossings;
    (void)law_crosswalk(law_in_force(), &crossings);
    v.crosswalk = crossings > 0;
    TRY(law_may_change(c, &v.may_change));
    TRY(list_packs(c, &v));
    TRY(list_versions(c, &o, &v));
    if (faults) TRY(list_faults(&o, faults, &v));
    v.frame = (page_frame){ .title         = T(&o, law_home_title),
                            .menu          = "law",
                            .problems      = bad ? why : NULL,
                            .problem_count = bad && !v.fault_count,
                            .fields        = "law.load." };
    law_home_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status home_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    return show_home(c, rq, rs, NULL, why);
}

static status read_bundle(call *c, const http_request *rq, law_files *files, str *name,
                          problem *why)
{
    for (size_t i = 0; i < rq->file_count; i++) {
        const http_file *f = &rq->files[i];
        str              bytes;
        if (!str_equal(f->field, S("file")) || f->size == 0) continue;
        if (f->size > LAW_BUNDLE_MAX) {
            return problem_set(why, ST_INVALID, S("file"), S("law-file-large"));
        }
        *name = f->filename.ptr ? f->filename : S("");
        TRY(os_read_fd(f->fd, LAW_BUNDLE_MAX, c->a, &bytes));
        return law_bundle_parse(bytes, c->a, files, why);
    }
    return problem_set(why, ST_INVALID, S("file"), S("required"));
}

static status load_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    law_files  *files  = NEW(c->a, law_files, 1);
    law_faults *faults = NEW(c->a, law_faults, 1);
    str         name   = S("");
    int64_t     id     = 0;
    if (!files || !faults) return ST_MEMORY;
    status st = read_bundle(c, rq->http, files, &name, why);
    if (st == ST_OK) st = law_take(c, files, name, &id, faults, why);
    if (st == ST_INVALID) return show_home(c, rq, rs, faults, why);
    TRY(st);
    str to = arena_printf(c->a, "/quy-dinh/phien-ban/%lld", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// ---- one version ------------------------------------------------------------------------------------

static str change_place(arena *a, const law_change *c)
{
    buf       b       = buf_in(a, 64, 1024);
    const str parts[] = { c->file, c->list, c->id };
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!parts[i].len) continue;
        if (b.len) buf_put(&b, S(" · "));
        buf_put(&b, parts[i]);
    }
    return b.failed ? c->file : buf_str(&b);
}

static status list_changes(call *c, page *o, const law_diff *diff, law_version_view *v)
{
    static const char *const shapes[] = { "", "doing", "lack", "wait" };
    const str words[]      = { S(""), T(o, law_added), T(o, law_removed), T(o, law_changed) };
    v->total               = diff->count;
    v->count               = diff->count < LAW_CHANGES_SHOWN ? diff->count : LAW_CHANGES_SHOWN;
    law_change_item *items = NEW(c->a, law_change_item, v->count ? v->count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        const law_change *x = &diff->items[i];
        items[i]            = (law_change_item){ .place  = change_place(c->a, x),
                                                 .cite   = law_say(x->cite, english(c)),
                                                 .state  = words[x->kind],
                                                 .shape  = shapes[x->kind],
                                                 .fields = x->fields,
                                                 .count  = x->count };
    }
    v->changes = items;
    return ST_OK;
}

static status list_activations(call *c, page *o, int64_t id, law_version_view *v)
{
    law_activation *all;
    size_t          count;
    TRY(law_activation_list(c, &all, &count));
    law_version_item *items = NEW(c->a, law_version_item, count ? count : 1);
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (all[i].version_id != id) continue;
        str from                     = page_date(o, all[i].from_day);
        items[v->activation_count++] = (law_version_item){
            .by    = all[i].made_by,
            .when  = page_when(o, all[i].made_ms),
            .state = text_fill(c->a, T(o, law_activated_from), &from, 1)
        };
    }
    v->activations = items;
    return ST_OK;
}

static status show_version(call *c, web_request *rq, http_response *rs, int64_t id, str from,
                           const problem *why)
{
    bool             bad = why->rule.len > 0;
    law_version_view v   = { .from = from };
    law_version      one;
    law_diff         diff = { .count = 0 };
    problem          told = *why;
    TRY(law_version_load(c, id, &one));
    page   o  = page_open(c, rq, rs);
    status st = law_version_compare(c, id, &diff, &told);
    if (st == ST_INVALID) bad = true;
    if (st != ST_OK && st != ST_INVALID) return st;
    page_crumb up[] = { { T(&o, law_home_title), S("/quy-dinh") } };
    v.v             = item_of(&o, &one);
    TRY(list_changes(c, &o, &diff, &v));
    TRY(list_activations(c, &o, id, &v));
    TRY(law_may_change(c, &v.may_change));
    v.may_change = v.may_change && !one.running && st == ST_OK;
    v.frame      = (page_frame){ .title         = T(&o, law_version_title),
                                 .menu          = "law",
                                 .crumbs        = up,
                                 .crumb_count   = COUNT(up),
                                 .problems      = bad ? &told : NULL,
                                 .problem_count = bad,
                                 .fields        = "law.activate." };
    if (http_query(rq->http, S("xong")).len) v.frame.done = T(&o, law_activated);
    law_version_page(&o, &v);
    return page_close(&o, rs, bad ? 422 : 200);
}

static status version_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    return show_version(c, rq, rs, id, S(""), why);
}

static status activate_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    str     from = http_form(rq->http, S("from"));
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    status st = law_activate(c, id, from.ptr ? from : S(""), why);
    if (st == ST_INVALID) return show_version(c, rq, rs, id, from, why);
    TRY(st);
    str to = arena_printf(c->a, "/quy-dinh/phien-ban/%lld?xong=1", (long long)id);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// ---- the crosswalk ----------------------------------------------------------------------------------

static size_t rows_named(const law_catalogue *k, str selector)
{
    size_t n = 0;
    for (size_t i = 0; k && i < k->count; i++) n += law_selects(selector, &k->rows[i]);
    return n;
}

static status crosswalk_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    const law           *l = law_current();
    size_t               n;
    const law_crossing  *all = law_crosswalk(l, &n);
    const law_catalogue *old = law_catalogue_find(l, S("tcvn11930"));
    const law_catalogue *new = law_catalogue_find(l, S("tcvn14423"));
    law_crosswalk_view v     = { .count = n };
    law_crossing_item *items = NEW(c->a, law_crossing_item, n ? n : 1);
    (void)why;
    if (!items) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        items[i] = (law_crossing_item){ .id        = all[i].id,
                                        .from      = all[i].from,
                                        .to        = all[i].to,
                                        .note      = law_say(all[i].note, english(c)),
                                        .certainty = str_from(law_certainty_key(all[i].certainty)),
                                        .from_rows = rows_named(old, all[i].from),
                                        .to_rows   = rows_named(new, all[i].to) };
    }
    v.items         = items;
    v.alone_old     = law_crossing_alone(l, true);
    v.alone_new     = law_crossing_alone(l, false);
    page       o    = page_open(c, rq, rs);
    page_crumb up[] = { { T(&o, law_home_title), S("/quy-dinh") } };
    v.frame         = (page_frame){ .title       = T(&o, law_crosswalk_title),
                                    .menu        = "law",
                                    .crumbs      = up,
                                    .crumb_count = COUNT(up),
                                    .wide        = true };
    law_crosswalk_page(&o, &v);
    return page_close(&o, rs, 200);
}

static const web_route routes[] = {
    { HTTP_GET, "/quy-dinh", RIGHT_SIGNED_IN, home_get, "The law packs in force and those kept" },
    { HTTP_POST, "/quy-dinh/nap", RIGHT_ACCOUNTS_ADMIN, load_post, "Loads a version",
      .flags = WEB_UPLOAD },
    { HTTP_GET, "/quy-dinh/phien-ban/{id}", RIGHT_ACCOUNTS_ADMIN, version_get,
      "A version and what it changes" },
    { HTTP_POST, "/quy-dinh/phien-ban/{id}/ap-dung", RIGHT_ACCOUNTS_ADMIN, activate_post,
      "Puts a version into force from a day" },
    { HTTP_GET, "/quy-dinh/doi-chieu", RIGHT_SIGNED_IN, crosswalk_get,
      "The two catalogues of requirements side by side" },
};

const web_module law_module = { "law", routes, COUNT(routes) };
