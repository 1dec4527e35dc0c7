// import_web.c - the pages and the API of imports. The sheet is kept when it comes; every look at it
// reads and checks it anew, so what is shown is always what would happen now.
#include "modules/systems/import_web.h"

#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/systems/import_changes_web.h"
#include "modules/systems/import_ops.h"
#include "modules/systems/import_view.h"
#include "modules/systems/imports_pages.gen.h"

enum { SAMPLE_CHARACTERS = 60 };

status import_send_file(http_response *rs, int fd, int64_t size, str type, str filename)
{
    TRY(web_download(rs, type, filename, S("")));
    rs->still     = (str){ 0 };
    rs->file_fd   = fd;
    rs->file_size = size;
    return ST_OK;
}

static str import_href(call *c, int64_t id)
{
    return arena_printf(c->a, "/he-thong/nhap/%lld", (long long)id);
}

// ---- choosing a file ----------------------------------------------------------------------------------

static str state_words(lang in, import_state s)
{
    switch (s) {
    case IMPORT_UPLOADED: return text_get(in, T_systems_import_state_uploaded);
    case IMPORT_STAGING: return text_get(in, T_systems_import_state_running);
    case IMPORT_DONE: return text_get(in, T_systems_import_state_done);
    case IMPORT_UNDONE: return text_get(in, T_systems_import_state_undone);
    case IMPORT_FAILED: return text_get(in, T_systems_import_state_failed);
    }
    return S("");
}

static status fill_recent(call *c, page *o, import_new_view *v)
{
    import_view *rows;
    TRY(imports_recent(c, &rows, &v->recent_count));
    v->recent = NEW(c->a, import_line_view, v->recent_count ? v->recent_count : 1);
    if (!v->recent) return ST_MEMORY;
    for (size_t i = 0; i < v->recent_count; i++) {
        str name     = rows[i].filename.len ? rows[i].filename : T(o, systems_import_unnamed);
        v->recent[i] = (import_line_view){ .href     = import_href(c, rows[i].id),
                                           .filename = name,
                                           .when     = page_when(o, rows[i].made_ms),
                                           .person   = rows[i].person,
                                           .state    = state_words(o->lang, rows[i].state),
                                           .done     = rows[i].state == IMPORT_DONE };
    }
    return ST_OK;
}

static page_field owner_field(page *o, str value)
{
    return (page_field){ .name  = "owner",
                         .label = T(o, systems_import_owner),
                         .hint  = T(o, systems_import_owner_hint),
                         .value = value,
                         .max   = 300 };
}

static status show_new(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    import_new_view v        = { 0 };
    page            o        = page_open(c, rq, rs);
    page_crumb      crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    v.frame                  = (page_frame){ .title       = T(&o, systems_import),
                                             .menu        = "systems",
                                             .crumbs      = crumbs,
                                             .crumb_count = COUNT(crumbs),
                                             .fields      = "systems.field." };
    if (fault) {
        v.frame.problems      = fault;
        v.frame.problem_count = 1;
    }
    v.file        = (page_field){ .name     = "file",
                                  .label    = T(&o, systems_import_file),
                                  .hint     = T(&o, systems_import_file_hint),
                                  .accept   = ".xlsx,.csv",
                                  .required = true,
                                  .error    = page_field_error(&o, &v.frame, "file") };
    v.owner       = owner_field(&o, http_form(rq->http, S("owner")));
    v.owner.error = page_field_error(&o, &v.frame, "owner");
    TRY(fill_recent(c, &o, &v));
    import_new_page(&o, &v);
    return page_close(&o, rs, fault ? 422 : 200);
}

status import_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_new(c, rq, rs, NULL);
}

static status take_upload(call *c, const http_request *rq, int64_t *id, problem *why)
{
    for (size_t i = 0; i < rq->file_count; i++) {
        const http_file *f = &rq->files[i];
        if (!str_equal(f->field, S("file")) || f->size == 0) continue;
        return imports_upload(c, f->fd, f->filename, http_form(rq, S("owner")), id, why);
    }
    return problem_set(why, ST_INVALID, S("file"), S("required"));
}

