// paper_template_ops.c - templates of an agency's own: brought, looked at behind a seal, put in force, taken back.
#include "modules/dossiers/paper_template_ops.h"

#include "kit/documents/documents.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/workers/template.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/dossiers/paper.h"
#include "modules/dossiers/paper_blob_ops.h"
#include "modules/dossiers/paper_print_ops.h"

#include <string.h>

enum {
    ROOM_BYTES    = 64 * 1024 * 1024, // for one template taken apart; given back at once
    ROWS_MAX      = 200,
    NAMES_MAX     = 4000, // bytes of names, joined
    FILE_NAME_MAX = 200,
};

// ---- which one -----------------------------------------------------------------------------------------

const form_template *paper_template(str pack, str key)
{
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        if (str_equal(form_templates[i].pack, pack) && str_equal(form_templates[i].key, key)) {
            return &form_templates[i];
        }
    }
    return NULL;
}

const paper_replaced *paper_replaced_for(const paper_replacements *r, str form)
{
    for (size_t i = 0; r && i < r->count; i++) {
        if (str_equal(r->items[i].form, form)) return &r->items[i];
    }
    return NULL;
}

status paper_replacements_for(call *c, int64_t body_id, str pack, paper_replacements *out)
{
    paper_templates_for_row *rows;
    size_t                   count;
    db                      *d;
    *out = (paper_replacements){ 0 };
    TRY(call_db(c, &d));
    TRY(paper_templates_for(d, &(paper_templates_for_in){ body_id, pack, ROWS_MAX }, c->a, &rows,
                            &count));
    for (size_t i = 0; i < count && out->count < PAPER_FORMS_MAX; i++) {
        if (paper_replaced_for(out, rows[i].form)) continue; // a nearer one stands
        out->items[out->count++] = (paper_replaced){ .id     = rows[i].id,
                                                     .form   = rows[i].form,
                                                     .sha256 = rows[i].sha256,
                                                     .body   = rows[i].body_name,
                                                     .name   = rows[i].name };
    }
    return ST_OK;
}

status paper_source_of(call *c, const paper_replacements *r, str pack, str form, paper_source *out,
                       problem *why)
{
    const paper_replaced *by  = paper_replaced_for(r, form);
    const form_template  *own = paper_template(pack, form);
    if (!by && !own) return ST_MISSING;
    if (!by) {
        *out = (paper_source){ own->bytes, own->sha256 };
        return ST_OK;
    }
    out->sha256 = by->sha256;
    return paper_read_bytes(c, by->sha256, &out->bytes, why);
}

// ---- looking at one -------------------------------------------------------------------------------------

static status read_names(arena *a, const str *names, size_t count, str *out)
{
    buf b = buf_in(a, 64, NAMES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buf_put(&b, S(", "));
        buf_put(&b, names[i]);
    }
    *out = b.len ? buf_str(&b) : S("");
    return buf_status(&b);
}

// What the form offers, and what its law says a template must have.
static size_t offers_of(const law_form *f, arena *a, docx_offer offers[PAPER_OFFERS_MAX])
{
    size_t n = paper_offers(a, offers);
    for (size_t i = 0; i < n; i++) offers[i].required = false;
    str word, rest = f->must;
    for (bool more = rest.len > 0; more;) {
        more = str_cut(rest, ' ', &word, &rest);
        for (size_t i = 0; i < n; i++) {
            if (!str_equal(offers[i].name, word)) continue;
            offers[i].required = true;
            break; // once is enough: a name may be a value and a list
        }
    }
    return n;
}

static status compare(call *c, const law_form *f, str docx, arena *room, template_report *out,
                      problem *why)
{
    docx_place      *places;
    docx_offer      *offers = NEW(room, docx_offer, PAPER_OFFERS_MAX);
    docx_difference *d      = NEW(room, docx_difference, 1);
    size_t           count;
    if (!offers || !d) return ST_MEMORY;
    TRY(docx_check(docx, room, &places, &count, why));
    size_t n = offers_of(f, room, offers);
    if (n == 0) return ST_MEMORY;
    status st = docx_differences(places, count, offers, n, d);
    if (st != ST_LIMIT) TRY(st); // the first hundred are enough to begin with
    out->places = count;
    TRY(read_names(c->a, d->unknown, d->unknown_count, &out->unknown));
    return read_names(c->a, d->missing, d->missing_count, &out->missing);
}

typedef struct looked { // beyond what the room held
    template_report report;
    blob            kept;
} looked;

static status source_hash(int fd, arena *room, char hex[65])
{
    str bytes;
    TRY(os_rewind(fd));
    TRY(os_read_fd(fd, TEMPLATE_FILE_BYTES_MAX, room, &bytes));
    return paper_hash(bytes, hex);
}

