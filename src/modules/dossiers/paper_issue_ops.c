// paper_issue_ops.c - papers as they were issued: drawn once with number and day, kept by their content.
#include "modules/dossiers/paper_issue_ops.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/dossiers/paper_blob_ops.h"
#include "modules/dossiers/paper_print_ops.h"
#include "modules/dossiers/paper_store.h"
#include "modules/evidence/evidence.h"
#include "modules/letters/letters.h"
#include "modules/organisations/organisations.h"

#include <string.h>

#define ISSUE S("paper-issue")
#define WHOLE S("ho-so")

// The names as hex, kept beyond what the drawing used of the arena.
typedef struct kept_names {
    blob docx, pdf;
    char template_sha256[65];
    bool printed;
} kept_names;

static status draw_and_keep(call *c, const paper_wish *wish, kept_names *out, problem *why)
{
    paper_made made;
    TRY(papers_draw_of(c, wish, &made, why));
    made.moment_ms = c->now_ms;
    call_end(c); // the printer may take its time
    TRY(paper_keep_bytes(made.docx, &out->docx, why));
    memcpy(out->template_sha256, made.template_sha256.ptr, (size_t)made.template_sha256.len);
    problem lost = { 0 };
    status  st   = papers_print(c, &made, &lost);
    out->printed = st == ST_OK;
    if (st == ST_OK) return paper_keep_bytes(made.pdf, &out->pdf, why);
    // The docx is the paper; its PDF is made from it when it is asked for.
    os_log(OS_WARN, "paper.print", STR_FMT, STR_ARG(lost.rule));
    return ST_OK;
}

// ---- rows ----------------------------------------------------------------------------------------------

static status copy_hex(call *c, const char *hex, str *out)
{
    return arena_copy(c->a, str_from(hex), out);
}

static status add_row(call *c, const dossier *d, const paper_wish *wish, int64_t system_id,
                      paper_keeping *k, problem *why)
{
    kept_names          kept = { 0 };
    arena               mark = *c->a;
    paper_issue_add_in *row  = &k->rows[k->count];
    if (k->count == PAPER_KEPT_MAX) return ST_LIMIT;
    TRY(draw_and_keep(c, wish, &kept, why));
    *c->a = mark; // only the names are of use
    *row  = (paper_issue_add_in){ .dossier_id   = d->id,
                                  .system_id    = system_id,
                                  .form         = wish->form,
                                  .act          = wish->as->act,
                                  .pack         = d->pack,
                                  .pack_version = d->pack_version,
                                  .number       = wish->as->number,
                                  .on_day       = wish->as->on,
                                  .signer       = wish->as->signer,
                                  .docx_bytes   = kept.docx.size_bytes,
                                  .pdf_sha256   = S(""),
                                  .pdf_bytes    = kept.printed ? kept.pdf.size_bytes : 0,
                                  .body_id      = c->who.body_id,
                                  .person_id    = c->who.person_id,
                                  .person       = c->who.name,
                                  .at_ms        = c->now_ms };
    TRY(copy_hex(c, kept.docx.name, &row->docx_sha256));
    TRY(copy_hex(c, kept.template_sha256, &row->template_sha256));
    if (kept.printed) TRY(copy_hex(c, kept.pdf.name, &row->pdf_sha256));
    k->count++;
    return ST_OK;
}

static status write_row(call *c, const paper_issue_add_in *row, int64_t *id)
{
    db                 *d;
    paper_issue_add_row made;
    TRY(call_db(c, &d));
    TRY(paper_issue_add(d, row, c->a, &made));
    TRY(call_blob(c, row->docx_sha256, row->docx_bytes));
    if (row->pdf_sha256.len) TRY(call_blob(c, row->pdf_sha256, row->pdf_bytes));
    buf b = buf_in(c->a, 512, 4096);
    buf_put(&b, S("{\"form\":"));
    buf_json(&b, row->form);
    buf_put(&b, S(",\"number\":"));
    buf_json(&b, row->number);
    buf_put(&b, S(",\"on\":"));
    buf_json(&b, row->on_day);
    buf_printf(&b, ",\"docx_sha256\":\"" STR_FMT "\",\"pdf_sha256\":\"" STR_FMT "\"}",
               STR_ARG(row->docx_sha256), STR_ARG(row->pdf_sha256));
    if (b.failed) return ST_MEMORY;
    *id = made.id;
    return audit_write(c, S("paper.issue"), S("dossier"), row->dossier_id, buf_str(&b));
}