status import_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    status  st = take_upload(c, rq->http, &id, why);
    if (st == ST_INVALID) return show_new(c, rq, rs, why);
    TRY(st);
    return web_redirect(rs, import_href(c, id));
}

status import_template_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int          fd;
    os_file_info info;
    (void)rq;
    (void)why;
    TRY(os_temp_in_memory(&fd));
    status st = import_write_template(c, fd);
    if (st == ST_OK) st = os_info(fd, &info);
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    return import_send_file(rs, fd, info.bytes, IMPORT_XLSX_TYPE, S("mau-nhap-he-thong.xlsx"));
}

// ---- looking into it ------------------------------------------------------------------------------------

typedef struct opened { // a kept sheet, read and compared, nothing written
    import_view    v;
    import_plan    plan;
    import_options options;
} opened;

static void close_import(opened *x)
{
    os_close(x->options.fd);
    import_plan_free(&x->plan);
}

// ST_INVALID: the file as a whole is refused; *x is open all the same.
static status open_import(call *c, int64_t id, opened *x, problem *why)
{
    int64_t size;
    *x = (opened){ .options.fd = -1 };
    TRY(imports_load(c, id, &x->v));
    TRY(import_plan_new(&x->plan));
    status st           = imports_open(c, id, IMPORT_FILE, &x->options.fd, &size);
    x->options.filename = x->v.filename;
    x->options.owner    = x->v.owner;
    x->options.mapping  = x->v.mapping;
    x->options.sheet    = x->v.sheet;
    import_fix *fixes   = NULL;
    if (st == ST_OK) st = imports_fixes(c, id, &fixes, &x->options.fix_count);
    x->options.fixes = fixes;
    if (st == ST_OK) st = import_scan(c, &x->options, &x->plan, why);
    if (st == ST_OK) st = import_compare(c, &x->options, &x->plan, why);
    if (st != ST_OK) import_problem_keep(c->a, why);
    if (st != ST_OK && st != ST_INVALID) close_import(x);
    return st;
}

static str sample_of(call *c, const import_plan *p, int32_t column)
{
    buf    b = buf_in(c->a, 128, 4096);
    size_t n = 0;
    for (size_t i = 0; i < p->first_count && n < IMPORT_CELLS_SHOWN; i++) {
        const import_line *line = &p->first_lines[i];
        if (line->number <= p->mapping.data_after) continue;
        for (size_t k = 0; k < line->count; k++) {
            str text = text_tidy(c->a, line->cells[k].text);
            if (line->cells[k].column != column || !text.len || !str_is_text(text)) continue;
            if (n++) buf_put(&b, S(" · "));
            size_t    count = 0;
            ptrdiff_t end   = 0;
            for (; end < text.len && count <= SAMPLE_CHARACTERS; end++)
                count += ((unsigned char)text.ptr[end] & 0xC0) != 0x80;
            if (count > SAMPLE_CHARACTERS) end--;
            buf_put(&b, str_slice(text, 0, end));
        }
    }
    return buf_str(&b);
}

static status fill_columns(call *c, page *o, const import_plan *p, import_check_view *v)
{
    size_t               count;
    const import_target *targets = import_targets(p->book, &count);
    v->options                   = NEW(c->a, page_option, count + 1);
    v->columns                   = NEW(c->a, import_column_view, p->mapping.count + 1);
    if (!v->options || !v->columns) return ST_MEMORY;
    v->options[v->option_count++] = (page_option){ S(""), T(o, systems_import_ignored), { 0 } };
    for (size_t i = 0; i < count; i++) {
        if (targets[i].what == IMPORT_IGNORED) continue;
        v->options[v->option_count++] = (page_option){ targets[i].key,
                                                       import_target_label(&targets[i], o->lang),
                                                       { 0 } };
    }
    for (size_t i = 0; i < p->mapping.count; i++) {
        const import_column *k      = &p->mapping.items[i];
        str                  letter = import_column_name(c->a, k->column);
        str                  name   = arena_printf(c->a, "map-" STR_FMT, STR_ARG(letter));
        bool                 mapped = k->to && k->to->what != IMPORT_IGNORED;
        if (!name.ptr) return ST_MEMORY;
        v->columns[v->column_count++] = (import_column_view){
            .letter = letter,
            .header = k->header,
            .sample = sample_of(c, p, k->column),
            .to     = { .name  = arena_cstr(c->a, name),
                        .label = k->header,
                        .value = mapped ? k->to->key : S("") }
        };
    }
    return ST_OK;
}