static status look_in(call *c, const law_form *f, const template_file *file, arena *room,
                      template_report *out, str *docx, problem *why)
{
    template_taken *taken = NEW(room, template_taken, 1);
    char            hex[65];
    if (!taken) return ST_MEMORY;
    problem fault = { 0 };
    status  st    = template_read(S(""), file->fd, room, taken, &fault);
    if (st != ST_OK && fault.rule.len) {
        str detail = S("");
        if (fault.detail.len) TRY(arena_copy(c->a, fault.detail, &detail));
        return problem_detail(why, st, S("file"), fault.rule, detail);
    }
    TRY(st);
    docx_packed *parts = NEW(room, docx_packed, taken->count);
    if (!parts) return ST_MEMORY;
    for (size_t i = 0; i < taken->count; i++)
        parts[i] = (docx_packed){ taken->parts[i].name, taken->parts[i].bytes };
    st = docx_pack(parts, taken->count, room, docx);
    if (st == ST_INVALID) return problem_set(why, st, S("file"), S("docx-name"));
    TRY(st);
    TRY(source_hash(file->fd, room, hex));
    TRY(arena_copy(c->a, str_from(hex), &out->source));
    TRY(paper_hash(*docx, hex));
    TRY(arena_copy(c->a, str_from(hex), &out->sha256));
    TRY(read_names(c->a, taken->healed, taken->healed_count, &out->healed));
    return compare(c, f, *docx, room, out, why);
}

// keep: its blob gets the docx, when nothing is wrong with it.
static status look(call *c, const law_form *f, const template_file *file, template_report *out,
                   blob *keep, problem *why)
{
    arena room;
    str   docx = { 0 };
    *out       = (template_report){
              .healed = S(""), .unknown = S(""), .missing = S(""), .sha256 = S(""), .source = S("")
    };
    call_end(c); // the worker may take its time
    TRY(os_map(ROOM_BYTES, &room));
    status st = look_in(c, f, file, &room, out, &docx, why);
    if (st == ST_OK) out->bytes = docx.len;
    bool sound = st == ST_OK && !out->unknown.len && !out->missing.len;
    if (sound && keep) st = paper_keep_bytes(docx, keep, why);
    os_unmap(&room);
    return st;
}

static status find_form(str pack, str form, const law_pack **p, const law_form **f, problem *why)
{
    *p = law_pack_find(law_current(), pack);
    if (!*p) return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), pack);
    *f = law_form_find(*p, form);
    if (*f && paper_template(pack, form)) return ST_OK;
    return problem_detail(why, ST_INVALID, S("form"), S("form-unknown"), S("mau-01 …"));
}

status templates_look(call *c, const template_file *file, template_report *out, problem *why)
{
    const law_pack *p;
    const law_form *f = NULL;
    TRY(find_form(file->pack, file->form, &p, &f, why));
    return look(c, f, file, out, NULL, why);
}

// "lạ: …; thiếu: …" in the reader's language.
static status faults(call *c, const template_report *r, problem *why)
{
    buf b = buf_in(c->a, 256, 2 * NAMES_MAX);
    if (r->unknown.len) buf_put(&b, text_fmt(c->a, c->lang, T_templates_unknown, &r->unknown, 1));
    if (r->unknown.len && r->missing.len) buf_put(&b, S("; "));
    if (r->missing.len) buf_put(&b, text_fmt(c->a, c->lang, T_templates_missing, &r->missing, 1));
    if (b.failed) return ST_MEMORY;
    return problem_detail(why, ST_INVALID, S("file"), S("template-faults"), buf_str(&b));
}

// ---- acts --------------------------------------------------------------------------------------------------

typedef struct template_work {
    call                  *c;
    problem               *why;
    const template_file   *file;
    const template_report *report;
    const blob            *kept;
    int64_t                id;
    str                    pack, form;
} template_work;

static status tell(call *c, const char *act, str pack, str form, str sha256)
{
    buf b = buf_in(c->a, 256, 1024);
    buf_put(&b, S("{\"pack\":"));
    buf_json(&b, pack);
    buf_put(&b, S(",\"form\":"));
    buf_json(&b, form);
    buf_put(&b, S(",\"sha256\":"));
    buf_json(&b, sha256);
    buf_char(&b, '}');
    if (b.failed) return ST_MEMORY;
    return audit_write(c, str_from(act), S("body"), c->who.body_id, buf_str(&b));
}

static status add_row(db *d, void *ctx)
{
    template_work              *w   = ctx;
    call                       *c   = w->c;
    const paper_template_add_in row = { .body_id = c->who.body_id,
                                        .pack    = w->file->pack,
                                        .form    = w->file->form,
                                        .name    = w->file->name,
                                        .sha256  = w->report->sha256,
                                        .bytes   = w->report->bytes,
                                        .source  = w->report->source,
                                        .healed  = w->report->healed,
                                        .person  = c->who.name,
                                        .at_ms   = c->now_ms };
    paper_template_add_row      made;
    TRY(paper_template_add(d, &row, c->a, &made));
    TRY(call_blob(c, row.sha256, row.bytes));
    w->id = made.id;
    return tell(c, "template.bring", row.pack, row.form, row.sha256);
}

