// build_ops.c - a report as files: its paper (docx, PDF) and its table in the shape of Mẫu 08 (xlsx).
#include "kit/documents/documents.h"
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "kit/workers/print.h"
#include "modules/reports/gather_ops.h"
#include "modules/reports/load_ops.h"
#include "modules/systems/systems.h"

#include <openssl/evp.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { XLSX_BYTES_MAX = 64 * 1024 * 1024, LACKS_BYTES_MAX = 600 };

bool report_format_named(str suffix, report_format *out)
{
    static const str names[] = { STR("docx"), STR("pdf"), STR("xlsx") };
    for (size_t i = 0; i < COUNT(names); i++) {
        if (!str_equal(suffix, names[i])) continue;
        *out = (report_format)(REPORT_DOCX + (int)i);
        return true;
    }
    return false;
}

static status hash_of(str bytes, arena *a, char hex[65])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned      length = 0;
    buf           b      = buf_in(a, 80, 80);
    if (EVP_Digest(bytes.ptr, (size_t)bytes.len, sum, &length, EVP_sha256(), NULL) != 1) {
        return ST_BROKEN;
    }
    buf_hex(&b, (str){ (const char *)sum, (ptrdiff_t)length });
    if (b.failed || b.len != 64) return ST_MEMORY;
    memcpy(hex, b.ptr, 64);
    hex[64] = 0;
    return ST_OK;
}

// ---- the paper ---------------------------------------------------------------------------------------

static status paper_bytes(call *c, const report_head *h, arena *a, str *docx, problem *why)
{
    report_content k;
    report_paper   p;
    docx_data      data;
    str template = report_template_of(h->pack, h->what->form);
    if (h->state == REPORT_SENT) { // the very one that went out
        report_paper_of_row row;
        db                 *d;
        TRY(call_db(c, &d));
        status st = report_paper_of(d, &(report_paper_of_in){ .id = h->id }, a, &row);
        if (st == ST_OK) *docx = row.docx;
        if (st != ST_MISSING) return st;
    }
    if (!template.ptr) return problem_set(why, ST_INVALID, S("kind"), S("form-no-template"));
    TRY(reports_content(c, h, a, &k));
    TRY(report_paper_gather(c, &k, a, &p));
    TRY(report_paper_data(&p, a, &data));
    return docx_fill(template, &data, a, docx, why);
}

static str lacks_words(arena *a, lang in, const print_made *made)
{
    buf b = buf_in(a, 128, LACKS_BYTES_MAX);
    for (size_t i = 0; i < made->lack_count; i++) {
        str key = arena_printf(a, "print.lack." STR_FMT, STR_ARG(made->lacks[i].what));
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, text_named(in, key));
        if (made->lacks[i].detail.len) {
            buf_printf(&b, " (" STR_FMT ")", STR_ARG(made->lacks[i].detail));
        }
    }
    return b.failed ? S("…") : buf_str(&b);
}

static status pdf_bytes(call *c, const report_head *h, str docx, arena *a, report_file *out,
                        problem *why)
{
    print_made printed;
    str title = arena_printf(a, STR_FMT " %d – " STR_FMT, STR_ARG(h->what->name.vi), h->year,
                             STR_ARG(h->body_name));
    const print_options o = { .title = title, .lang = S("vi-VN"), .created_ms = c->now_ms };
    if (!title.ptr) return ST_MEMORY;
    TRY(print_docx(&o, docx, a, &printed, NULL, why));
    if (printed.lack_count) {
        return problem_detail(why, ST_INVALID, S("as"), S("print-lacks"),
                              lacks_words(c->a, c->lang, &printed));
    }
    out->bytes = printed.pdf;
    out->pages = printed.pages;
    return ST_OK;
}

// ---- the table -----------------------------------------------------------------------------------------

static xlsx_cell text_cell(str s)
{
    return (xlsx_cell){ .kind = s.len ? XLSX_TEXT : XLSX_EMPTY, .text = s };
}

static xlsx_cell number_cell(int64_t n)
{
    return (xlsx_cell){ .kind = XLSX_INT, .number = n };
}

