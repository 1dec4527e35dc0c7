#include "modules/law/law_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/accounts/accounts.h"
#include "modules/law/law.h"
#include "modules/law/law_queries.gen.h"
#include "modules/organisations/organisations.h"

enum { CHECK_ARENA_BYTES = 64 << 20 }; // address space; only what is touched costs memory

// ---- looking ----------------------------------------------------------------------------------------

static law_version version_of(const law_version_rows_row *r)
{
    return (law_version){ .id        = r->id,
                          .loaded_ms = r->loaded_ms,
                          .sha256    = r->sha256,
                          .packs     = r->packs,
                          .source    = r->source,
                          .loaded_by = r->loaded_by,
                          .running   = str_equal(r->sha256, str_from(law_sha256(law_in_force()))),
                          .program   = str_equal(r->sha256, str_from(law_sha256(law_program()))) };
}

status law_version_list(call *c, law_version **out, size_t *count)
{
    db                   *d;
    law_version_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(law_version_rows(d, &(law_version_rows_in){ .max = LAW_VERSIONS_SHOWN }, c->a, &rows,
                         count));
    law_version *list = NEW(c->a, law_version, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) list[i] = version_of(&rows[i]);
    *out = list;
    return ST_OK;
}

status law_version_load(call *c, int64_t id, law_version *out)
{
    db                 *d;
    law_version_row_row r;
    TRY(call_db(c, &d));
    TRY(law_version_row(d, &(law_version_row_in){ .id = id }, c->a, &r));
    const law_version_rows_row same = { .id        = r.id,
                                        .sha256    = r.sha256,
                                        .packs     = r.packs,
                                        .source    = r.source,
                                        .loaded_by = r.loaded_by,
                                        .loaded_ms = r.loaded_ms };
    *out                            = version_of(&same);
    return ST_OK;
}

status law_activation_list(call *c, law_activation **out, size_t *count)
{
    db                      *d;
    law_activation_rows_row *rows;
    law_activation_rows_in   in = { .max = LAW_VERSIONS_SHOWN };
    TRY(call_db(c, &d));
    TRY(law_activation_rows(d, &in, c->a, &rows, count));
    law_activation *list = NEW(c->a, law_activation, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        list[i] = (law_activation){ rows[i].version, rows[i].made_ms, rows[i].from_day,
                                    rows[i].made_by };
    }
    *out = list;
    return ST_OK;
}

status law_may_change(call *c, bool *may)
{
    *may = false;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN) || c->who.person_id <= 0) return ST_OK;
    return accounts_runs_node(c, may);
}

static status must_change(call *c, problem *why)
{
    bool may;
    if (c->who.person_id <= 0) {
        return problem_set(why, ST_FORBIDDEN, S("person"), S("needs-person"));
    }
    TRY(law_may_change(c, &may));
    return may ? ST_OK : ST_FORBIDDEN;
}

// ---- keeping ----------------------------------------------------------------------------------------

typedef struct keep_work {
    call      *c;
    const law *l;
    str        source, packs, from;
    int64_t    id;
} keep_work;

