// finding_ops.c - see finding_ops.h, and forensics.h.
#include "modules/forensics/finding_ops.h"

#include "kit/base/version.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/organisations/organisations.h"

enum {
    RULE_SET_BYTES_MAX = 256 * 1024 * 1024,
    HIDE_AT_ONCE       = 500,
    PAST_AT_ONCE       = 200,
    CASES_AT_ONCE      = 500,
};

_Static_assert(sizeof(forensic_tagged_ids_row) == sizeof(forensic_finding_ids_row) &&
                   sizeof(forensic_hidden_ids_row) == sizeof(forensic_finding_ids_row),
               "the same columns");

_Static_assert(sizeof(forensic_rule_sets_of_row) == sizeof(forensic_rule_set_row_row),
               "the same columns");

// ---- rule sets ---------------------------------------------------------------------------------------

static rule_set set_from(const forensic_rule_set_row_row *r)
{
    return (rule_set){ .id       = r->id,
                       .bytes    = r->bytes,
                       .rules    = r->rules,
                       .added_ms = r->added_ms,
                       .name     = r->name,
                       .version  = r->version,
                       .sha256   = r->sha256,
                       .person   = r->person };
}

status rule_set_load(call *c, int64_t id, rule_set *out)
{
    db                       *d;
    forensic_rule_set_row_row r;
    if (!call_may(c, RIGHT_CASES_READ)) return ST_FORBIDDEN;
    TRY(call_db(c, &d));
    TRY(forensic_rule_set_row(d, &(forensic_rule_set_row_in){ id }, c->a, &r));
    if (r.body_id != c->who.body_id && !case_machine(c)) return ST_MISSING;
    *out = set_from(&r);
    return ST_OK;
}