// An earlier fault of the row has the input for this cell already.
static bool mends_same(const import_row *r, size_t k)
{
    for (size_t i = 0; i < k; i++) {
        if (r->faults[i].column == r->faults[k].column) return true;
    }
    return false;
}

static status fill_faults(call *c, page *o, const import_plan *p, import_check_view *v)
{
    v->faults = NEW(c->a, import_fault_view, IMPORT_FAULTS_SHOWN);
    if (!v->faults) return ST_MEMORY;
    for (size_t i = 0; i < p->count; i++) {
        const import_row *r = &p->rows[i]->row;
        for (size_t k = 0; k < r->fault_count; k++) {
            const import_fault *f = &r->faults[k];
            if (v->fault_total++ >= IMPORT_FAULTS_SHOWN) continue;
            const import_mapping *m      = &p->mapping;
            bool                  mapped = f->column > 0 && m->at[f->column];
            v->faults[v->fault_count++]  = (import_fault_view){
                 .row     = r->number,
                 .cell    = f->column ? sheet_cell_name(c->a, r->number, f->column) : S(""),
                 .column  = mapped ? m->items[m->at[f->column] - 1].header : S(""),
                 .value   = f->value,
                 .message = import_fault_message(f, o->lang, c->a),
            };
            if (v->fixable && mapped && !mends_same(r, k))
                v->faults[v->fault_count - 1].input = import_fix_name(c->a, r->number, f->column);
        }
    }
    return ST_OK;
}

static str act_words(lang in, import_act act)
{
    switch (act) {
    case IMPORT_NEW: return text_get(in, T_systems_import_act_new);
    case IMPORT_CHANGED: return text_get(in, T_systems_import_act_changed);
    case IMPORT_SAME: return text_get(in, T_systems_import_act_same);
    case IMPORT_KEPT: return text_get(in, T_systems_import_act_kept);
    case IMPORT_REFUSED: break;
    }
    return S("");
}

// Of an import that was taken in, a row is what the import made of it, though by now it is the same.
static import_act act_of(const import_view *v, const import_staged *s)
{
    bool done = v->state == IMPORT_DONE && s->act == IMPORT_SAME && s->before;
    if (!done || s->before->import_id != v->id) return s->act;
    bool made = s->id >= v->first_id && s->id < v->first_id + v->new_count;
    return made ? IMPORT_NEW : IMPORT_CHANGED;
}

static status fill_good(call *c, page *o, const opened *x, import_check_view *v)
{
    const import_plan *p = &x->plan;
    v->good              = NEW(c->a, import_row_view, IMPORT_ROWS_SHOWN);
    if (!v->good) return ST_MEMORY;
    for (size_t i = 0; i < p->count && v->good_count < IMPORT_ROWS_SHOWN; i++) {
        const import_staged *s = p->rows[i];
        if (s->act == IMPORT_REFUSED || s->act == IMPORT_CHANGED) continue;
        v->good[v->good_count++] = (import_row_view){
            .row         = s->row.number,
            .name        = s->after->data.name,
            .owner       = s->owner.name,
            .act         = act_words(o->lang, act_of(&x->v, s)),
            .href        = s->id ? arena_printf(c->a, "/he-thong/%lld", (long long)s->id) : S(""),
            .level       = s->finding.level,
            .sheet_level = s->after->sheet_level,
            .at_least    = s->finding.result == LAW_AT_LEAST,
        };
    }
    return ST_OK;
}