static str author(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

static str packs_words(arena *a, const law *l)
{
    buf b = buf_in(a, 128, 4096);
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack *p = law_pack_at(l, i);
        buf_printf(&b, "%s" STR_FMT " " STR_FMT, i ? ", " : "", STR_ARG(p->id),
                   STR_ARG(p->version));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status keep(db *d, void *ctx)
{
    keep_work             *w   = ctx;
    call                  *c   = w->c;
    str                    sha = str_from(law_sha256(w->l));
    law_version_by_sha_row there;
    status st = law_version_by_sha(d, &(law_version_by_sha_in){ .sha256 = sha }, c->a, &there);
    if (st == ST_OK) w->id = there.id;
    if (st != ST_MISSING) return st;
    law_version_insert_in  in = { .sha256 = sha,
                                  .packs  = w->packs,
                                  .source = w->source,
                                  .by     = author(c),
                                  .person = c->who.person_id,
                                  .now    = c->now_ms };
    law_version_insert_row made;
    TRY(law_version_insert(d, &in, c->a, &made));
    const law_files *files = law_files_of(w->l);
    for (size_t i = 0; i < files->count; i++) {
        law_version_file_insert_in f = { made.id, files->items[i].name, files->items[i].bytes };
        TRY(law_version_file_insert(d, &f, NULL));
    }
    w->id      = made.id;
    str detail = arena_printf(c->a, "{\"sha256\":\"" STR_FMT "\"}", STR_ARG(sha));
    return detail.ptr ? audit_write(c, S("law.load"), S("law"), made.id, detail) : ST_MEMORY;
}

// The running version of a pack and another one under the same name cannot both be cited.
static status check_versions(const law *new, const law *running, arena *a, problem *why)
{
    for (size_t i = 0; i < law_pack_count(new); i++) {
        const law_pack *p = law_pack_at(new, i), *was = law_pack_find(running, p->id);
        if (!was || str_equal(str_from(p->sha256), str_from(was->sha256))) continue;
        if (!str_equal(p->version, was->version)) continue;
        str which = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(p->id), STR_ARG(p->version));
        return problem_detail(why, ST_INVALID, S("packs.json"), S("law-version-same"), which);
    }
    return ST_OK;
}

// Faults and the problem point into memory that goes: their texts are copied.
static status copy_faults(arena *a, law_faults *faults, problem *why)
{
    for (size_t i = 0; i < faults->count; i++) {
        law_fault *f     = &faults->items[i];
        str       *all[] = { &f->file, &f->id, &f->detail };
        for (size_t k = 0; k < COUNT(all); k++) TRY(arena_copy(a, *all[k], all[k]));
    }
    TRY(arena_copy(a, why->field, &why->field));
    return arena_copy(a, why->detail, &why->detail);
}

status law_take(call *c, const law_files *files, str source, int64_t *id, law_faults *faults,
                problem *why)
{
    arena      own    = { 0 };
    law       *l      = NULL;
    law_layers layers = { files, law_files_of(law_in_force()) };
    problem    first  = { 0 };
    keep_work  w      = { .c = c };
    TRY(must_change(c, why));
    TRY(body_text_read(c->a, "source", source, 0, LAW_SOURCE_MAX, &w.source, why));
    TRY(os_map(CHECK_ARENA_BYTES, &own));
    status st = law_load(law_layers_source(&layers), &own, &l, faults, &first);
    if (st == ST_OK) st = check_versions(l, law_in_force(), c->a, &first);
    if (st == ST_INVALID) {
        status copied = copy_faults(c->a, faults, &first);
        if (why) *why = first;
        if (copied != ST_OK) st = copied;
    }
    if (st == ST_OK) {
        w.l     = l;
        w.packs = packs_words(c->a, l);
        st      = w.packs.ptr ? call_act(c, keep, &w) : ST_MEMORY;
        *id     = w.id;
    }
    os_unmap(&own);
    return st;
}

// ---- a version brought back from the store ----------------------------------------------------------

static status files_of(call *c, int64_t id, law_files *out)
{
    db                        *d;
    law_version_file_rows_row *rows;
    size_t                     count;
    law_version_file_rows_in   in = { .version = id, .max = LAW_FILES_MAX };
    TRY(call_db(c, &d));
    TRY(law_version_file_rows(d, &in, c->a, &rows, &count));
    if (count == 0) return ST_MISSING;
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        out->items[i] = (law_file_bytes){ rows[i].name, rows[i].bytes };
    }
    return ST_OK;
}

status law_version_compare(call *c, int64_t id, law_diff *out, problem *why)
{
    law_files *files  = NEW(c->a, law_files, 1);
    arena      own    = { 0 };
    law       *l      = NULL;
    law_layers layers = { files, law_files_of(law_program()) };
    if (!files) return ST_MEMORY;
    TRY(files_of(c, id, files));
    TRY(os_map(CHECK_ARENA_BYTES, &own));
    problem broken = { 0 };
    status  st     = law_load(law_layers_source(&layers), &own, &l, NULL, &broken);
    if (st == ST_OK) st = law_compare(law_in_force(), l, c->a, out);
    if (st == ST_INVALID) { // kept by an older program, whose rows this one does not read
        st = problem_set(why, ST_INVALID, S(""), S("law-version-old"));
    }
    os_unmap(&own);
    return st;
}

// ---- in force ---------------------------------------------------------------------------------------

static status activate(db *d, void *ctx)
{
    keep_work          *w = ctx;
    law_version_row_row r;
    TRY(law_version_row(d, &(law_version_row_in){ .id = w->id }, w->c->a, &r));
    law_activation_insert_in in = { .version  = w->id,
                                    .from_day = w->from,
                                    .by       = author(w->c),
                                    .person   = w->c->who.person_id,
                                    .now      = w->c->now_ms };
    TRY(law_activation_insert(d, &in, NULL));
    str detail = arena_printf(w->c->a, "{\"sha256\":\"" STR_FMT "\",\"from\":\"" STR_FMT "\"}",
                              STR_ARG(r.sha256), STR_ARG(w->from));
    return detail.ptr ? audit_write(w->c, S("law.activate"), S("law"), w->id, detail) : ST_MEMORY;
}

