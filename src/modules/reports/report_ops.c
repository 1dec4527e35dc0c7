// report_ops.c - what a report tells, and the acts on it: begun, written, looked through, frozen, signed
// off, sent, corrected.
#include "modules/reports/gather_ops.h"
#include "modules/reports/load_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"

#include <openssl/evp.h>
#include <stddef.h>
#include <string.h>

enum {
    WORK_BYTES = 192 * 1024 * 1024, // only touched pages cost
    WHERE_MAX  = 40,                // characters of a number/symbol
};

status report_work(arena *out)
{
    return os_map(WORK_BYTES, out);
}

void report_work_end(arena *work)
{
    os_unmap(work);
}

// ---- finding -----------------------------------------------------------------------------------------

static bool machine(const call *c)
{
    return c->who.person_id == -1;
}

status reports_load(call *c, int64_t id, report_head *out)
{
    return report_head_load(c, id, out);
}

status reports_list(call *c, int64_t body_id, report_head **out, size_t *count)
{
    return report_heads_load(c, body_id ? body_id : c->who.body_id, out, count);
}

static bool in_force(str from, str to, str today)
{
    return str_compare(from, today) <= 0 && (!to.len || str_compare(today, to) <= 0);
}

// The newest pack in force today that has the kind and a paper for it.
static const law_pack *pack_of_kind(const call *c, str kind)
{
    const law *l     = law_current();
    str        today = organisations_day(c);
    for (size_t i = law_pack_count(l); today.ptr && i-- > 0;) {
        const law_pack   *p = law_pack_at(l, i);
        const law_report *r = p->overlay ? NULL : law_report_find(p, kind);
        if (r && r->form.len && in_force(p->valid_from, p->valid_to, today)) return p;
    }
    return NULL;
}

static status kind_check(call *c, str kind, const law_pack **pack, const law_report **what,
                         problem *why)
{
    if (!*pack) *pack = pack_of_kind(c, kind);
    *what = *pack ? law_report_find(*pack, kind) : NULL;
    if (*what && (*what)->form.len && (*what)->cycle == LAW_YEARLY) return ST_OK;
    return problem_detail(why, ST_INVALID, S("kind"), S("report-kind"), kind);
}

// Does the acting body see that one's reports?
static status in_sight(call *c, int64_t body_id)
{
    bool in = machine(c);
    if (!in) TRY(body_in_branch(c, body_id, c->who.body_id, &in));
    return in ? ST_OK : ST_MISSING;
}

static status latest(call *c, int64_t holder, str kind, int year, report_latest_row *out)
{
    db              *d;
    report_latest_in in = { .holder = holder, .kind = kind, .period = year };
    TRY(call_db(c, &d));
    return report_latest(d, &in, c->a, out);
}

status reports_find(call *c, int64_t body_id, str kind, int year, const law_pack *pack,
                    report_head *out, problem *why)
{
    report_latest_row row;
    body              b;
    report_head       h = { .kind = kind, .year = year, .state = REPORT_DRAFTING, .edition = 1 };
    TRY(kind_check(c, kind, &pack, &h.what, why));
    TRY(in_sight(c, body_id));
    TRY(body_by_id(c, body_id, &b));
    status st = latest(c, body_id, kind, year, &row);
    if (st == ST_OK) return report_head_load(c, row.id, out);
    if (st != ST_MISSING) return st;
    h.pack         = pack;
    h.pack_id      = pack->id;
    h.pack_version = pack->version;
    h.pack_sha256  = str_from(pack->sha256);
    h.body_id = h.holder_id = b.id;
    h.body_code             = b.code;
    h.body_name             = b.name_vi;
    h.body_name_en          = b.name_en;
    h.invented              = str_equal(b.kind, S("sample"));
    h.control               = -1;
    *out                    = h;
    return ST_OK;
}

// ---- what it tells --------------------------------------------------------------------------------------

str report_text_of(const report_content *k, const char *kind, str key)
{
    size_t n = strlen(kind);
    for (size_t i = 0; i < k->text_count; i++) {
        str t = k->texts[i].key;
        if (t.len == (ptrdiff_t)n + 1 + key.len && t.ptr[n] == '.' && memcmp(t.ptr, kind, n) == 0 &&
            str_ends(t, key)) {
            return k->texts[i].text;
        }
    }
    return S("");
}

