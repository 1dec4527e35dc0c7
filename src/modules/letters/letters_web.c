// letters_web.c - the register, one letter and its file as pages; the routes of letters.
#include "modules/letters/letters_web.h"

#include "kit/os/os.h"
#include "modules/accounts/accounts.h"
#include "modules/letters/letters_pages.gen.h"
#include "modules/letters/letters_view.h"
#include "modules/systems/systems.h"

status letter_id_of(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) && *id > 0 ? ST_OK : ST_MISSING;
}

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

static status read_filter(call *c, const web_request *rq, letter_filter *f, problem *why)
{
    static const char *const names[] = { "direction", "year", "body", "q" };
    f->direction                     = LETTER_OUT;
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(letters_filter_set(c, str_from(names[i]), str_trim(asked(rq, names[i])), f, why));
    return ST_OK;
}

// ---- the list --------------------------------------------------------------------------------------------

static status year_options(call *c, page *o, const letter_filter *f, letters_view *v)
{
    int64_t      years[LETTERS_YEARS_MAX], now = 0;
    size_t       count = 0, n = 0;
    str          today   = organisations_day(c);
    page_option *options = NEW(c->a, page_option, LETTERS_YEARS_MAX + 2);
    if (!options || !today.ptr || !str_int(str_slice(today, 0, 4), &now)) return ST_MEMORY;
    TRY(letters_years(c, f, years, &count));
    int64_t shown = f->year ? f->year : now;
    bool    there = false;
    for (size_t i = 0; i < count; i++) there = there || years[i] == shown;
    for (size_t i = 0; i < count + !there; i++) {
        int64_t year = !there && i == 0 ? shown : years[i - !there];
        str     text = arena_printf(c->a, "%lld", (long long)year);
        options[n++] = (page_option){ text, text, { 0 } };
    }
    v->year       = arena_printf(c->a, "%lld", (long long)shown);
    v->year_field = (page_field){ .name         = "year",
                                  .label        = T(o, letters_year),
                                  .value        = v->year,
                                  .options      = options,
                                  .option_count = n };
    return v->year.ptr ? ST_OK : ST_MEMORY;
}

static status fill_items(call *c, page *o, const letter_page *list, letters_view *v)
{
    v->items = NEW(c->a, letter_item, list->count + 1);
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        const letter *l = &list->items[i];
        v->items[i]     = (letter_item){ .l      = l,
                                         .kind   = letter_kind_words(c->lang, l->data.kind),
                                         .day    = page_date(o, l->data.day),
                                         .on_day = page_date(o, l->data.on_day),
                                         .badge  = letter_badge_of(o, l->file.verdict) };
    }
    v->count = list->count;
    return ST_OK;
}

static void fill_ways(page *o, const web_request *rq, const letter_page *list, letters_view *v)
{
    str path       = rq->path, query;
    v->out_href    = page_url_with(o, page_url_with(o, path, "c", S("")), "direction", S("out"));
    v->in_href     = page_url_with(o, page_url_with(o, path, "c", S("")), "direction", S("in"));
    v->clear_href  = page_url_with(o, page_url_with(o, path, "q", S("")), "c", S(""));
    v->pager       = (page_pager){ .shown = (int64_t)list->count, .total = list->total };
    v->pager.next  = list->next.len ? page_url_with(o, path, "c", list->next) : S("");
    v->pager.first = asked(rq, "c").len ? page_url_with(o, path, "c", S("")) : S("");
    bool more      = str_cut(page_url_with(o, path, "c", S("")), '?', &path, &query);
    v->export_href = more ? arena_printf(o->a, "/van-ban/xuat?" STR_FMT, STR_ARG(query))
                          : S("/van-ban/xuat");
}