status law_activate(call *c, int64_t id, str from, problem *why)
{
    str       today = organisations_day(c);
    keep_work w     = { .c = c, .id = id };
    if (!today.ptr) return ST_MEMORY;
    TRY(must_change(c, why));
    TRY(body_day_read(c->a, S("from"), from, today, &w.from, why));
    if (str_compare(w.from, today) < 0) {
        return problem_detail(why, ST_INVALID, S("from"), S("in-the-past"), from);
    }
    TRY(call_act(c, activate, &w));
    return law_roll(c);
}

// What counts today; id 0: the program's own.
static status active(call *c, int64_t *id, str *sha)
{
    db            *d;
    law_active_row row;
    law_active_in  in = { .day = organisations_day(c) };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    status st = law_active(d, &in, c->a, &row);
    if (st == ST_MISSING) {
        *id  = 0;
        *sha = str_from(law_sha256(law_program()));
        return ST_OK;
    }
    *id  = row.version;
    *sha = row.sha256;
    return st;
}

// The set the program carries is kept too: what was judged by it can be looked up in ten years.
static status keep_program(call *c)
{
    db                    *d;
    law_version_by_sha_row there;
    str                    sha = str_from(law_sha256(law_program()));
    TRY(call_db(c, &d));
    status st = law_version_by_sha(d, &(law_version_by_sha_in){ .sha256 = sha }, c->a, &there);
    if (st != ST_MISSING) return st;
    keep_work w = {
        .c = c, .l = law_program(), .source = S(""), .packs = packs_words(c->a, law_program())
    };
    return w.packs.ptr ? call_act(c, keep, &w) : ST_MEMORY;
}

typedef struct complete_work {
    keep_work k;
    int64_t   old; // that was completed
} complete_work;

static status put_complete(db *d, void *ctx)
{
    complete_work *w = ctx;
    int64_t        id;
    str            sha;
    TRY(active(w->k.c, &id, &sha));
    if (id != w->old)
        return ST_OK; // another process did it, or somebody put another one into force
    TRY(keep(d, &w->k));
    return activate(d, &w->k);
}

// A set kept by an older program lacks the files which that program did not know: they come from this one. What
// is in force then is a set of its own; it is kept and cited as such.
static status complete(call *c, const law *l, int64_t old)
{
    str           was   = arena_printf(c->a, "%lld", (long long)old);
    complete_work w     = { .k   = { .c      = c,
                                     .l      = l,
                                     .source = text_fmt(c->a, LANG_VI, T_law_source_completed, &was, 1),
                                     .packs  = packs_words(c->a, l),
                                     .from   = organisations_day(c) },
                            .old = old };
    bool          ready = w.k.source.ptr && w.k.packs.ptr && w.k.from.ptr;
    return ready ? call_act(c, put_complete, &w) : ST_MEMORY;
}

// The set of that version over the program's own files. ST_INVALID: this program does not read it.
static status bring_back(call *c, int64_t id, const law **out)
{
    law_files *files  = NEW(c->a, law_files, 1);
    law_layers layers = { files, law_files_of(law_program()) };
    problem    why    = { 0 };
    if (!files) return ST_MEMORY;
    TRY(files_of(c, id, files));
    status st = law_keep(law_layers_source(&layers), out, &why);
    if (st != ST_OK)
        os_log(OS_ERROR, "law.roll", "version %lld: %s", (long long)id, status_name(st));
    return st == ST_OK ? ST_OK : ST_INVALID;
}

status law_roll(call *c)
{
    int64_t    id;
    str        sha;
    const law *kept = law_program();
    TRY(keep_program(c));
    TRY(active(c, &id, &sha));
    if (str_equal(sha, str_from(law_sha256(law_in_force())))) return ST_OK;
    if (!str_equal(sha, str_from(law_sha256(kept)))) {
        status st = bring_back(c, id, &kept);
        if (st == ST_INVALID) return ST_OK; // what is in force stays
        TRY(st);
    }
    law_use(kept);
    if (!str_equal(sha, str_from(law_sha256(kept)))) TRY(complete(c, kept, id));
    os_log(OS_DEBUG, "law.roll", "in force: %s", law_sha256(kept));
    return ST_OK;
}