str report_to_text(const report_content *k)
{
    for (size_t i = 0; i < k->text_count; i++) {
        if (str_equal(k->texts[i].key, S("to"))) return k->texts[i].text;
    }
    return S("");
}

static status texts_copied(db *d, int64_t id, arena *a, report_content *k)
{
    k->texts      = NULL;
    k->text_count = 0;
    return id ? report_texts_load(d, id, a, &k->texts, &k->text_count) : ST_OK;
}

static void judge(report_content *k)
{
    size_t             n;
    const law_heading *all = law_headings(k->head.pack, &n);
    for (size_t i = 0; i < n; i++) {
        bool empty = str_trim(report_text_of(k, "s", all[i].id)).len == 0;
        k->texts_missing += all[i].needed && empty;
    }
    for (int r = 1; r <= REPORT_RULES; r++) {
        str reason = report_text_of(k, "r", report_rule_key((report_rule)r));
        k->reasons_missing += k->faults.warnings_of[r] > 0 && str_trim(reason).len == 0;
    }
    k->ready = k->faults.errors == 0 && k->reasons_missing == 0 && k->texts_missing == 0;
}

static status content_of(call *c, db *d, const report_head *h, arena *a, report_content *out)
{
    report_content k   = { .head = *h, .as_of_ms = h->snapshot_ms ? h->snapshot_ms : c->now_ms };
    bool           own = str_equal(h->what->to, S("owner"));
    TRY(texts_copied(d, h->id, a, &k));
    if (report_kept(h->state)) {
        TRY(report_sheet_kept(d, h->id, a, &k.sheet));
        k.figures = h->figures;
        k.tally   = report_tally_of(&k.sheet);
        *out      = k;
        return ST_OK;
    }
    const report_ask ask = {
        .body_id = h->body_id, .run = own, .unit_kind = S("yearly-unit"), .year = h->year
    };
    TRY(report_sheet_live(d, &ask, a, &k.sheet));
    k.sheet.control = h->control;
    k.figures       = report_count(&k.sheet);
    k.tally         = report_tally_of(&k.sheet);
    TRY(report_check(&k.sheet, h->pack, a, &k.faults));
    judge(&k);
    *out = k;
    return ST_OK;
}

status reports_content(call *c, const report_head *head, arena *a, report_content *out)
{
    db *d;
    TRY(call_db(c, &d));
    return content_of(c, d, head, a, out);
}

// ---- acts -----------------------------------------------------------------------------------------------

typedef struct work {
    call                 *c;
    problem              *why;
    arena                *big;
    report_head           h;
    int64_t               id, version, fresh;
    str                   kind, reason;
    int                   year;
    const law_pack       *pack;
    const report_text    *texts;
    size_t                text_count;
    const int64_t        *control;
    const report_sending *sending;
} work;

// Loads the report as the act sees it and says whether the acting person may act on it.
static status take(work *w)
{
    TRY(report_head_load(w->c, w->id, &w->h));
    if (w->h.holder_id != w->c->who.body_id) return ST_FORBIDDEN;
    if (w->version && w->version != w->h.version) {
        return problem_set(w->why, ST_CONFLICT, S(""), S("report-moved"));
    }
    return ST_OK;
}

static status audited(work *w, const char *act, str detail)
{
    return audit_write(w->c, str_from(act), S("report"), w->id, detail);
}

static status moved_once(work *w, int64_t changed)
{
    return changed == 1 ? ST_OK : problem_set(w->why, ST_CONFLICT, S(""), S("report-moved"));
}

static status add_edition(work *w, db *d, int64_t body_id, int64_t *id)
{
    report_editions_row n;
    report_add_row      made;
    report_editions_in  in = { .body = body_id, .kind = w->kind, .period = w->year };
    TRY(report_editions(d, &in, w->c->a, &n));
    report_add_in row = { .body         = body_id,
                          .holder       = w->c->who.body_id,
                          .kind         = w->kind,
                          .period       = w->year,
                          .edition      = n.n + 1,
                          .pack         = w->pack->id,
                          .pack_version = w->pack->version,
                          .pack_sha256  = str_from(w->pack->sha256),
                          .control      = w->control ? *w->control : -1,
                          .reason       = w->reason.ptr ? w->reason : S(""),
                          .person_id    = w->c->who.person_id,
                          .person       = w->c->who.name,
                          .now          = w->c->now_ms };
    TRY(report_add(d, &row, w->c->a, &made));
    *id = made.id;
    return ST_OK;
}