static status show_list(call *c, page *o, const web_request *rq, const letter_filter *f,
                        letters_view *v)
{
    letter_page list = { 0 };
    body        b;
    if (!v->frame.problem_count) TRY(letters_list(c, f, asked(rq, "c"), 0, &list, NULL));
    TRY(body_by_id(c, f->body_id ? f->body_id : c->who.body_id, &b));
    v->body_name  = b.name_vi;
    v->other_body = b.id != c->who.body_id;
    TRY(year_options(c, o, f, v));
    TRY(fill_items(c, o, &list, v));
    fill_ways(o, rq, &list, v);
    return ST_OK;
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    letters_view *v     = NEW(c->a, letters_view, 1);
    letter_filter f     = { 0 };
    problem       fault = { 0 };
    page          o     = page_open(c, rq, rs);
    (void)why;
    if (!v) return ST_MEMORY;
    status st = read_filter(c, rq, &f, &fault);
    if (st != ST_INVALID) TRY(st);
    v->frame     = (page_frame){ .title         = T(&o, letters_title),
                                 .menu          = "letters",
                                 .problems      = &fault,
                                 .problem_count = st == ST_INVALID,
                                 .fields        = "letters.field.",
                                 .wide          = true };
    v->in        = f.direction == LETTER_IN;
    v->may_write = call_may(c, RIGHT_LETTERS_WRITE);
    v->words     = asked(rq, "q");
    v->body      = asked(rq, "body");
    v->filtered  = v->words.len > 0 || st == ST_INVALID;
    TRY(show_list(c, &o, rq, &f, v));
    letters_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

static status export_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int           fd;
    int64_t       count;
    letter_filter f = { 0 };
    os_file_info  info;
    TRY(read_filter(c, rq, &f, why));
    TRY(os_temp_in_memory(&fd));
    status st = letters_export(c, &f, fd, &count);
    if (st == ST_OK) st = os_info(fd, &info);
    if (st == ST_OK)
        st = web_download(
            rs, LETTERS_XLSX,
            f.direction == LETTER_IN ? S("so-van-ban-den.xlsx") : S("so-van-ban-di.xlsx"), S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    rs->still     = (str){ 0 };
    rs->file_fd   = fd;
    rs->file_size = info.bytes;
    return ST_OK;
}

// ---- one letter --------------------------------------------------------------------------------------------

static status fill_check(call *c, page *o, letter_view *v)
{
    letter_signatures *s = NEW(c->a, letter_signatures, 1);
    int64_t            roots, changed;
    if (!s) return ST_MEMORY;
    v->has_pdf = str_equal(v->l.file.type, S("pdf"));
    if (!v->has_pdf) return ST_OK;
    TRY(roots_state(c, &roots, &changed));
    status st = letter_signatures_read(v->l.signatures, c->a, s);
    if (st == ST_INVALID) *s = (letter_signatures){ .failed = S("signature-reader-failed") };
    if (st != ST_INVALID) TRY(st);
    v->badge         = letter_badge_of(o, v->l.file.verdict);
    v->altered       = v->l.file.verdict == LETTER_ALTERED;
    v->no_roots      = roots == 0;
    v->roots_changed = s->count > 0 && changed > v->l.file.checked_ms;
    v->checked       = page_when(o, v->l.file.checked_ms);
    if (v->no_roots && call_may(c, RIGHT_ACCOUNTS_ADMIN)) TRY(accounts_runs_node(c, &v->runs_node));
    return letter_view_signatures(o, s, v);
}

static status fill_facts(call *c, page *o, letter_view *v)
{
    const letter_data     *d = &v->l.data;
    const law_letter_kind *k = law_letter_kind_find(law_current(), d->kind);
    system_record         *s = NEW(c->a, system_record, 1);
    if (!s) return ST_MEMORY;
    v->in             = d->direction == LETTER_IN;
    v->kind           = letter_kind_words(c->lang, d->kind);
    v->kind_cite      = k ? k->cite : S("");
    v->day            = d->day.len ? page_date(o, d->day) : S("–");
    v->on_day         = page_date(o, d->on_day);
    v->made           = page_when(o, v->l.made_ms);
    v->size           = letter_size_words(c->a, v->l.file.bytes);
    v->version        = arena_printf(c->a, "%lld", (long long)v->l.version);
    v->withdrawn_when = v->l.withdrawn_ms ? page_when(o, v->l.withdrawn_ms) : S("");
    v->may_write      = call_may(c, RIGHT_LETTERS_WRITE);
    v->reason         = (page_field){ .name     = "reason",
                                      .label    = T(o, letters_field_reason),
                                      .max      = LETTER_WHY_MAX,
                                      .rows     = 2,
                                      .required = true };
    if (d->object != LETTER_OF_SYSTEM) return ST_OK;
    status st = systems_get_id(c, d->object_id, s);
    if (st == ST_MISSING) return ST_OK; // nobody's any more
    TRY(st);
    v->system_code = s->code;
    v->system_name = s->data.name;
    return ST_OK;
}

static status fill_past(call *c, page *o, letter_view *v)
{
    letter_event *events;
    letter_file  *files;
    size_t        event_count, file_count;
    TRY(letters_history(c, v->l.id, &events, &event_count));
    TRY(letters_files(c, v->l.id, &files, &file_count));
    TRY(letter_view_history(o, events, event_count, v));
    return letter_view_files(o, files, file_count, v);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_view *v = NEW(c->a, letter_view, 1);
    int64_t      id;
    (void)why;
    if (!v) return ST_MEMORY;
    TRY(letter_id_of(rq, &id));
    TRY(letters_get(c, id, &v->l));
    page o = page_open(c, rq, rs);
    TRY(fill_facts(c, &o, v));
    TRY(fill_check(c, &o, v));
    TRY(fill_past(c, &o, v));
    const page_crumb crumbs[] = {
        { v->in ? T(&o, letters_in) : T(&o, letters_out),
          v->in ? S("/van-ban?direction=in") : S("/van-ban?direction=out") },
    };
    v->frame = (page_frame){ .title       = v->l.data.ref.len ? v->l.data.ref : v->l.data.about,
                             .menu        = "letters",
                             .crumbs      = crumbs,
                             .crumb_count = COUNT(crumbs),
                             .fields      = "letters.field." };
    if (asked(rq, "xong").len) v->frame.done = T(&o, letters_done);
    letter_show_page(&o, v);
    return page_close(&o, rs, 200);
}

status letter_send(http_response *rs, int fd, const letter_file *file)
{
    status st = web_download(rs, letter_mime(file->type), file->name, S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    rs->still     = (str){ 0 };
    rs->file_fd   = fd;
    rs->file_size = file->bytes;
    return ST_OK;
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    letter_file file;
    int64_t     id, file_id = 0;
    int         fd;
    str         which = rq->params[1];
    TRY(letter_id_of(rq, &id));
    if (which.len && !str_int(which, &file_id)) return ST_MISSING;
    TRY(letters_open(c, id, file_id, &file, &fd, why));
    return letter_send(rs, fd, &file);
}

// ---- on the page of a system's papers --------------------------------------------------------------------------

status letters_related_fill(call *c, page *o, int64_t system_id, str code, letters_related *out)
{
    letter *rows;
    size_t  count = 0;
    *out          = (letters_related){ .system_code = code,
                                       .may_read    = call_may(c, RIGHT_LETTERS_READ),
                                       .may_write   = call_may(c, RIGHT_LETTERS_WRITE) };
    if (!out->may_read) return ST_OK;
    TRY(letters_of_system(c, system_id, &rows, &count));
    out->items = NEW(c->a, letters_related_line, count + 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const letter_data *d     = &rows[i].data;
        bool               in    = d->direction == LETTER_IN;
        letter_badge       badge = letter_badge_of(o, rows[i].file.verdict);
        out->items[i]            = (letters_related_line){ .id        = rows[i].id,
                                                           .direction = in ? T(o, letters_came)
                                                                           : T(o, letters_went),
                                                           .ref       = d->ref,
                                                           .day       = page_date(o, d->on_day),
                                                           .about     = d->about,
                                                           .party     = d->counterpart,
                                                           .verdict   = badge.words,
                                                           .look      = badge.look,
                                                           .withdrawn = rows[i].withdrawn_ms > 0 };
    }
    out->count = count;
    return ST_OK;
}

void letters_related_part(page *o, const letters_related *v)
{
    letters_related_block(o, v);
}

// ---- routes ------------------------------------------------------------------------------------------------------

#define READ RIGHT_LETTERS_READ
#define WRITE RIGHT_LETTERS_WRITE

static const web_field list_query[] = {
    { "direction", "string?", "out (when absent) or in" },
    { "year", "integer?", "of the register; this year when absent" },
    { "body", "string?",
      "code or name of the body whose register it is; the acting one when absent" },
    { "q", "string?", "words, accents ignored" },
    { "cursor", "string?", "next of the page before" },
    { "limit", "integer?", "1 to 50" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array", "letters, newest first" },
    { "total", "integer", "how many the filter finds" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field one_answer[] = {
    { "id", "string", "decimal" },
    { "uid", "string", "UUIDv7" },
    { "direction", "string", "out or in" },
    { "year", "integer", "of the register" },
    { "body", "string", "code of the body whose register it is" },
    { "number", "string", "as entered: the letter's own, or the number of arrival" },
    { "ref", "string", "number and symbol on the letter" },
    { "day", "string?", "on the letter, ISO" },
    { "on_day", "string", "day of the letter going out, day of arrival of one coming in" },
    { "kind", "string", "key of law/letter-kinds.csv" },
    { "about", "string", "summary" },
    { "counterpart", "string", "to whom, or from whom" },
    { "signer", "string", "who signed it" },
    { "note", "string", "free text" },
    { "system", "string?", "id of the system it is about" },
    { "file", "object?", "name, type, bytes, sha256, verdict, checked_at, signatures" },
    { "exception", "string", "why a file altered after signing went out all the same" },
    { "withdrawn", "string?", "the reason" },
    { "person", "string", "who recorded it" },
    { "recorded_at", "string", "RFC 3339" },
    { "version", "integer", "also the ETag" },
    { NULL, NULL, NULL },
};
static const web_field reason_body[] = {
    { "reason", "string", "why" },
    { NULL, NULL, NULL },
};
static const web_field check_answer[] = {
    { "verdict", "string", "unsigned, sound, doubtful, unread or altered" },
    { NULL, NULL, NULL },
};
static const web_field history_answer[] = {
    { "items", "array", "version, at, person, field, before, after, reason; newest first" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null: at most 200 are told" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/van-ban", READ, list_get, "The register of letters of a body" },
    { HTTP_GET, "/van-ban/xuat", READ, export_get, "The register as xlsx" },
    { HTTP_GET, "/van-ban/moi", WRITE, letter_new_get, "A form for a letter" },
    { HTTP_POST, "/van-ban/moi", WRITE, letter_new_post, "Enters a letter", .flags = WEB_UPLOAD },
    { HTTP_GET, "/van-ban/{id}", READ, show_get, "One letter and its signatures" },
    { HTTP_GET, "/van-ban/{id}/sua", WRITE, letter_edit_get, "The form of a letter" },
    { HTTP_POST, "/van-ban/{id}/sua", WRITE, letter_edit_post, "Corrects a letter",
      .flags = WEB_UPLOAD },
    { HTTP_POST, "/van-ban/{id}/rut", WRITE, letter_withdraw_post, "Withdraws a letter" },
    { HTTP_POST, "/van-ban/{id}/kiem-tra", WRITE, letter_check_post, "Checks its signatures anew" },
    { HTTP_GET, "/van-ban/{id}/tep", READ, file_get, "The file of a letter" },
    { HTTP_GET, "/van-ban/{id}/tep/{file}", READ, file_get, "An earlier file of a letter" },
    { HTTP_GET, "/api/v1/letters", READ, letters_api_list, "The register of a body",
      .query = list_query, .answer = list_answer },
    { HTTP_POST, "/api/v1/letters", WRITE, letters_api_add,
      "Enters a letter: a form whose fields are those of the answer, with no_secret=1 and the file",
      .answer = one_answer, .flags = WEB_UPLOAD | WEB_ANY_BODY },
    { HTTP_GET, "/api/v1/letters/{id}", READ, letters_api_get, "One letter", .answer = one_answer },
    { HTTP_POST, "/api/v1/letters/{id}/correct", WRITE, letters_api_correct,
      "Corrects a letter: a form with reason, no_secret=1, and what is to be otherwise",
      .answer = one_answer, .flags = WEB_UPLOAD | WEB_ANY_BODY | WEB_VERSIONED },
    { HTTP_POST, "/api/v1/letters/{id}/withdraw", WRITE, letters_api_withdraw, "Withdraws a letter",
      .body = reason_body, .answer = one_answer, .flags = WEB_VERSIONED },
    { HTTP_POST, "/api/v1/letters/{id}/check", WRITE, letters_api_check,
      "Checks the signatures of its file anew", .answer = check_answer },
    { HTTP_GET, "/api/v1/letters/{id}/history", READ, letters_api_history,
      "What changed in a letter", .answer = history_answer },
    { HTTP_GET, "/api/v1/letters/{id}/file", READ, letters_api_file, "The file of a letter" },
};

const web_module letters_module = { "letters", routes, COUNT(routes) };