status templates_bring(call *c, const template_file *given, template_report *out, int64_t *id,
                       problem *why)
{
    const law_pack *p;
    const law_form *f = NULL;
    blob            kept;
    template_file   file = *given;
    if (!call_may(c, RIGHT_BODIES_ADMIN)) return ST_FORBIDDEN;
    TRY(find_form(file.pack, file.form, &p, &f, why));
    file.name = str_trim(file.name.ptr ? file.name : S(""));
    TRY(text_check(S("file"), file.name, 1, FILE_NAME_MAX, why));
    TRY(look(c, f, &file, out, &kept, why));
    if (out->unknown.len || out->missing.len) return faults(c, out, why);
    template_work w = { .c = c, .why = why, .file = &file, .report = out, .kept = &kept };
    TRY(call_act(c, add_row, &w));
    *id = w.id;
    return ST_OK;
}

static status force(db *d, void *ctx)
{
    template_work          *w = ctx;
    call                   *c = w->c;
    paper_template_load_row row;
    int64_t                 changed;
    TRY(paper_template_load(d, &(paper_template_load_in){ w->id, c->who.body_id }, c->a, &row));
    if (row.state == TEMPLATE_IN_FORCE)
        return problem_set(w->why, ST_CONFLICT, S(""), S("template-in-force"));
    const paper_template_end_in end = { c->who.body_id, row.pack, row.form, c->who.name,
                                        c->now_ms };
    TRY(paper_template_end(d, &end, &changed));
    TRY(paper_template_force(d, &(paper_template_force_in){ w->id, c->who.name, c->now_ms },
                             &changed));
    return tell(c, "template.force", row.pack, row.form, row.sha256);
}

status templates_force(call *c, int64_t id, problem *why)
{
    template_work w = { .c = c, .why = why, .id = id };
    return call_may(c, RIGHT_BODIES_ADMIN) ? call_act(c, force, &w) : ST_FORBIDDEN;
}

static status restore(db *d, void *ctx)
{
    template_work              *w   = ctx;
    call                       *c   = w->c;
    const paper_template_end_in end = { c->who.body_id, w->pack, w->form, c->who.name, c->now_ms };
    int64_t                     changed;
    TRY(paper_template_end(d, &end, &changed));
    if (!changed) return problem_set(w->why, ST_CONFLICT, S(""), S("template-own-already"));
    return tell(c, "template.restore", w->pack, w->form, S(""));
}

status templates_restore(call *c, str pack, str form, problem *why)
{
    template_work w = { .c = c, .why = why, .pack = pack, .form = form };
    return call_may(c, RIGHT_BODIES_ADMIN) ? call_act(c, restore, &w) : ST_FORBIDDEN;
}

// ---- looking ----------------------------------------------------------------------------------------------

status templates_of(call *c, str pack, template_row **out, size_t *count)
{
    paper_template_rows_row *rows;
    db                      *d;
    TRY(call_db(c, &d));
    TRY(paper_template_rows(d, &(paper_template_rows_in){ c->who.body_id, pack, ROWS_MAX }, c->a,
                            &rows, count));
    *out = NEW(c->a, template_row, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const paper_template_rows_row *r = &rows[i];
        (*out)[i]                        = (template_row){ .id        = r->id,
                                                           .bytes     = r->bytes,
                                                           .at_ms     = r->at_ms,
                                                           .forced_ms = r->forced_ms,
                                                           .past_ms   = r->past_ms,
                                                           .state     = (template_state)r->state,
                                                           .form      = r->form,
                                                           .name      = r->name,
                                                           .sha256    = r->sha256,
                                                           .source    = r->source,
                                                           .healed    = r->healed,
                                                           .person    = r->person,
                                                           .forced_by = r->forced_by,
                                                           .past_by   = r->past_by };
    }
    return ST_OK;
}

status templates_file(call *c, str pack, str form, int64_t id, str *docx, str *sha256, problem *why)
{
    const form_template    *own = paper_template(pack, form);
    paper_template_load_row row;
    db                     *d;
    if (!id) {
        if (!own) return ST_MISSING;
        *docx = own->bytes, *sha256 = own->sha256;
        return ST_OK;
    }
    TRY(call_db(c, &d));
    TRY(paper_template_load(d, &(paper_template_load_in){ id, c->who.body_id }, c->a, &row));
    if (!str_equal(row.pack, pack) || !str_equal(row.form, form)) return ST_MISSING;
    *sha256 = row.sha256;
    return paper_read_bytes(c, row.sha256, docx, why);
}

static status template_holds(db *d, str name, arena scratch, bool *is)
{
    paper_template_holds_row *rows;
    size_t                    count;
    TRY(paper_template_holds(d, &(paper_template_holds_in){ name }, &scratch, &rows, &count));
    *is = count > 0;
    return ST_OK;
}

const blob_keeper paper_templates_keeper = { "templates", template_holds };