status papers_keep_write(call *c, const paper_keeping *k, int64_t *first_id)
{
    for (size_t i = 0; i < k->count; i++) {
        int64_t id;
        TRY(write_row(c, &k->rows[i], &id));
        if (i == 0 && first_id) *first_id = id;
    }
    return ST_OK;
}

typedef struct issue_work {
    call                *c;
    const paper_keeping *keep;
    int64_t              id;
} issue_work;

static status write_rows(db *d, void *ctx)
{
    issue_work *w = ctx;
    (void)d;
    return papers_keep_write(w->c, w->keep, &w->id);
}

// ---- by the clerk ------------------------------------------------------------------------------------------

static status check_day(call *c, str typed, str *iso, problem *why)
{
    day d;
    str today = organisations_day(c), text = str_trim(typed.ptr ? typed : S(""));
    if (!text.len) return problem_set(why, ST_INVALID, S("on"), S("required"));
    if (text_read_day(text, &d) != ST_OK)
        return problem_detail(why, ST_INVALID, S("on"), S("not-a-day"), text);
    *iso = day_iso(c->a, d);
    if (!iso->ptr || !today.ptr) return ST_MEMORY;
    if (str_compare(*iso, today) <= 0) return ST_OK;
    return problem_detail(why, ST_INVALID, S("on"), S("in-the-future"), *iso);
}

// Tidies number, day and signer.
static status check_given(call *c, const paper_issuing *what, paper_issue *as, problem *why)
{
    *as = (paper_issue){ .form   = what->form,
                         .act    = S(""),
                         .number = str_trim(what->number.ptr ? what->number : S("")),
                         .signer = str_trim(what->signer.ptr ? what->signer : S("")) };
    TRY(text_check(S("number"), as->number, 1, WORKFLOW_NUMBER_MAX, why));
    TRY(text_check(S("signer"), as->signer, 1, WORKFLOW_SIGNER_MAX, why));
    return check_day(c, what->on, &as->on, why);
}

static status may_issue(call *c, const dossier *d)
{
    workflow_seat who;
    TRY(dossier_seat(c, d, &who));
    bool part = who.operator_ || who.owner || who.appraiser;
    return who.person && part && call_may(c, RIGHT_PAPERS_MAKE) ? ST_OK : ST_FORBIDDEN;
}

static const paper_sheet *sheet_named(const paper_set *set, str form)
{
    for (size_t i = 0; i < set->count; i++) {
        if (str_equal(set->sheets[i].form->key, form)) return &set->sheets[i];
    }
    for (size_t i = 0; i < set->other_count; i++) {
        if (str_equal(set->others[i].form->key, form)) return &set->others[i];
    }
    return NULL;
}

static status find_form(const paper_set *set, str form, const law_form **out, problem *why)
{
    const paper_sheet *sheet = sheet_named(set, form);
    if (!sheet) {
        bool known = law_form_find(set->k->pack, form) != NULL;
        return problem_detail(why, ST_INVALID, S("form"),
                              known ? S("form-level") : S("form-unknown"), form);
    }
    *out = sheet->form;
    if ((*out)->act.len) return problem_set(why, ST_INVALID, S("form"), S("paper-by-act"));
    if (!(*out)->numbered) return problem_set(why, ST_INVALID, S("form"), S("paper-unnumbered"));
    return ST_OK;
}