static void fill_counts(const opened *x, import_check_view *v)
{
    const import_plan *p    = &x->plan;
    bool               kept = x->v.state == IMPORT_DONE || x->v.state == IMPORT_UNDONE;
    v->rows                 = (int64_t)p->count;
    v->made                 = kept ? x->v.new_count : (int64_t)p->made;
    v->changed              = kept ? x->v.changed : (int64_t)p->changed;
    v->same                 = kept ? x->v.same : (int64_t)p->same;
    v->refused              = kept ? x->v.refused : (int64_t)p->refused;
    v->differ               = (int64_t)p->differ;
}

// The sheets of the workbook, when there are several.
static status fill_sheets(call *c, page *o, const opened *x, import_check_view *v)
{
    const import_plan *p       = &x->plan;
    page_option       *options = NEW(c->a, page_option, IMPORT_SHEETS_MAX);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < p->sheet_count; i++)
        options[i] = (page_option){ p->sheets[i], p->sheets[i], { 0 } };
    v->sheets = (page_field){ .name         = "sheet",
                              .label        = T(o, systems_import_which_sheet),
                              .value        = p->sheet,
                              .options      = options,
                              .option_count = p->sheet_count > 1 ? p->sheet_count : 0 };
    return ST_OK;
}

static status fill_check(call *c, page *o, const opened *x, import_check_view *v)
{
    const import_plan *p      = &x->plan;
    bool               recent = c->now_ms - x->v.done_ms < (int64_t)IMPORT_UNDO_HOURS * 3600 * 1000;
    v->waiting                = x->v.state == IMPORT_UPLOADED;
    v->undone                 = x->v.state == IMPORT_UNDONE;
    v->filename               = x->v.filename;
    v->sheet                  = p->sheet;
    v->action                 = import_href(c, x->v.id);
    v->noted                  = arena_printf(c->a, STR_FMT "/ghi-chu", STR_ARG(v->action));
    if (x->v.state == IMPORT_DONE && recent)
        v->undo = arena_printf(c->a, STR_FMT "/hoan-tac", STR_ARG(v->action));
    v->header_row = (page_field){ .name      = "header_row",
                                  .label     = T(o, systems_field_header_row),
                                  .hint      = T(o, systems_import_header_row_hint),
                                  .value     = arena_printf(c->a, "%lld",
                                                            (long long)p->mapping.header_row),
                                  .inputmode = "numeric",
                                  .narrow    = true };
    v->owner      = owner_field(o, x->v.owner);
    fill_counts(x, v);
    TRY(fill_sheets(c, o, x, v));
    if (v->unreadable.len) return ST_OK;
    v->fixable = v->waiting || x->v.state == IMPORT_DONE;
    v->skipped = p->skipped_count ? import_skipped_words(p, o->lang, c->a) : S("");
    if (v->waiting) TRY(fill_columns(c, o, p, v));
    TRY(fill_faults(c, o, p, v));
    TRY(import_fill_changes(c, o, p, v));
    return fill_good(c, o, x, v);
}

static status show_import(call *c, web_request *rq, http_response *rs, const opened *x,
                          const problem *refused)
{
    import_check_view *v = NEW(c->a, import_check_view, 1);
    if (!v) return ST_MEMORY;
    page       o        = page_open(c, rq, rs);
    page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") },
                            { T(&o, systems_import), S("/he-thong/nhap") } };
    bool       waiting  = x->v.state == IMPORT_UPLOADED;
    v->frame            = (page_frame){ .title       = waiting ? T(&o, systems_import_check_title)
                                                               : T(&o, systems_import_report_title),
                                        .menu        = "systems",
                                        .crumbs      = crumbs,
                                        .crumb_count = COUNT(crumbs),
                                        .wide        = true };
    if (refused && str_equal(refused->field, S("changes"))) {
        v->frame.problems      = refused;
        v->frame.problem_count = 1;
    } else if (refused) {
        v->unreadable = page_problem_text(&o, refused);
    }
    if (str_equal(http_query(rq->http, S("xong")), S("1")))
        v->frame.done = T(&o, systems_import_done);
    TRY(fill_check(c, &o, x, v));
    import_check_page(&o, v);
    return page_close(&o, rs, refused ? 422 : 200);
}