static status start_act(db *d, void *ctx)
{
    work             *w = ctx;
    report_latest_row row;
    status            st = latest(w->c, w->c->who.body_id, w->kind, w->year, &row);
    if (st == ST_OK) {
        return problem_set(w->why, ST_INVALID, S("period"), S("report-begun"));
    }
    if (st != ST_MISSING) return st;
    TRY(add_edition(w, d, w->c->who.body_id, &w->id));
    str detail = arena_printf(w->c->a, "{\"kind\":\"" STR_FMT "\",\"period\":%d}", STR_ARG(w->kind),
                              w->year);
    return detail.ptr ? audited(w, "report.start", detail) : ST_MEMORY;
}

status reports_start(call *c, str kind, int year, const law_pack *pack, int64_t *id, problem *why)
{
    const law_report *what;
    work              w = { .c = c, .why = why, .kind = kind, .year = year };
    if (!call_may(c, RIGHT_REPORTS_WRITE) || !c->who.body_id) return ST_FORBIDDEN;
    TRY(kind_check(c, kind, &pack, &what, why));
    if (year < REPORT_YEAR_MIN || year > REPORT_YEAR_MAX) {
        return problem_set(why, ST_INVALID, S("period"), S("report-period"));
    }
    w.pack = pack;
    TRY(call_act(c, start_act, &w));
    *id = w.id;
    return ST_OK;
}

static status write_act(db *d, void *ctx)
{
    work   *w = ctx;
    int64_t changed;
    TRY(take(w));
    report_touch_in in = { .id      = w->id,
                           .known   = w->h.version,
                           .control = w->control ? *w->control : w->h.control };
    if (w->h.state != REPORT_DRAFTING && w->h.state != REPORT_CHECKED) {
        return problem_set(w->why, ST_CONFLICT, S(""), S("report-frozen"));
    }
    TRY(report_touch(d, &in, &changed));
    TRY(moved_once(w, changed));
    for (size_t i = 0; i < w->text_count; i++) {
        report_text_put_in row = { w->id, w->texts[i].key, w->texts[i].text };
        TRY(report_text_put(d, &row, NULL));
    }
    return audited(w, "report.write", S(""));
}

// "s.<heading>", "t.<heading>", "r.<rule>", "to": of this pack and nothing else.
static status text_fits(const report_head *h, const report_text *t, str *clean, problem *why)
{
    size_t n     = 0;
    size_t max   = REPORT_TEXT_MAX;
    bool   known = str_equal(t->key, S("to"));
    str    kind, id;
    (void)str_cut(t->key, '.', &kind, &id);
    const law_heading *all = law_headings(h->pack, &n);
    for (size_t i = 0; i < n && !known; i++) known = str_equal(all[i].id, id);
    bool section = str_equal(kind, S("s")) || str_equal(kind, S("t"));
    if (str_equal(kind, S("r"))) known = report_rule_named(id) != 0;
    if (!known || !(section || str_equal(kind, S("r")) || str_equal(t->key, S("to")))) {
        return problem_detail(why, ST_INVALID, t->key, S("unknown-field"), t->key);
    }
    if (!str_equal(kind, S("s")))
        max = str_equal(kind, S("r")) ? REPORT_REASON_MAX : REPORT_TITLE_MAX;
    *clean = str_trim(t->text);
    return text_check(t->key, *clean, 0, max, why);
}

status reports_write(call *c, int64_t id, const report_writing *what, problem *why)
{
    work         w     = { .c = c, .why = why, .id = id, .version = what->version };
    report_text *clean = NEW(c->a, report_text, what->count + 1);
    if (!call_may(c, RIGHT_REPORTS_WRITE)) return ST_FORBIDDEN;
    if (!clean) return ST_MEMORY;
    TRY(report_head_load(c, id, &w.h));
    for (size_t i = 0; i < what->count; i++) {
        clean[i].key = what->texts[i].key;
        TRY(text_fits(&w.h, &what->texts[i], &clean[i].text, why));
    }
    if (what->control && (*what->control < -1 || *what->control > REPORT_ROWS_MAX)) {
        return problem_set(why, ST_INVALID, S("control"), S("out-of-range"));
    }
    w.control    = what->control;
    w.texts      = clean;
    w.text_count = what->count;
    return call_act(c, write_act, &w);
}