status rule_sets_list(call *c, rule_set **out, size_t *count)
{
    db                        *d;
    forensic_rule_sets_of_row *rows;
    forensic_rule_sets_of_in   in = { c->who.body_id, RULE_SETS_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_rule_sets_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, rule_set, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = set_from((const forensic_rule_set_row_row *)(const void *)&rows[i]);
    return ST_OK;
}

typedef struct adding_set {
    call    *c;
    rule_set s;
} adding_set;

static status add_set(db *d, void *ctx)
{
    adding_set                *w = ctx;
    call                      *c = w->c;
    forensic_rule_set_same_row same;
    forensic_rule_set_add_row  made;
    forensic_rule_set_same_in  ask = { c->who.body_id, w->s.sha256, w->s.version };
    status                     st  = forensic_rule_set_same(d, &ask, c->a, &same);
    w->s.id                        = st == ST_OK ? same.id : 0;
    if (st != ST_MISSING) return st;
    forensic_rule_set_add_in in = { .body    = c->who.body_id,
                                    .name    = w->s.name,
                                    .version = w->s.version,
                                    .sha256  = w->s.sha256,
                                    .bytes   = w->s.bytes,
                                    .person  = case_person(c),
                                    .now     = c->now_ms };
    TRY(forensic_rule_set_add(d, &in, c->a, &made));
    w->s.id = made.id;
    TRY(call_blob(c, w->s.sha256, w->s.bytes));
    str detail = arena_printf(c->a, "{\"sha256\":\"" STR_FMT "\"}", STR_ARG(w->s.sha256));
    return detail.ptr ? audit_write(c, S("rules.add"), S("rule-set"), made.id, detail) : ST_MEMORY;
}

status rule_set_is_zip(int fd, bool *zip)
{
    char   head[4];
    size_t got = 0;
    TRY(os_read_at(fd, 0, head, sizeof(head), &got));
    str h = { head, (ptrdiff_t)got };
    *zip  = str_equal(h, S("PK\3\4")) || str_equal(h, S("PK\5\6"));
    return ST_OK;
}

static status check_form(str file, int fd, problem *why)
{
    bool zip = false;
    if (!file.len) return ST_OK;
    TRY(rule_set_is_zip(fd, &zip));
    if (zip || finding_list_name(file)) return ST_OK;
    bool named = file.len > 4 &&
                 str_equal_nocase(str_slice(file, file.len - 4, file.len), S(".zip"));
    return problem_detail(why, ST_INVALID, S("file"), named ? S("archive-no-zip") : S("rules-form"),
                          file);
}

status rule_set_add(call *c, const rule_set_draft *d, int fd, int64_t *id, problem *why)
{
    adding_set      *w       = NEW(c->a, adding_set, 1);
    blob            *b       = NEW(c->a, blob, 1);
    const case_field name    = { "name", CASE_TITLE_MAX, true };
    const case_field version = { "version", CASE_TITLE_MAX, true };
    int              folder  = -1;
    if (!w || !b) return ST_MEMORY;
    if (!call_may(c, RIGHT_CASES_WRITE)) return ST_FORBIDDEN;
    w->c = c;
    TRY(case_words(c, &name, d->name, &w->s.name, why));
    TRY(case_words(c, &version, d->version, &w->s.version, why));
    TRY(check_form(d->file, fd, why));
    call_end(c);
    if (blobs_folder(&folder) != ST_OK) return blobs_failed(why);
    problem inner = { 0 };
    status  st    = blob_put(folder, fd, RULE_SET_BYTES_MAX, b, &inner);
    os_close(folder);
    if (st == ST_LIMIT) return problem_set(why, st, S("file"), S("evidence-big"));
    if (st != ST_OK) return blobs_failed(why);
    w->s.bytes  = b->size_bytes;
    w->s.sha256 = str_from(b->name);
    TRY(call_act(c, add_set, w));
    *id = w->s.id;
    return ST_OK;
}

// ---- runs --------------------------------------------------------------------------------------------

typedef struct running {
    call                *c;
    const forensic_case *k;
    const rule_set      *set;
    const finding_run   *run;
    str                  tool, words;
    int64_t              id;
    const run_gap       *gaps;
    const run_cost      *costs;
    bool                 slack;
    size_t               count;
} running;

static status begin(db *d, void *ctx)
{
    running             *w = ctx;
    forensic_run_add_row made;
    forensic_run_add_in  in = { .case_id      = w->k->id,
                                .rule_set     = w->set->id,
                                .tool         = w->tool,
                                .version      = str_from(COLOA_VERSION),
                                .name         = w->set->name,
                                .rule_version = w->set->version,
                                .sha256       = w->set->sha256,
                                .person       = case_person(w->c),
                                .now          = w->c->now_ms,
                                .slack        = w->slack };
    TRY(forensic_run_add(d, &in, w->c->a, &made));
    w->id = made.id;
    return ST_OK;
}

status case_run_begin(call *c, const forensic_case *k, const rule_set *r, str tool, bool slack,
                      int64_t *id)
{
    running w = { .c = c, .k = k, .set = r, .tool = tool, .slack = slack };
    TRY(call_act(c, begin, &w));
    *id = w.id;
    return ST_OK;
}

static status end(db *d, void *ctx)
{
    running            *w  = ctx;
    const finding_run  *r  = w->run;
    forensic_run_end_in in = { .id            = r->id,
                               .now           = w->c->now_ms,
                               .items         = r->items,
                               .bytes         = r->bytes,
                               .events        = r->events,
                               .failed        = r->failed,
                               .skipped       = r->skipped,
                               .findings      = r->findings,
                               .rules         = r->rules,
                               .rules_not_run = r->rules_not_run,
                               .recovered     = r->recovered,
                               .lost          = r->lost };
    TRY(forensic_run_end(d, &in, NULL));
    return forensic_rule_set_counted(d, &(forensic_rule_set_counted_in){ r->rule_set_id, r->rules },
                                     NULL);
}

status case_run_end(call *c, const forensic_case *k, const finding_run *r)
{
    running w = { .c = c, .k = k, .run = r };
    return call_act(c, end, &w);
}

static status put_gaps(db *d, void *ctx)
{
    running *w = ctx;
    for (size_t i = 0; i < w->count; i++) {
        const run_gap      *g  = &w->gaps[i];
        forensic_gap_add_in in = { w->run->id, w->id, g->name, g->why,
                                   g->detail.ptr ? g->detail : S("") };
        TRY(forensic_gap_add(d, &in, NULL));
    }
    return ST_OK;
}

status case_run_gaps_add(call *c, int64_t run_id, int64_t item_id, const run_gap *gaps,
                         size_t count)
{
    const finding_run r = { .id = run_id };
    running           w = { .c = c, .run = &r, .id = item_id, .gaps = gaps, .count = count };
    return count ? call_act(c, put_gaps, &w) : ST_OK;
}

static status put_costs(db *d, void *ctx)
{
    running *w = ctx;
    for (size_t i = 0; i < w->count; i++) {
        const run_cost      *k  = &w->costs[i];
        forensic_cost_add_in in = { .run      = w->run->id,
                                    .no       = (int64_t)i + 1,
                                    .kind     = k->kind,
                                    .rule     = k->rule,
                                    .file     = k->file,
                                    .looked   = k->looked,
                                    .hits     = k->hits,
                                    .spent_us = k->spent_us,
                                    .stopped  = k->stopped };
        TRY(forensic_cost_add(d, &in, NULL));
    }
    return ST_OK;
}

status case_run_costs_add(call *c, int64_t run_id, const run_cost *all, size_t count)
{
    const finding_run r = { .id = run_id };
    running           w = { .c = c, .run = &r, .costs = all, .count = count };
    if (count > FINDING_COSTS_MAX) return ST_LIMIT;
    return count ? call_act(c, put_costs, &w) : ST_OK;
}

status case_run_costs(call *c, int64_t run_id, run_cost **out, size_t *count)
{
    db                    *d;
    forensic_costs_of_row *rows;
    forensic_costs_of_in   in = { run_id, FINDING_COSTS_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_costs_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, run_cost, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const forensic_costs_of_row *r = &rows[i];
        (*out)[i]                      = (run_cost){ r->kind, r->rule,     r->file,   r->looked,
                                                     r->hits, r->spent_us, r->stopped };
    }
    return ST_OK;
}

static status analysed(db *d, void *ctx)
{
    running      *w = ctx;
    forensic_item i;
    TRY(item_row(w->c, w->id, &i));
    custody_row row = { .act = CUSTODY_ANALYSED, .tool = w->tool, .words = w->words };
    return custody_tell(w->c, d, w->k, &i, row);
}

status item_analysed(call *c, const forensic_case *k, int64_t item_id, str tool, str words)
{
    running w = { .c = c, .k = k, .id = item_id, .tool = tool, .words = words };
    return call_act(c, analysed, &w);
}

status case_run_gaps(call *c, int64_t run_id, run_gap **out, size_t *count)
{
    db                   *d;
    forensic_gaps_of_row *rows;
    forensic_gaps_of_in   in = { run_id, FINDING_RULES_SHOWN };
    TRY(call_db(c, &d));
    TRY(forensic_gaps_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, run_gap, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (run_gap){ rows[i].name, rows[i].why, rows[i].detail };
    return ST_OK;
}

status finding_rules(call *c, const finding *f, rule_set *out)
{
    db                    *d;
    forensic_run_rules_row r;
    TRY(call_db(c, &d));
    TRY(forensic_run_rules(d, &(forensic_run_rules_in){ f->run_id }, c->a, &r));
    *out = (rule_set){ .name = r.name, .version = r.rule_version, .sha256 = r.sha256 };
    return ST_OK;
}

status runs_list(call *c, const forensic_case *k, finding_run **out, size_t *count)
{
    db                   *d;
    forensic_runs_of_row *rows;
    TRY(call_db(c, &d));
    TRY(forensic_runs_of(d, &(forensic_runs_of_in){ k->id, RUNS_MAX }, c->a, &rows, count));
    *out = NEW(c->a, finding_run, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const forensic_runs_of_row *r = &rows[i];
        (*out)[i]                     = (finding_run){ .id               = r->id,
                                                       .case_id          = r->case_id,
                                                       .rule_set_id      = r->rule_set_id,
                                                       .begun_ms         = r->begun_ms,
                                                       .ended_ms         = r->ended_ms,
                                                       .tool             = r->tool,
                                                       .version          = r->version,
                                                       .rule_set         = r->rule_set,
                                                       .rule_set_version = r->rule_version,
                                                       .rule_set_sha256  = r->rule_sha256,
                                                       .person           = r->person,
                                                       .items            = r->items,
                                                       .bytes            = r->bytes,
                                                       .events           = r->events,
                                                       .failed           = r->failed,
                                                       .skipped          = r->skipped,
                                                       .findings         = r->findings,
                                                       .rules            = r->rules,
                                                       .rules_not_run    = r->rules_not_run,
                                                       .recovered        = r->recovered,
                                                       .lost             = r->lost,
                                                       .slack            = r->slack != 0 };
    }
    return ST_OK;
}

// ---- findings come in --------------------------------------------------------------------------------

enum { SUMS_AT_ONCE = 64 };

typedef struct new_sum { // so many new ones, tagged and graded like that one
    const finding *like;
    bool           hidden;
    int64_t        n;
} new_sum;

typedef struct adding {
    call                *c;
    const forensic_case *k;
    const finding       *all;
    size_t               count;
    finding_suppression *hide;
    size_t               hide_count;
    str                  today;
    int64_t              added;
    new_sum              sums[SUMS_AT_ONCE];
    size_t               sum_count;
} adding;

static int64_t hidden_by(const adding *w, const finding *f)
{
    for (size_t i = 0; i < w->hide_count; i++) {
        if (finding_suppressed(&w->hide[i], f, w->today)) return w->hide[i].id;
    }
    return 0;
}

static status add_tags(db *d, const finding *f, int64_t id)
{
    str rest = f->tags, tag;
    for (bool more = rest.len > 0; more;) {
        attack_tag t;
        more = str_cut(rest, ' ', &tag, &rest);
        if (!attack_tag_read(tag, &t)) continue;
        forensic_tag_add_in in = { f->case_id, str_from(t.key), t.tactic, id, f->level };
        TRY(forensic_tag_add(d, &in, NULL));
    }
    return ST_OK;
}

static str or_empty(str s)
{
    return s.ptr ? s : S("");
}

// Most of those that come together are of few kinds: each kind is counted once.
static status count_now(adding *w, db *d)
{
    for (size_t i = 0; i < w->sum_count; i++) {
        const new_sum *s = &w->sums[i];
        TRY(finding_counted(d, w->k->id, s->like, (finding_place){ TRIAGE_NEW, s->hidden }, s->n));
    }
    w->sum_count = 0;
    return ST_OK;
}

static status count_later(adding *w, db *d, const finding *f, bool hidden)
{
    for (size_t i = 0; i < w->sum_count; i++) {
        new_sum *s = &w->sums[i];
        if (s->hidden != hidden || s->like->level != f->level ||
            !str_equal(or_empty(s->like->tags), or_empty(f->tags)))
            continue;
        s->n++;
        return ST_OK;
    }
    if (w->sum_count == SUMS_AT_ONCE) TRY(count_now(w, d));
    w->sums[w->sum_count++] = (new_sum){ f, hidden, 1 };
    return ST_OK;
}

static status add_one(adding *w, db *d, const finding *f)
{
    arena                     scratch = *w->c->a;
    forensic_finding_add_row *made;
    size_t                    n;
    forensic_finding_add_in   in = { .case_id      = w->k->id,
                                     .run          = f->run_id,
                                     .item         = f->item_id,
                                     .source       = f->source,
                                     .rule         = f->rule,
                                     .title        = or_empty(f->title),
                                     .rule_version = or_empty(f->version),
                                     .rule_sha256  = or_empty(f->rule_sha256),
                                     .level        = f->level,
                                     .tags         = or_empty(f->tags),
                                     .host         = or_empty(f->host),
                                     .record       = f->record,
                                     .event_ms     = f->event_ms,
                                     .event        = or_empty(f->event),
                                     .now          = w->c->now_ms,
                                     .suppression  = hidden_by(w, f),
                                     .recovered    = f->recovered };
    TRY(forensic_finding_add(d, &in, &scratch, &made, &n));
    w->added += (int64_t)n;
    if (!n) return ST_OK;
    TRY(count_later(w, d, f, in.suppression > 0));
    return add_tags(d, f, made[0].id);
}

static status add_all(db *d, void *ctx)
{
    adding *w    = ctx;
    w->added     = 0;
    w->sum_count = 0; // an act may run twice
    TRY(suppressions_of(w->c, w->k, &w->hide, &w->hide_count));
    w->today = organisations_day(w->c);
    if (!w->today.ptr) return ST_MEMORY;
    for (size_t i = 0; i < w->count; i++) TRY(add_one(w, d, &w->all[i]));
    TRY(count_now(w, d));
    return ST_OK;
}

status findings_add(call *c, const forensic_case *k, const finding *all, size_t count,
                    int64_t *added)
{
    adding w = { .c = c, .k = k, .all = all, .count = count };
    if (count > FINDING_BATCH_MAX) return ST_LIMIT;
    TRY(call_act(c, add_all, &w));
    *added = w.added;
    return ST_OK;
}

// ---- looking -----------------------------------------------------------------------------------------

static status load_row(call *c, int64_t id, finding *out)
{
    db                      *d;
    forensic_finding_row_row r;
    TRY(call_db(c, &d));
    TRY(forensic_finding_row(d, &(forensic_finding_row_in){ id }, c->a, &r));
    *out = (finding){ .id             = r.id,
                      .case_id        = r.case_id,
                      .run_id         = r.run_id,
                      .item_id        = r.item_id,
                      .rule           = r.rule,
                      .title          = r.title,
                      .version        = r.rule_version,
                      .rule_sha256    = r.rule_sha256,
                      .source         = r.source,
                      .level          = (finding_level)r.level,
                      .tags           = r.tags,
                      .host           = r.host,
                      .record         = r.record,
                      .event_ms       = r.event_ms,
                      .found_ms       = r.found_ms,
                      .event          = r.event,
                      .triage         = (finding_triage)r.triage,
                      .comment        = r.comment,
                      .triaged_by     = r.triaged_by,
                      .triaged_ms     = r.triaged_ms,
                      .suppression_id = r.suppression_id,
                      .item_code      = r.code,
                      .item_path      = r.path,
                      .version_no     = r.version,
                      .recovered      = r.recovered != 0 };
    return ST_OK;
}

status finding_load(call *c, int64_t id, finding *out, forensic_case *k)
{
    TRY(load_row(c, id, out));
    return case_load(c, out->case_id, k);
}

// "4-1234": the level and number of the last one shown.
static status read_cursor(str cursor, forensic_finding_ids_in *in, problem *why)
{
    str level, id;
    in->level = FINDING_LEVELS + 1;
    if (!cursor.len) return ST_OK;
    bool is = str_cut(cursor, '-', &level, &id) && str_int(level, &in->level) &&
              str_int(id, &in->after);
    return is ? ST_OK : problem_detail(why, ST_INVALID, S("cursor"), S("cursor"), cursor);
}

typedef struct listing {
    const finding_filter   *f;
    forensic_finding_ids_in in;
} listing;

static status tagged_ids(call *c, db *d, const listing *l, forensic_finding_ids_row **rows,
                         size_t *count)
{
    const forensic_finding_ids_in *in  = &l->in;
    forensic_tagged_ids_in         all = { .case_id    = in->case_id,
                                           .tag        = l->f->tag,
                                           .triage     = in->triage,
                                           .least      = in->least,
                                           .rule       = in->rule,
                                           .item       = in->item,
                                           .run        = in->run,
                                           .suppressed = l->f->suppressed,
                                           .level      = in->level,
                                           .after      = in->after,
                                           .max        = in->max };
    forensic_tagged_ids_row       *got;
    TRY(forensic_tagged_ids(d, &all, c->a, &got, count));
    *rows = (forensic_finding_ids_row *)(void *)got;
    return ST_OK;
}

static status hidden_ids(call *c, db *d, const listing *l, forensic_finding_ids_row **rows,
                         size_t *count)
{
    const forensic_finding_ids_in *in  = &l->in;
    forensic_hidden_ids_in         all = { in->case_id, in->triage, in->least, in->rule, in->item,
                                           in->run,     in->level,  in->after, in->max };
    forensic_hidden_ids_row       *got;
    TRY(forensic_hidden_ids(d, &all, c->a, &got, count));
    *rows = (forensic_finding_ids_row *)(void *)got;
    return ST_OK;
}

static status listed_ids(call *c, const listing *l, forensic_finding_ids_row **rows, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    if (l->f->tag.len) return tagged_ids(c, d, l, rows, count);
    if (l->f->suppressed) return hidden_ids(c, d, l, rows, count);
    return forensic_finding_ids(d, &l->in, c->a, rows, count);
}

status findings_list(call *c, const forensic_case *k, const finding_filter *f, str cursor,
                     size_t limit, finding_page *out, problem *why)
{
    forensic_finding_ids_row *rows;
    size_t                    count;
    listing                   l = { f,
                                    { .case_id = k->id,
                                      .triage  = f->triage,
                                      .least   = f->least,
                                      .rule    = or_empty(f->rule),
                                      .item    = f->item_id,
                                      .run     = f->run_id } };
    TRY(read_cursor(cursor, &l.in, why));
    if (!limit || limit > FINDING_PAGE) limit = FINDING_PAGE;
    l.in.max = (int64_t)limit + 1;
    TRY(listed_ids(c, &l, &rows, &count));
    *out       = (finding_page){ .count = count > limit ? limit : count };
    out->items = NEW(c->a, finding, out->count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) TRY(load_row(c, rows[i].id, &out->items[i]));
    if (count <= limit) return ST_OK;
    const finding *last = &out->items[out->count - 1];
    out->next           = arena_printf(c->a, "%d-%lld", (int)last->level, (long long)last->id);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

// ---- judged ------------------------------------------------------------------------------------------

typedef struct judging {
    call                  *c;
    const finding_judging *j;
    str                    comment;
    finding                f;
} judging;

static status judge(db *d, void *ctx)
{
    judging                  *w       = ctx;
    call                     *c       = w->c;
    int64_t                   changed = 0;
    forensic_finding_judge_in in      = { .id      = w->j->id,
                                          .known   = w->j->version,
                                          .triage  = w->j->triage,
                                          .comment = w->comment,
                                          .person  = case_person(c),
                                          .now     = c->now_ms };
    TRY(load_row(c, w->j->id, &w->f));
    TRY(forensic_finding_judge(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    bool hidden = w->f.suppression_id > 0;
    TRY(finding_move(d, w->f.case_id, &w->f, (finding_place){ w->f.triage, hidden },
                     (finding_place){ w->j->triage, hidden }));
    str detail = arena_printf(c->a, "{\"triage\":\"" STR_FMT "\"}",
                              STR_ARG(finding_triage_key(w->j->triage)));
    return detail.ptr ? audit_write(c, S("finding.judge"), S("finding"), w->j->id, detail)
                      : ST_MEMORY;
}

status finding_judge(call *c, const finding_judging *j, problem *why)
{
    judging          w       = { .c = c, .j = j };
    const case_field comment = { "comment", CASE_LONG_MAX, false };
    forensic_case    k;
    TRY(finding_load(c, j->id, &w.f, &k));
    if (!forensics_may(c, &k, CASE_WORK)) return ST_FORBIDDEN;
    if (j->triage < TRIAGE_NEW || (int)j->triage > FINDING_TRIAGES)
        return problem_set(why, ST_INVALID, S("triage"), S("required"));
    TRY(case_words(c, &comment, j->comment, &w.comment, why));
    return call_act(c, judge, &w);
}

// ---- suppressions ------------------------------------------------------------------------------------

status suppressions_of(call *c, const forensic_case *k, finding_suppression **out, size_t *count)
{
    db                           *d;
    forensic_suppressions_of_row *rows;
    forensic_suppressions_of_in   in = { k->body_id, k->id, SUPPRESSIONS_MAX };
    TRY(call_db(c, &d));
    TRY(forensic_suppressions_of(d, &in, c->a, &rows, count));
    *out = NEW(c->a, finding_suppression, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const forensic_suppressions_of_row *r = &rows[i];
        (*out)[i]                             = (finding_suppression){ .id       = r->id,
                                                                       .case_id  = r->case_id,
                                                                       .made_ms  = r->made_ms,
                                                                       .hits     = r->hits,
                                                                       .rule     = r->rule,
                                                                       .pattern  = r->pattern,
                                                                       .host     = r->host,
                                                                       .reason   = r->reason,
                                                                       .person   = r->person,
                                                                       .until    = r->until,
                                                                       .ended_ms = r->ended_ms };
    }
    return ST_OK;
}

typedef struct hiding {
    call               *c;
    forensic_case       k;
    finding_suppression s;
    int64_t             to; // findings that fit and are shown become hidden by it
    str                 today;
    problem            *why;
} hiding;

static status hide_in(hiding *w, db *d, int64_t case_id)
{
    size_t count = HIDE_AT_ONCE;
    for (int64_t after = 0; count == HIDE_AT_ONCE;) {
        arena                         mark = *w->c->a;
        forensic_findings_hidden_row *rows;
        forensic_findings_hidden_in   in = { case_id, w->s.rule, 0, after, HIDE_AT_ONCE };
        TRY(forensic_findings_hidden(d, &in, w->c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            const finding  f  = { .case_id = case_id,
                                  .rule    = w->s.rule,
                                  .host    = rows[i].host,
                                  .event   = rows[i].event,
                                  .tags    = rows[i].tags,
                                  .level   = (finding_level)rows[i].level };
            finding_triage at = (finding_triage)rows[i].triage;
            after             = rows[i].id;
            if (!finding_suppressed(&w->s, &f, w->today)) continue;
            TRY(forensic_finding_hide(d, &(forensic_finding_hide_in){ rows[i].id, w->to }, NULL));
            TRY(finding_move(d, case_id, &f, (finding_place){ at, false },
                             (finding_place){ at, true }));
        }
        *w->c->a = mark;
    }
    return ST_OK;
}

static status hide_all(hiding *w, db *d)
{
    forensic_cases_of_body_in in    = { w->k.body_id, 0, CASES_AT_ONCE };
    size_t                    count = CASES_AT_ONCE;
    if (w->s.case_id) return hide_in(w, d, w->s.case_id);
    while (count == CASES_AT_ONCE) {
        arena                       mark = *w->c->a;
        forensic_cases_of_body_row *rows;
        TRY(forensic_cases_of_body(d, &in, w->c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(hide_in(w, d, rows[i].id));
            in.after = rows[i].id;
        }
        *w->c->a = mark;
    }
    return ST_OK;
}

static status suppress(db *d, void *ctx)
{
    hiding                      *w = ctx;
    call                        *c = w->c;
    forensic_suppression_add_row made;
    forensic_suppression_add_in  in = { .body    = w->k.body_id,
                                        .case_id = w->s.case_id,
                                        .rule    = w->s.rule,
                                        .pattern = w->s.pattern,
                                        .host    = w->s.host,
                                        .reason  = w->s.reason,
                                        .until   = w->s.until,
                                        .person  = case_person(c),
                                        .now     = c->now_ms };
    TRY(forensic_suppression_add(d, &in, c->a, &made));
    w->s.id = w->to = made.id;
    TRY(hide_all(w, d));
    return audit_write(c, S("suppression.add"), S("case"), w->k.id, S(""));
}

static status read_suppression(hiding *w, const suppression_draft *d)
{
    call *c = w->c;
    day   until;
    const struct {
        case_field field;
        str        typed, *to;
    } all[] = {
        { { "rule", CASE_LINE_MAX, true }, d->rule, &w->s.rule },
        { { "pattern", CASE_LINE_MAX, false }, d->pattern, &w->s.pattern },
        { { "host", CASE_LINE_MAX, false }, d->host, &w->s.host },
        { { "reason", CASE_LONG_MAX, true }, d->reason, &w->s.reason },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        TRY(case_words(c, &all[i].field, all[i].typed, all[i].to, w->why));
    str typed    = str_trim(d->until.ptr ? d->until : S(""));
    w->s.until   = S("");
    w->s.case_id = d->every ? 0 : w->k.id;
    w->today     = organisations_day(c);
    if (!w->today.ptr) return ST_MEMORY;
    if (!typed.len) return ST_OK;
    if (text_read_day(typed, &until) != ST_OK)
        return problem_detail(w->why, ST_INVALID, S("until"), S("not-a-day"), typed);
    w->s.until = day_iso(c->a, until);
    if (!w->s.until.ptr) return ST_MEMORY;
    return str_compare(w->s.until, w->today) < 0
               ? problem_detail(w->why, ST_INVALID, S("until"), S("day-past"), typed)
               : ST_OK;
}

status suppression_add(call *c, const suppression_draft *d, int64_t *id, problem *why)
{
    hiding *w = NEW(c->a, hiding, 1);
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(case_for(c, d->case_id, CASE_WORK, &w->k));
    if (d->every && w->k.body_id != c->who.body_id && !case_machine(c)) return ST_FORBIDDEN;
    TRY(read_suppression(w, d));
    TRY(call_act(c, suppress, w));
    *id = w->s.id;
    return ST_OK;
}

typedef struct passing {
    call                                 *c;
    const forensic_suppressions_past_row *s;
} passing;

// What it hid may be hidden by another one too.
static status hide_beside(passing *w, db *d)
{
    forensic_suppressions_beside_row *rows;
    size_t                            count;
    forensic_suppressions_beside_in   in = { w->s->id, organisations_day(w->c), SUPPRESSIONS_MAX };
    if (!in.today.ptr) return ST_MEMORY;
    TRY(forensic_suppressions_beside(d, &in, w->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const forensic_suppressions_beside_row *r   = &rows[i];
        hiding                                  one = { .c = w->c, .to = r->id, .today = in.today };
        one.k.body_id                               = r->body_id;
        one.s                                       = (finding_suppression){ .id      = r->id,
                                                                             .case_id = r->case_id,
                                                                             .rule    = r->rule,
                                                                             .pattern = r->pattern,
                                                                             .host    = r->host,
                                                                             .until   = r->until };
        TRY(hide_all(&one, d));
    }
    return ST_OK;
}

// What another one hides stays hidden.
static status show_again(passing *w, db *d)
{
    forensic_sums_back_in     gone = { w->s->id, w->s->rule, w->s->case_id, 1, -1 };
    forensic_sums_back_in     back = { w->s->id, w->s->rule, w->s->case_id, 0, 1 };
    forensic_findings_back_in all  = { w->s->id, w->s->rule, w->s->case_id };
    TRY(forensic_sums_back(d, &gone, NULL));
    TRY(forensic_sums_back(d, &back, NULL));
    TRY(forensic_findings_back(d, &all, NULL));
    return hide_beside(w, d);
}

static status unsuppress(db *d, void *ctx)
{
    hiding                     *w       = ctx;
    call                       *c       = w->c;
    int64_t                     changed = 0;
    forensic_suppression_end_in in      = { w->s.id, w->k.body_id, case_person(c), c->now_ms };
    TRY(forensic_suppression_end(d, &in, &changed));
    if (!changed) return ST_CONFLICT;
    const forensic_suppressions_past_row ended = { w->s.id, w->s.case_id, w->s.rule };
    TRY(show_again(&(passing){ c, &ended }, d));
    return audit_write(c, S("suppression.end"), S("case"), w->k.id, S(""));
}

status suppression_end(call *c, int64_t case_id, int64_t id, problem *why)
{
    hiding              *w = NEW(c->a, hiding, 1);
    finding_suppression *all;
    size_t               count;
    if (!w) return ST_MEMORY;
    w->c   = c;
    w->why = why;
    TRY(case_for(c, case_id, CASE_WORK, &w->k));
    TRY(suppressions_of(c, &w->k, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (all[i].id == id) w->s = all[i];
    }
    return w->s.id ? call_act(c, unsuppress, w) : ST_MISSING;
}

static status pass(db *d, void *ctx)
{
    passing                     *w       = ctx;
    call                        *c       = w->c;
    int64_t                      changed = 0;
    forensic_suppression_past_in ended   = { w->s->id, c->now_ms };
    TRY(forensic_suppression_past(d, &ended, &changed));
    if (!changed) return ST_OK; // a person was faster
    TRY(show_again(w, d));
    return audit_write(c, S("suppression.past"), S("suppression"), w->s->id, S(""));
}

status suppressions_past(call *c)
{
    db                             *d;
    forensic_suppressions_past_row *rows;
    size_t                          count;
    forensic_suppressions_past_in   in = { organisations_day(c), PAST_AT_ONCE };
    if (!in.today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(forensic_suppressions_past(d, &in, c->a, &rows, &count));
    call_end(c);
    for (size_t i = 0; i < count; i++) {
        passing w = { c, &rows[i] };
        TRY(call_act(c, pass, &w));
    }
    return ST_OK;
}