static status show_wait(call *c, web_request *rq, http_response *rs, int64_t id, str asked)
{
    import_wait_view v = { 0 };
    job_view         j;
    int64_t          job_id;
    page             o = page_open(c, rq, rs);
    v.frame = (page_frame){ .title = T(&o, systems_import_report_title), .menu = "systems" };
    v.again = rq->http->target;
    if (!v.again.len) v.again = import_href(c, id);
    if (str_int(asked, &job_id) && jobs_find(c, job_id, &j) == ST_OK) {
        v.done  = j.done;
        v.total = j.total;
        if (j.state == JOB_FAILED) {
            problem *fault = NEW(c->a, problem, 1);
            if (!fault) return ST_MEMORY;
            *fault                = (problem){ .rule = j.rule, .detail = j.detail };
            v.frame.problems      = fault;
            v.frame.problem_count = 1;
        }
    }
    http_header(rs, S("Refresh"), S("2"));
    import_wait_page(&o, &v);
    return page_close(&o, rs, 200);
}

static status id_of(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) && *id > 0 ? ST_OK : ST_MISSING;
}

status import_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    import_view v;
    opened      x;
    str         asked = http_query(rq->http, S("viec"));
    TRY(id_of(rq, &id));
    TRY(imports_load(c, id, &v));
    if (v.state == IMPORT_STAGING || (v.state == IMPORT_UPLOADED && asked.len))
        return show_wait(c, rq, rs, id, asked);
    status st = open_import(c, id, &x, why);
    if (st != ST_OK && st != ST_INVALID) return st;
    bool refused = st == ST_INVALID;
    st           = show_import(c, rq, rs, &x, refused ? why : NULL);
    close_import(&x);
    return st;
}

// ---- mapping it, taking it in, taking it back -------------------------------------------------------------