static xlsx_cell day_cell(str iso)
{
    day d;
    if (day_parse(iso, &d) != ST_OK) return text_cell(iso);
    return (xlsx_cell){ .kind = XLSX_DAY, .on = d };
}

static xlsx_cell choice_cell(const char *field, int64_t n)
{
    const system_field *f = system_field_find(str_from(field));
    return text_cell(system_choice_label(f, system_choice_key(f->key, n), LANG_VI));
}

static xlsx_cell document_cell(arena *a, str no, str on, str by)
{
    return text_cell(official_document_write(a, &(official_document){ no, on, by }));
}

static status table_row(xlsx *x, arena *a, const report_row *r, int64_t no)
{
    const xlsx_cell cells[OFFICIAL_COLUMNS] = {
        number_cell(no),
        text_cell(r->name),
        text_cell(r->owner),
        text_cell(r->operator_),
        r->level ? number_cell(r->level) : text_cell(S("")),
        choice_cell("approval", r->approval),
        document_cell(a, r->decision_no, r->decision_on, r->decision_by),
        document_cell(a, r->regulation_no, r->regulation_on, r->regulation_by),
        day_cell(r->approval_expected),
        choice_cell("deployment", r->deployment),
        day_cell(r->deployment_expected),
        choice_cell("inspections", r->inspections),
    };
    return xlsx_row(x, cells, OFFICIAL_COLUMNS);
}

static const law_pack *with_headings(const law_pack *p)
{
    return law_label_any(p, S("mau-08.title")) ? p : p->base ? p->base : p;
}

// The table, in the very shape that can be taken in again.
static status table_sheet(xlsx *x, arena *a, const report_content *k, const report_paper *p)
{
    const law_pack  *pack  = with_headings(k->head.pack);
    const law_label *title = law_label_any(pack, S("mau-08.title"));
    xlsx_column      columns[OFFICIAL_COLUMNS];
    str              titles[4];
    size_t           n  = 0;
    int64_t          no = 0;
    if (!title) return ST_MISSING;
    titles[n++] = title->text.vi;
    titles[n++] = title->cite.text.vi;
    titles[n++] = p->reporter;
    if (k->head.invented) titles[n++] = text_get(LANG_VI, T_frame_invented);
    for (size_t i = 0; i < OFFICIAL_COLUMNS; i++) {
        columns[i] = (xlsx_column){ official_heading(pack, official_columns[i].target, LANG_VI),
                                    official_columns[i].width };
    }
    TRY(xlsx_sheet_titled(x, text_get(LANG_VI, T_systems_import_sheet), titles, n, columns,
                          OFFICIAL_COLUMNS));
    for (size_t i = 0; i < k->sheet.count; i++) {
        if (!k->sheet.rows[i].built) TRY(table_row(x, a, &k->sheet.rows[i], ++no));
    }
    return ST_OK;
}

static status built_sheet(xlsx *x, const report_paper *p)
{
    static const text_key heads[REPORT_BUILT_COLUMNS] = {
        T_reports_column_no,       T_reports_column_name,  T_reports_column_owner,
        T_reports_column_operator, T_reports_column_level, T_reports_column_expected,
        T_reports_column_project,  T_reports_column_part,  T_reports_column_note
    };
    xlsx_column columns[REPORT_BUILT_COLUMNS];
    for (size_t i = 0; i < REPORT_BUILT_COLUMNS; i++) {
        columns[i] = (xlsx_column){ text_get(LANG_VI, heads[i]), i == 1 ? 50 : i ? 26 : 6 };
    }
    TRY(xlsx_sheet(x, text_get(LANG_VI, T_reports_built), columns, REPORT_BUILT_COLUMNS));
    for (size_t i = 0; i < p->built_count; i++) {
        xlsx_cell cells[REPORT_BUILT_COLUMNS];
        for (size_t k = 0; k < REPORT_BUILT_COLUMNS; k++)
            cells[k] = text_cell(p->built[i].cells[k]);
        TRY(xlsx_row(x, cells, REPORT_BUILT_COLUMNS));
    }
    return ST_OK;
}