// ---- looking through, freezing ----------------------------------------------------------------------------

static status fresh_content(work *w, db *d, report_content *k)
{
    w->big->next = w->big->start; // an act may run again
    return content_of(w->c, d, &w->h, w->big, k);
}

static status look_act(db *d, void *ctx)
{
    work          *w = ctx;
    report_content k;
    TRY(take(w));
    if (w->h.state != REPORT_DRAFTING && w->h.state != REPORT_CHECKED) return ST_OK;
    TRY(fresh_content(w, d, &k));
    report_set_checked_in in = { .id    = w->id,
                                 .state = k.ready ? REPORT_CHECKED : REPORT_DRAFTING,
                                 .now   = w->c->now_ms };
    TRY(report_set_checked(d, &in, NULL));
    str detail = arena_printf(w->c->a, "{\"errors\":%zu,\"warnings\":%zu}", k.faults.errors,
                              k.faults.warnings);
    return detail.ptr ? audited(w, "report.check", detail) : ST_MEMORY;
}

static status with_work(work *w, store_work *act)
{
    arena big;
    TRY(report_work(&big));
    w->big    = &big;
    status st = call_act(w->c, act, w);
    report_work_end(&big);
    return st;
}

status reports_look(call *c, int64_t id, problem *why)
{
    work w = { .c = c, .why = why, .id = id };
    if (!call_may(c, RIGHT_REPORTS_WRITE)) return ST_FORBIDDEN;
    return with_work(&w, look_act);
}

// The snapshot in one order of bytes: what its hash is over.
static void hash_text(EVP_MD_CTX *md, str s, bool *ok)
{
    unsigned char length[8];
    for (int i = 0; i < 8; i++) length[i] = (unsigned char)((uint64_t)s.len >> (8 * i));
    *ok = *ok && EVP_DigestUpdate(md, length, sizeof(length)) == 1 &&
          (s.len == 0 || EVP_DigestUpdate(md, s.ptr, (size_t)s.len) == 1);
}

static void hash_row(EVP_MD_CTX *md, arena scratch, const report_row *r, bool *ok)
{
    const int64_t numbers[] = { r->system_id, r->owner_id,   r->operator_id, r->level,
                                r->approval,  r->deployment, r->inspections, r->built };
    const str     texts[]   = { r->code,
                                r->name,
                                r->owner,
                                r->operator_,
                                r->decision_no,
                                r->decision_on,
                                r->decision_by,
                                r->regulation_no,
                                r->regulation_on,
                                r->regulation_by,
                                r->approval_expected,
                                r->deployment_expected,
                                r->note };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        hash_text(md, arena_printf(&scratch, "%lld", (long long)numbers[i]), ok);
    }
    for (size_t i = 0; i < COUNT(texts); i++) hash_text(md, texts[i], ok);
    if (!r->project_no.len && !r->embedded) return; // as reports were frozen before these were told
    hash_text(md, r->project_no, ok);
    hash_text(md, r->project_on, ok);
    hash_text(md, r->project_by, ok);
    hash_text(md, arena_printf(&scratch, "%d", r->embedded), ok);
}

static status snapshot_hash(const report_content *k, arena *a, char out[65])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned      length = 0;
    EVP_MD_CTX   *md     = EVP_MD_CTX_new();
    bool          ok     = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1;
    for (size_t i = 0; ok && i < k->sheet.count; i++) hash_row(md, *a, &k->sheet.rows[i], &ok);
    for (size_t i = 0; ok && i < k->text_count; i++) {
        hash_text(md, k->texts[i].key, &ok);
        hash_text(md, k->texts[i].text, &ok);
    }
    ok = ok && EVP_DigestFinal_ex(md, sum, &length) == 1;
    EVP_MD_CTX_free(md);
    buf b = buf_in(a, 80, 80);
    buf_hex(&b, (str){ (const char *)sum, (ptrdiff_t)length });
    if (!ok || b.failed || b.len != 64) return ST_BROKEN;
    memcpy(out, b.ptr, 64);
    out[64] = 0;
    return ST_OK;
}