// The mapping of the form as text: "5;C=name;D=".
static str mapping_of(call *c, const http_request *rq)
{
    int64_t row;
    buf     b      = buf_in(c->a, 256, IMPORT_MAPPING_MAX);
    str     header = str_trim(http_form(rq, S("header_row")));
    if (str_int(header, &row) && row > 0) buf_int(&b, row);
    for (size_t i = 0; i < rq->form_count; i++) {
        const http_field *f = &rq->form[i];
        if (!str_starts(f->name, S("map-"))) continue;
        buf_printf(&b, ";" STR_FMT "=" STR_FMT, STR_ARG(str_slice(f->name, 4, f->name.len)),
                   STR_ARG(f->value));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

// Another header row makes other columns: what the selects said of the old ones is then dropped.
static status map_columns(call *c, web_request *rq, http_response *rs, const import_view *v,
                          problem *why)
{
    opened x;
    str    mapping = mapping_of(c, rq->http), head, rest;
    if (!mapping.ptr) return ST_LIMIT;
    status st = open_import(c, v->id, &x, why);
    if (st != ST_OK && st != ST_INVALID) return st;
    int64_t shown = x.plan.mapping.header_row, asked = 0;
    str     shown_sheet;
    TRY(arena_copy(c->a, x.plan.sheet, &shown_sheet));
    close_import(&x);
    (void)str_cut(mapping, ';', &head, &rest);
    if (head.len && str_int(head, &asked) && asked != shown) mapping = head;
    import_choice to = { .mapping = mapping,
                         .owner   = str_trim(http_form(rq->http, S("owner"))),
                         .sheet   = http_form(rq->http, S("sheet")) };
    if (to.sheet.len && !str_equal(to.sheet, shown_sheet)) to.mapping = S(""); // other columns
    if (to.sheet.len && str_equal(to.sheet, shown_sheet)) to.sheet = v->sheet; // guessed stays so
    TRY(imports_map(c, v->id, &to));
    return web_redirect(rs, import_href(c, v->id));
}

// Systems that are there are changed only by a yes.
static status take_in(call *c, web_request *rq, http_response *rs, const import_view *v,
                      problem *why)
{
    opened  x;
    int64_t job_id;
    bool    yes = str_equal(http_form(rq->http, S("changes")), S("yes"));
    TRY(open_import(c, v->id, &x, why));
    if (!yes && x.plan.made == 0) {
        problem nothing = { .field = S("changes"), .rule = S("import-nothing-agreed") };
        status  shown   = show_import(c, rq, rs, &x, &nothing);
        close_import(&x);
        return shown;
    }
    status st    = imports_accept(c, v->id, !yes);
    bool   large = x.plan.count > IMPORT_JOB_ROWS;
    if (st == ST_OK && !large) {
        x.options.only_new = !yes;
        x.plan.import_id   = v->id;
        st                 = import_commit(c, &x.options, &x.plan, why);
    }
    close_import(&x);
    TRY(st);
    str href = import_href(c, v->id);
    if (!large) return web_redirect(rs, arena_printf(c->a, STR_FMT "?xong=1", STR_ARG(href)));
    TRY(imports_ask(c, v, &job_id, why));
    return web_redirect(rs,
                        arena_printf(c->a, STR_FMT "?viec=%lld", STR_ARG(href), (long long)job_id));
}

// Keeps what was typed into the wrong cells, and checks again.
static status mend(call *c, web_request *rq, http_response *rs, const import_view *v, problem *why)
{
    opened      x;
    import_fix *fixes;
    size_t      count;
    int64_t     id = v->id;
    status      st = open_import(c, v->id, &x, why);
    if (st == ST_INVALID) close_import(&x);
    TRY(st);
    st = import_read_fixes(c, rq->http, &x.plan, &fixes, &count);
    close_import(&x);
    TRY(st);
    if (count || v->state != IMPORT_UPLOADED) TRY(imports_fix(c, v, fixes, count, &id, why));
    return web_redirect(rs, import_href(c, id));
}

status import_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    import_view v;
    TRY(id_of(rq, &id));
    TRY(imports_load(c, id, &v));
    if (str_equal(http_form(rq->http, S("do")), S("fix"))) return mend(c, rq, rs, &v, why);
    if (v.state != IMPORT_UPLOADED) return web_redirect(rs, import_href(c, id)); // taken in already
    if (str_equal(http_form(rq->http, S("do")), S("take"))) {
        status st = take_in(c, rq, rs, &v, why);
        return st == ST_INVALID ? web_redirect(rs, import_href(c, id)) : st; // the page tells why
    }
    return map_columns(c, rq, rs, &v, why);
}

status import_noted_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t      id;
    int          fd;
    opened       x;
    os_file_info info;
    TRY(id_of(rq, &id));
    status st = open_import(c, id, &x, why);
    if (st == ST_INVALID) close_import(&x);
    TRY(st);
    st = os_temp_in_memory(&fd);
    if (st == ST_OK) {
        st = import_write_noted(c, &x.options, &x.plan, fd, why);
        if (st == ST_OK) st = os_info(fd, &info);
        if (st != ST_OK) os_close(fd);
    }
    close_import(&x);
    TRY(st);
    return import_send_file(rs, fd, info.bytes, IMPORT_XLSX_TYPE, S("bang-co-ghi-chu.xlsx"));
}

status import_undo_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t       id;
    import_undone done;
    TRY(id_of(rq, &id));
    TRY(imports_undo(c, id, &done, why));
    return web_redirect(rs, import_href(c, id));
}

// ---- the API ------------------------------------------------------------------------------------------------