static status figures_sheet(xlsx *x, const report_content *k, const report_paper *p)
{
    const report_figures *f         = &k->figures;
    const xlsx_column     columns[] = { { text_get(LANG_VI, T_reports_figures), 60 },
                                        { text_get(LANG_VI, T_reports_figure_value), 24 } };
    const struct {
        text_key  key;
        xlsx_cell cell;
    } rows[] = {
        { T_reports_figure_total, number_cell(f->total) },
        { T_reports_figure_classified, number_cell(f->classified) },
        { T_reports_figure_drafted, number_cell(f->drafted) },
        { T_reports_figure_appraised, number_cell(f->appraised) },
        { T_reports_figure_approved, number_cell(f->approved) },
        { T_reports_figure_inspected, number_cell(f->inspected) },
        { T_reports_figure_expected, day_cell(f->expected) },
        { T_reports_period_from, day_cell(p->from) },
        { T_reports_period_until, day_cell(p->until) },
        { T_reports_as_of, { .kind = XLSX_TIME, .number = k->as_of_ms } },
    };
    TRY(xlsx_sheet(x, text_get(LANG_VI, T_reports_figures), columns, COUNT(columns)));
    for (size_t i = 0; i < COUNT(rows); i++) {
        const xlsx_cell cells[] = { text_cell(text_get(LANG_VI, rows[i].key)), rows[i].cell };
        TRY(xlsx_row(x, cells, COUNT(cells)));
    }
    return ST_OK;
}

static status sheets(xlsx *x, arena *a, const report_content *k, const report_paper *p)
{
    TRY(table_sheet(x, a, k, p));
    TRY(built_sheet(x, p));
    return figures_sheet(x, k, p);
}

static status read_back(int fd, int64_t size, arena *a, str *out)
{
    char   *room = size > 0 && size <= XLSX_BYTES_MAX ? arena_alloc(a, 1, 1, (size_t)size) : NULL;
    ssize_t got  = room ? pread(fd, room, (size_t)size, 0) : -1;
    if (!room) return ST_MEMORY;
    *out = (str){ room, (ptrdiff_t)size };
    return got == size ? ST_OK : ST_BROKEN;
}

static status xlsx_bytes(call *c, const report_head *h, arena *a, str *out)
{
    report_content k;
    report_paper   p;
    xlsx          *x;
    int64_t        size = 0;
    TRY(reports_content(c, h, a, &k));
    TRY(report_paper_gather(c, &k, a, &p));
    int fd = memfd_create("report", MFD_CLOEXEC);
    if (fd < 0) return ST_BROKEN;
    status st = xlsx_new(a, fd, (str){ 0 }, &x);
    if (st == ST_OK) {
        st = sheets(x, a, &k, &p);
        if (st == ST_OK) {
            st = xlsx_finish(x, &size);
        } else {
            xlsx_drop(x);
        }
    }
    if (st == ST_OK) st = read_back(fd, size, a, out);
    close(fd);
    return st;
}

// ---- the files -------------------------------------------------------------------------------------------

status reports_build(call *c, const report_head *head, report_format format, arena *a,
                     report_file *out, problem *why)
{
    static const struct {
        const char *suffix, *type;
    } kinds[] = {
        [REPORT_DOCX] = { "docx", "application/"
                                  "vnd.openxmlformats-officedocument.wordprocessingml.document" },
        [REPORT_PDF]  = { "pdf", "application/pdf" },
        [REPORT_XLSX] = { "xlsx",
                          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    };
    *out      = (report_file){ .type = str_from(kinds[format].type) };
    out->name = arena_printf(a, "bao-cao-%d-" STR_FMT ".%s", head->year, STR_ARG(head->body_code),
                             kinds[format].suffix);
    if (!out->name.ptr) return ST_MEMORY;
    if (format == REPORT_XLSX) {
        TRY(xlsx_bytes(c, head, a, &out->bytes));
    } else {
        TRY(paper_bytes(c, head, a, &out->bytes, why));
        if (format == REPORT_PDF) TRY(pdf_bytes(c, head, out->bytes, a, out, why));
    }
    return hash_of(out->bytes, a, out->sha256);
}