// Names and addresses as they are today become texts of the report: the paper keeps them for ever.
static status keep_names(work *w, db *d)
{
    report_paper p = { 0 };
    TRY(report_names_today(w->c, &w->h, &p));
    for (size_t i = 0; i < REPORT_FROZEN_TEXTS; i++) {
        str                text = report_name_kept(&p, i);
        report_text_put_in row  = { w->id, report_frozen_keys[i], text.ptr ? text : S("") };
        TRY(report_text_put(d, &row, NULL));
    }
    return ST_OK;
}

static status may_freeze(work *w, const report_content *k)
{
    static const struct {
        size_t      at;
        const char *rule;
    } gates[] = { { offsetof(report_content, faults.errors), "report-faults" },
                  { offsetof(report_content, reasons_missing), "report-reasons" },
                  { offsetof(report_content, texts_missing), "report-texts" } };
    for (size_t i = 0; i < COUNT(gates); i++) {
        size_t n = *(const size_t *)(const void *)((const char *)k + gates[i].at);
        if (!n) continue;
        str detail = arena_printf(w->c->a, "%zu", n);
        return problem_detail(w->why, ST_INVALID, S(""), str_from(gates[i].rule), detail);
    }
    return ST_OK;
}

static status freeze_act(db *d, void *ctx)
{
    work          *w = ctx;
    report_content k;
    char           hash[65];
    int64_t        changed;
    TRY(take(w));
    if (w->h.state != REPORT_DRAFTING && w->h.state != REPORT_CHECKED) {
        return problem_set(w->why, ST_CONFLICT, S(""), S("report-moved"));
    }
    TRY(keep_names(w, d));
    TRY(fresh_content(w, d, &k));
    TRY(may_freeze(w, &k));
    TRY(snapshot_hash(&k, w->big, hash));
    TRY(report_sheet_keep(d, w->id, &k.sheet));
    const report_figures *f  = &k.figures;
    report_freeze_in      in = { .id           = w->id,
                                 .known        = w->h.version,
                                 .pack_version = w->h.pack->version,
                                 .pack_sha256  = str_from(w->h.pack->sha256),
                                 .person_id    = w->c->who.person_id,
                                 .person       = w->c->who.name,
                                 .now          = w->c->now_ms,
                                 .sha256       = str_from(hash),
                                 .total        = f->total,
                                 .classified   = f->classified,
                                 .drafted      = f->drafted,
                                 .appraised    = f->appraised,
                                 .approved     = f->approved,
                                 .inspected    = f->inspected,
                                 .expected     = f->expected };
    TRY(report_freeze(d, &in, &changed));
    TRY(moved_once(w, changed));
    str detail = arena_printf(
        w->c->a,
        "{\"systems\":%zu,\"sha256\":\"%s\",\"pack\":\"" STR_FMT "\",\"version\":\"" STR_FMT "\"}",
        k.sheet.count, hash, STR_ARG(w->h.pack->id), STR_ARG(w->h.pack->version));
    return detail.ptr ? audited(w, "report.freeze", detail) : ST_MEMORY;
}

status reports_freeze(call *c, int64_t id, int64_t version, problem *why)
{
    work w = { .c = c, .why = why, .id = id, .version = version };
    if (!call_may(c, RIGHT_REPORTS_WRITE)) return ST_FORBIDDEN;
    return with_work(&w, freeze_act);
}

// ---- signing off, sending -----------------------------------------------------------------------------------

static status sign_act(db *d, void *ctx)
{
    work   *w = ctx;
    int64_t changed, me = w->c->who.person_id;
    TRY(take(w));
    if (me == w->h.started_id || me == w->h.frozen_id) {
        return problem_set(w->why, ST_INVALID, S(""), S("report-own"));
    }
    report_sign_in in = { .id        = w->id,
                          .known     = w->h.version,
                          .person_id = me,
                          .person    = w->c->who.name,
                          .now       = w->c->now_ms };
    TRY(report_sign(d, &in, &changed));
    TRY(moved_once(w, changed));
    return audited(w, "report.sign", S(""));
}