const web_field import_api_answer[] = {
    { "import", "string?", "id; null after a dry run" },
    { "sheet", "string", "name of the sheet that was read" },
    { "header_row", "integer", "as in the file, from 1" },
    { "columns", "array", "column, header, field" },
    { "unmapped", "array", "headers that mean nothing here" },
    { "rows", "integer", "rows that hold something" },
    { "new", "integer", "systems made" },
    { "changed", "integer", "systems changed" },
    { "same", "integer", "systems as they were" },
    { "refused", "integer", "rows that stay out" },
    { "kept", "integer", "systems left as they are by only_new" },
    { "skipped", "array", "row, text: totals and remarks under the list" },
    { "sheets", "array", "visible sheets of the workbook" },
    { "differ", "integer", "rows whose stated level is not the computed one" },
    { "committed", "boolean", "false after a dry run" },
    { "systems", "array", "row, id, code, act, level, result, questions" },
    { "errors", "array", "row, column, cell, value, rule, message" },
    { "noted_file", "string?", "always null here" },
    { 0 },
};

const web_field import_undo_answer[] = {
    { "import", "string", "id" },
    { "removed", "integer", "new systems taken away" },
    { "restored", "integer", "changed systems put back" },
    { 0 },
};

static status answer_report(http_response *rs, call *c, int64_t id, int code)
{
    int     fd;
    int64_t size;
    TRY(imports_open(c, id, IMPORT_REPORT, &fd, &size));
    rs->code      = code;
    rs->file_fd   = fd;
    rs->file_size = size;
    http_header(rs, S("Content-Type"), S("application/json"));
    return ST_OK;
}

// The report of a dry run is not kept; it goes out by a temporary file, since it may be long.
static status answer_dry_run(call *c, http_response *rs, opened *x)
{
    int fd;
    str json = import_report_json(&x->plan, (str){ 0 }, c->lang, &x->plan.memory);
    if (!json.ptr) return ST_MEMORY;
    TRY(os_temp_in_memory(&fd));
    status st = os_write_all(fd, json);
    if (st == ST_OK) st = os_rewind(fd);
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    rs->file_fd   = fd;
    rs->file_size = json.len;
    http_header(rs, S("Content-Type"), S("application/json"));
    return ST_OK;
}

static status api_take(call *c, http_response *rs, const http_request *rq, const http_file *file,
                       problem *why)
{
    opened x  = { 0 };
    x.options = (import_options){ .fd       = file->fd,
                                  .filename = file->filename,
                                  .owner    = str_trim(http_form(rq, S("owner"))),
                                  .mapping  = str_trim(http_form(rq, S("mapping"))),
                                  .sheet    = http_form(rq, S("sheet")),
                                  .only_new = str_equal(http_form(rq, S("only_new")), S("true")) };
    bool dry  = str_equal(http_form(rq, S("dry_run")), S("true"));
    TRY(import_plan_new(&x.plan));
    status st = import_scan(c, &x.options, &x.plan, why);
    if (st == ST_OK) st = import_compare(c, &x.options, &x.plan, why);
    if (st == ST_OK && !dry) st = import_commit(c, &x.options, &x.plan, why);
    int64_t id = x.plan.import_id;
    if (st == ST_OK && dry) st = answer_dry_run(c, rs, &x);
    import_plan_end(&x.plan, c->a, why);
    if (st == ST_OK && !dry) st = answer_report(rs, c, id, 201);
    return st;
}

status import_api_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    for (size_t i = 0; i < rq->http->file_count; i++) {
        const http_file *f = &rq->http->files[i];
        if (str_equal(f->field, S("file")) && f->size > 0) return api_take(c, rs, rq->http, f, why);
    }
    return problem_set(why, ST_INVALID, S("file"), S("required"));
}

status import_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(id_of(rq, &id));
    return answer_report(rs, c, id, 200);
}

status import_api_undo(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t       id;
    import_undone done;
    TRY(id_of(rq, &id));
    TRY(imports_undo(c, id, &done, why));
    str json = arena_printf(c->a, "{\"import\":\"%lld\",\"removed\":%lld,\"restored\":%lld}",
                            (long long)id, (long long)done.removed, (long long)done.restored);
    return json.ptr ? web_json(rs, 200, json) : ST_MEMORY;
}