status papers_issue(call *c, const paper_issuing *what, int64_t *id, problem *why)
{
    paper_set      *set  = NEW(c->a, paper_set, 1);
    paper_keeping  *keep = NEW(c->a, paper_keeping, 1);
    const law_form *form = NULL;
    paper_issue     as;
    if (!set || !keep) return ST_MEMORY;
    TRY(papers_of_dossier(c, what->ref, PAPER_STAGE_NOW, set, why));
    TRY(may_issue(c, &set->k->d));
    TRY(find_form(set, what->form, &form, why));
    TRY(check_given(c, what, &as, why));
    const dossier *d    = &set->k->d;
    bool           lead = set->count && set->sheets[0].form == form;
    paper_wish     wish = { d->code, form->key, what->sample, set->stage, &as };
    TRY(add_row(c, d, &wish, d->system_id, keep, why));
    // The letter that leads a dossier goes out with it: all of it is kept.
    wish.form = WHOLE;
    if (lead) TRY(add_row(c, d, &wish, d->system_id, keep, why));
    issue_work w = { c, keep, 0 };
    TRY(call_act(c, write_rows, &w));
    *id = w.id;
    return ST_OK;
}

// ---- by an act of the dossier --------------------------------------------------------------------------------

status papers_keep_for_act(call *c, int64_t dossier_id, str act, const workflow_given *given,
                           paper_keeping *out, problem *why)
{
    paper_set *set  = NEW(c->a, paper_set, 1);
    problem    none = { 0 };
    str        ref  = arena_printf(c->a, "%lld", (long long)dossier_id);
    *out            = (paper_keeping){ 0 };
    if (!set || !ref.ptr) return ST_MEMORY;
    dossier_content *k = NEW(c->a, dossier_content, 1);
    if (!k) return ST_MEMORY;
    if (dossiers_content(c, ref, k) != ST_OK) return ST_OK; // the act says why
    size_t          n;
    const law_form *forms = law_forms(k->pack, &n);
    for (size_t i = 0; i < n; i++) {
        bool meant = forms[i].act.len && str_equal(forms[i].act, act) &&
                     forms[i].level_min <= k->d.level && k->d.level <= forms[i].level_max;
        if (!meant) continue;
        const paper_issuing what = {
            .form = forms[i].key, .number = given->number, .on = given->on, .signer = given->signer
        };
        paper_issue as;
        if (check_given(c, &what, &as, &none) != ST_OK) return ST_OK;
        as.act          = forms[i].act;
        paper_wish wish = { ref, forms[i].key, S(""), PAPER_STAGE_NOW, &as };
        TRY(add_row(c, &k->d, &wish, k->d.system_id, out, why));
    }
    return ST_OK;
}

// ---- afterwards ----------------------------------------------------------------------------------------------

status papers_issues(call *c, str ref, paper_issue **out, size_t *count)
{
    dossier d;
    TRY(dossiers_get(c, ref, &d));
    return paper_issues_load(c, d.id, out, count);
}

typedef struct change_work {
    call    *c;
    problem *why;
    int64_t  id, letter_id, evidence_id;
    str      reason;
} change_work;

static status take(change_work *w, paper_issue *i)
{
    dossier d;
    TRY(paper_issue_find(w->c, w->id, i));
    str ref = arena_printf(w->c->a, "%lld", (long long)i->dossier_id);
    if (!ref.ptr) return ST_MEMORY;
    TRY(dossiers_get(w->c, ref, &d));
    return may_issue(w->c, &d);
}

static status tell(call *c, const char *act, const paper_issue *i, str key, str value)
{
    buf b = buf_in(c->a, 256, 4096);
    buf_printf(&b, "{\"issue\":%lld,\"number\":", (long long)i->id);
    buf_json(&b, i->number);
    buf_printf(&b, ",\"" STR_FMT "\":", STR_ARG(key));
    buf_json(&b, value);
    buf_char(&b, '}');
    if (b.failed) return ST_MEMORY;
    return audit_write(c, str_from(act), S("dossier"), i->dossier_id, buf_str(&b));
}

static status withdraw(db *d, void *ctx)
{
    change_work                  *w  = ctx;
    const paper_issue_withdraw_in in = { w->id, w->c->now_ms, w->c->who.name, w->reason };
    paper_issue                   i;
    int64_t                       changed;
    TRY(take(w, &i));
    TRY(paper_issue_withdraw(d, &in, &changed));
    if (!changed) return problem_set(w->why, ST_CONFLICT, S(""), S("paper-withdrawn"));
    return tell(w->c, "paper.withdraw", &i, S("reason"), w->reason);
}