status reports_sign(call *c, int64_t id, int64_t version, problem *why)
{
    work w = { .c = c, .why = why, .id = id, .version = version };
    if (!call_may(c, RIGHT_REPORTS_SIGN)) return ST_FORBIDDEN;
    return call_act(c, sign_act, &w);
}

// The very paper that goes out, with its number and day, is kept.
static status keep_paper(work *w, db *d)
{
    report_file made;
    TRY(report_head_load(w->c, w->id, &w->h));
    w->big->next = w->big->start;
    TRY(reports_build(w->c, &w->h, REPORT_DOCX, w->big, &made, w->why));
    report_paper_put_in in = { w->id, str_from(made.sha256), made.bytes };
    TRY(report_paper_put(d, &in, NULL));
    str detail = arena_printf(w->c->a, "{\"docx_sha256\":\"%s\"}", made.sha256);
    return detail.ptr ? audited(w, "report.send", detail) : ST_MEMORY;
}

static status send_act(db *d, void *ctx)
{
    work   *w = ctx;
    int64_t changed;
    str     to = w->sending->to;
    TRY(take(w));
    if (!to.len) TRY(report_addressee(w->c, &w->h, &to));
    report_send_in in = { .id     = w->id,
                          .known  = w->h.version,
                          .person = w->c->who.name,
                          .now    = w->c->now_ms,
                          .no     = w->sending->no,
                          .on     = w->sending->on,
                          .to     = to };
    TRY(report_send(d, &in, &changed));
    TRY(moved_once(w, changed));
    return keep_paper(w, d);
}

status reports_send(call *c, int64_t id, int64_t version, const report_sending *s, problem *why)
{
    report_sending clean;
    report_head    h;
    work           w     = { .c = c, .why = why, .id = id, .version = version, .sending = &clean };
    str            today = organisations_day(c);
    if (!call_may(c, RIGHT_REPORTS_SEND)) return ST_FORBIDDEN;
    if (!today.ptr) return ST_MEMORY;
    TRY(report_head_load(c, id, &h));
    TRY(body_text_read(c->a, "sent_no", s->no, 1, WHERE_MAX, &clean.no, why));
    TRY(body_text_read(c->a, "sent_to", s->to, 0, REPORT_TITLE_MAX, &clean.to, why));
    TRY(body_day_read(c->a, S("sent_on"), s->on, S(""), &clean.on, why));
    if (!clean.on.len) return problem_set(why, ST_INVALID, S("sent_on"), S("required"));
    str frozen = day_iso(c->a, day_of_ms(h.snapshot_ms, VIETNAM_OFFSET_MINUTES));
    if (str_compare(clean.on, today) > 0 || str_compare(clean.on, frozen) < 0) {
        return problem_set(why, ST_INVALID, S("sent_on"), S("report-day"));
    }
    return with_work(&w, send_act);
}

// ---- correcting ----------------------------------------------------------------------------------------------

static status correct_act(db *d, void *ctx)
{
    work   *w = ctx;
    int64_t changed;
    TRY(take(w));
    if (!report_kept(w->h.state)) {
        return problem_set(w->why, ST_CONFLICT, S(""), S("report-moved"));
    }
    if (w->h.state != REPORT_SENT) {
        report_drop_in in = { .id = w->id, .known = w->h.version, .reason = w->reason };
        TRY(report_drop(d, &in, &changed));
        TRY(moved_once(w, changed));
    }
    w->kind    = w->h.kind;
    w->year    = w->h.year;
    w->pack    = w->h.pack;
    w->control = &w->h.control;
    TRY(add_edition(w, d, w->c->who.body_id, &w->fresh));
    TRY(report_texts_copy(d, &(report_texts_copy_in){ .from = w->id, .to = w->fresh }, NULL));
    return audited(w, "report.correct", S(""));
}

status reports_correct(call *c, int64_t id, str reason, int64_t *new_id, problem *why)
{
    work w = { .c = c, .why = why, .id = id };
    if (!call_may(c, RIGHT_REPORTS_WRITE) && !call_may(c, RIGHT_REPORTS_SIGN)) return ST_FORBIDDEN;
    w.reason = str_trim(reason);
    TRY(text_check(S("reason"), w.reason, 1, REPORT_REASON_MAX, why));
    TRY(call_act(c, correct_act, &w));
    *new_id = w.fresh;
    return ST_OK;
}