status papers_issue_withdraw(call *c, int64_t id, str reason, problem *why)
{
    change_work w = { .c = c, .why = why, .id = id };
    w.reason      = str_trim(reason.ptr ? reason : S(""));
    TRY(text_check(S("reason"), w.reason, 1, WORKFLOW_TEXT_MAX, why));
    return call_act(c, withdraw, &w);
}

static status put_letter(db *d, change_work *w, const paper_issue *i)
{
    letter  l;
    int64_t changed;
    status  st = letters_get(w->c, w->letter_id, &l);
    bool of = st == ST_OK && l.data.object == LETTER_OF_SYSTEM && l.data.object_id == i->system_id;
    if (st != ST_OK && st != ST_MISSING) return st;
    if (!of) return problem_set(w->why, ST_INVALID, S("letter"), S("letter-unknown"));
    TRY(paper_issue_letter(d, &(paper_issue_letter_in){ w->id, w->letter_id }, &changed));
    return tell(w->c, "paper.sign", i, S("letter"), l.data.ref);
}

static status put_scan(change_work *w, const paper_issue *i)
{
    evidence e;
    status   st = evidence_load(w->c, w->evidence_id, &e);
    if (st != ST_OK && st != ST_MISSING) return st;
    if (st == ST_MISSING || e.system_id != i->system_id)
        return problem_set(w->why, ST_INVALID, S("evidence"), S("evidence-unknown"));
    TRY(evidence_attach(w->c, ISSUE, w->id, w->evidence_id));
    return tell(w->c, "paper.sign", i, S("evidence"), e.sha256);
}

static status put_signed(db *d, void *ctx)
{
    change_work *w = ctx;
    paper_issue  i;
    TRY(take(w, &i));
    return w->letter_id > 0 ? put_letter(d, w, &i) : put_scan(w, &i);
}

status papers_issue_sign(call *c, int64_t id, int64_t letter_id, int64_t evidence_id, problem *why)
{
    change_work w = {
        .c = c, .why = why, .id = id, .letter_id = letter_id, .evidence_id = evidence_id
    };
    if ((letter_id > 0) == (evidence_id > 0))
        return problem_set(why, ST_INVALID, S("letter"), S("paper-signed-other"));
    return call_act(c, put_signed, &w);
}

status papers_issue_open(call *c, int64_t id, bool pdf, paper_issue *out, str *bytes, problem *why)
{
    paper_made made = { 0 };
    TRY(paper_issue_find(c, id, out));
    if (!pdf || out->pdf_sha256.len)
        return paper_read_bytes(c, pdf ? out->pdf_sha256 : out->docx_sha256, bytes, why);
    TRY(paper_read_bytes(c, out->docx_sha256, &made.docx, why));
    made.moment_ms = out->at_ms;
    made.title     = out->number;
    made.filename  = S("x.docx");
    call_end(c);
    TRY(papers_print(c, &made, why));
    *bytes = made.pdf;
    return ST_OK;
}

// ---- what a scan serves ------------------------------------------------------------------------------------------

static status name_issue(call *c, int64_t id, str *name, str *address)
{
    paper_issue i;
    dossier     d;
    TRY(paper_issue_find(c, id, &i));
    str ref = arena_printf(c->a, "%lld", (long long)i.dossier_id);
    if (!ref.ptr) return ST_MEMORY;
    TRY(dossiers_get(c, ref, &d));
    *name    = i.number;
    *address = arena_printf(c->a, "/ho-so/" STR_FMT "/van-ban", STR_ARG(d.code));
    return address->ptr ? ST_OK : ST_MEMORY;
}

const evidence_teller papers_teller = { STR("paper-issue"), name_issue };

static status issue_holds(db *d, str name, arena scratch, bool *is)
{
    paper_issue_holds_row *rows;
    size_t                 count;
    TRY(paper_issue_holds(d, &(paper_issue_holds_in){ name }, &scratch, &rows, &count));
    *is = count > 0;
    return ST_OK;
}

const blob_keeper papers_keeper = { "papers", issue_holds };
