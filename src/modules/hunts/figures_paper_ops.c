// figures_paper_ops.c - figures as reports take them: a paragraph, an annex, a workbook. See hunts.h.
#include "kit/documents/fill.h"
#include "kit/text/text.h"
#include "modules/hunts/hunts_templates.gen.h"
#include "modules/hunts/row_ops.h"
#include "modules/incidents/incidents.h"

enum { LEVELS = 5 };

void hunt_figure_lines(lang in, const hunts_report *r, hunt_figure_line out[HUNT_FIGURE_LINES])
{
    const hunt_figures *a = &r->own, *b = &r->branch;
    const struct {
        text_key label;
        int64_t  own, branch;
    } all[HUNT_FIGURE_LINES] = {
        { T_hunts_figure_owed, a->owed[0], b->owed[0] },
        { T_hunts_figure_hunted, a->hunted[0], b->hunted[0] },
        { T_hunts_figure_told, a->told, b->told },
        { T_hunts_figure_not, a->owed[0] - a->hunted[0], b->owed[0] - b->hunted[0] },
        { T_hunts_figure_late, a->late, b->late },
        { T_hunts_figure_closed, a->closed, b->closed },
        { T_hunts_figure_found, a->found, b->found },
        { T_hunts_figure_removed, a->removed, b->removed },
        { T_hunts_figure_confirmed, a->confirmed, b->confirmed },
        { T_hunts_figure_dismissed, a->dismissed, b->dismissed },
        { T_hunts_figure_open, a->open, b->open },
        { T_hunts_figure_incidents, a->incidents, b->incidents },
    };
    for (size_t i = 0; i < COUNT(all); i++)
        out[i] = (hunt_figure_line){ text_get(in, all[i].label), all[i].own, all[i].branch };
}

// ---- in words --------------------------------------------------------------------------------------

static bool has_others(const hunts_report *r)
{
    return r->row_count > 1 || (r->row_count == 1 && r->rows[0].body_id != r->org.id);
}

static void put_sentence(buf *b, arena *a, text_key key, const int64_t *n, size_t count)
{
    str args[8];
    for (size_t i = 0; i < count; i++) args[i] = text_number(a, LANG_VI, n[i]);
    buf_char(b, ' ');
    buf_put(b, text_fmt(a, LANG_VI, key, args, count));
}

status hunts_words(call *c, const hunts_report *r, str *out)
{
    const hunt_figures *f = &r->branch;
    buf                 b = buf_in(c->a, 512, 16 * 1024);
    const str head[] = { text_day(c->a, r->of.first), text_day(c->a, r->of.last), r->org.name_vi };
    const int64_t duty[] = { f->owed[0], f->hunted[0], f->owed[0] - f->hunted[0], f->late };
    const int64_t done[] = { f->closed, f->found, f->removed, f->confirmed, f->open };
    text_key      whom   = has_others(r) ? T_hunts_words_branch : T_hunts_words_own;
    buf_put(&b, text_fmt(c->a, LANG_VI, whom, head, COUNT(head)));
    put_sentence(&b, c->a, T_hunts_words_duty, duty, COUNT(duty));
    if (f->told) put_sentence(&b, c->a, T_hunts_words_told, &f->told, 1);
    put_sentence(&b, c->a, T_hunts_words_done, done, COUNT(done));
    if (f->incidents) put_sentence(&b, c->a, T_hunts_words_incidents, &f->incidents, 1);
    if (day_number(r->until) < day_number(r->of.last)) {
        const str until = text_day(c->a, r->until);
        buf_char(&b, ' ');
        buf_put(&b, text_fmt(c->a, LANG_VI, T_hunts_words_runs, &until, 1));
    }
    TRY(buf_status(&b));
    *out = buf_str(&b);
    return ST_OK;
}

status hunts_offer(call *c, int64_t body_id, day first, day last, str *out)
{
    hunts_report *r    = NEW(c->a, hunts_report, 1);
    str           org  = arena_printf(c->a, "%lld", (long long)body_id);
    str           days = hunt_period_days(c->a, first, last);
    problem       why  = { 0 };
    *out               = S("");
    if (!r || !org.ptr || !days.ptr) return ST_MEMORY;
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_OK;
    status st = hunts_figures(c, org, days, r, &why);
    if (st == ST_INVALID) return ST_OK; // out of the branch
    TRY(st);
    return r->branch.owed[0] || r->branch.closed ? hunts_words(c, r, out) : ST_OK;
}

// ---- an annex --------------------------------------------------------------------------------------

static const char *const cells[] = { "c1", "c2", "c3", "c4", "c5", "c6" };

static void put_numbers(filler *f, fill_rows *to, size_t row, size_t from, const int64_t *n,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        fill_row_put(to, row, str_from(cells[from + i]), text_number(f->a, LANG_VI, n[i]));
}

static void put_lines(filler *f, const hunts_report *r)
{
    hunt_figure_line lines[HUNT_FIGURE_LINES];
    fill_rows        to = fill_rows_make(f, HUNT_FIGURE_LINES, 3, 0);
    hunt_figure_lines(LANG_VI, r, lines);
    for (size_t i = 0; i < HUNT_FIGURE_LINES && !f->failed; i++) {
        const int64_t n[] = { lines[i].own, lines[i].branch };
        fill_row_put(&to, i, S("c1"), lines[i].label);
        put_numbers(f, &to, i, 1, n, COUNT(n));
    }
    fill_list(f, S("chi_tieu"), &to);
}

static void put_levels(filler *f, const hunts_report *r)
{
    const hunt_figures *b  = &r->branch;
    fill_rows           to = fill_rows_make(f, LEVELS, 4, 0);
    for (size_t i = 0; i < LEVELS && !f->failed; i++) {
        const int64_t n[] = { (int64_t)i + 1, b->owed[i + 1], b->hunted[i + 1],
                              b->owed[i + 1] - b->hunted[i + 1] };
        put_numbers(f, &to, i, 0, n, COUNT(n));
    }
    fill_list(f, S("cap_do"), &to);
}

static void put_owners(filler *f, const hunts_report *r)
{
    size_t    count = has_others(r) ? r->row_count : 0;
    fill_rows to    = fill_rows_make(f, count, 6, 0);
    for (size_t i = 0; i < count && !f->failed; i++) {
        const hunt_figures *n  = &r->rows[i].f;
        const int64_t       no = (int64_t)i + 1;
        const int64_t all[]    = { n->owed[0], n->hunted[0], n->owed[0] - n->hunted[0], n->late };
        put_numbers(f, &to, i, 0, &no, 1);
        fill_row_put(&to, i, S("c2"), r->rows[i].name);
        put_numbers(f, &to, i, 2, all, COUNT(all));
    }
    fill_list(f, S("chu_quan"), &to);
    fill_flag(f, S("danh_sach_dai"), count > 0 && r->cut);
}

static status put_head(call *c, filler *f, const hunts_report *r)
{
    incident_letter own    = { .to = S("") };
    const str       days[] = { text_day(c->a, r->of.first), text_day(c->a, r->of.last) };
    TRY(incident_letter_head(c, r->org.id, &own));
    const fill_head_of of = {
        .superior = own.superior,
        .issuer   = own.issuer,
        .symbol   = own.symbol,
        .place    = own.place,
        .about    = text_fmt(c->a, LANG_VI, T_hunts_annex_about, days, COUNT(days)),
        .sample = str_equal(r->org.kind, S("sample")) ? text_get(LANG_VI, T_frame_invented) : S(""),
        .year   = own.year
    };
    fill_head(f, &of);
    fill_put(f, S("ngay_ban_hanh"), S(""));
    fill_put(f, S("nguoi_bao"), own.issuer);
    return ST_OK;
}

static status draw(call *c, const hunts_report *r, str *docx, problem *why)
{
    docx_data data;
    str       words;
    filler   *f = filler_new(c->a);
    if (!f) return ST_MEMORY;
    TRY(put_head(c, f, r));
    TRY(hunts_words(c, r, &words));
    fill_put(f, S("doan_van"), words);
    fill_put(f, S("cach_dem"), text_get(LANG_VI, T_hunts_figures_rules_about));
    fill_put(f, S("can_cu"), r->term.cite);
    put_lines(f, r);
    put_levels(f, r);
    put_owners(f, r);
    TRY(filler_data(f, &data));
    return docx_fill(hunts_templates[0].bytes, &data, c->a, docx, why);
}

typedef struct telling {
    call               *c;
    const hunts_report *r;
    bool                pdf;
} telling;

static status tell(db *d, void *ctx)
{
    const telling *w      = ctx;
    str            detail = arena_printf(w->c->a, "{\"period\":\"" STR_FMT "\",\"as\":\"%s\"}",
                                         STR_ARG(w->r->of.name), w->pdf ? "pdf" : "docx");
    (void)d;
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(w->c, S("hunt.figures-drawn"), S("body"), w->r->org.id, detail);
}

status hunts_annex(call *c, const hunts_report *r, hunt_annex *out, problem *why)
{
    str title = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(r->org.name_vi),
                             STR_ARG(text_get(LANG_VI, T_hunts_figures_annex)));
    if (!title.ptr) return ST_MEMORY;
    TRY(draw(c, r, &out->bytes, why));
    if (out->pdf) TRY(incident_letter_pdf(c, title, out->bytes, &out->bytes, why));
    return call_act(c, tell, &(telling){ c, r, out->pdf });
}

// ---- as a workbook ---------------------------------------------------------------------------------

static xlsx_cell text_cell(str s)
{
    return (xlsx_cell){ .kind = XLSX_TEXT, .text = s };
}

static xlsx_cell number_cell(int64_t n)
{
    return (xlsx_cell){ .kind = XLSX_INT, .number = n };
}

static status lines_sheet(call *c, xlsx *x, const hunts_report *r)
{
    hunt_figure_line  lines[HUNT_FIGURE_LINES];
    const xlsx_column heads[]  = { { text_get(c->lang, T_hunts_figure), 44 },
                                   { text_get(c->lang, T_hunts_figures_own), 18 },
                                   { text_get(c->lang, T_hunts_figures_branch), 26 } };
    const str         days[]   = { text_day(c->a, r->of.first), text_day(c->a, r->of.last) };
    const str         titles[] = { text_get(c->lang, T_hunts_figures_title), r->org.name_vi,
                                   text_fmt(c->a, c->lang, T_hunts_figures_span, days, 2) };
    if (!titles[2].ptr) return ST_MEMORY;
    hunt_figure_lines(c->lang, r, lines);
    TRY(xlsx_sheet_titled(x, S("Chi tieu"), titles, COUNT(titles), heads, COUNT(heads)));
    for (size_t i = 0; i < HUNT_FIGURE_LINES; i++) {
        const xlsx_cell row[] = { text_cell(lines[i].label), number_cell(lines[i].own),
                                  number_cell(lines[i].branch) };
        TRY(xlsx_row(x, row, COUNT(row)));
    }
    return ST_OK;
}

static status levels_sheet(call *c, xlsx *x, const hunts_report *r)
{
    const hunt_figures *b       = &r->branch;
    const xlsx_column   heads[] = { { text_get(c->lang, T_hunts_level), 10 },
                                    { text_get(c->lang, T_hunts_figure_owed), 26 },
                                    { text_get(c->lang, T_hunts_figure_hunted), 26 },
                                    { text_get(c->lang, T_hunts_figure_not), 26 } };
    TRY(xlsx_sheet(x, S("Theo cap do"), heads, COUNT(heads)));
    for (int i = 1; i <= LEVELS; i++) {
        const xlsx_cell row[] = { number_cell(i), number_cell(b->owed[i]),
                                  number_cell(b->hunted[i]),
                                  number_cell(b->owed[i] - b->hunted[i]) };
        TRY(xlsx_row(x, row, COUNT(row)));
    }
    return ST_OK;
}

static status owners_sheet(call *c, xlsx *x, const hunts_report *r)
{
    const xlsx_column heads[] = { { text_get(c->lang, T_hunts_owner_code), 18 },
                                  { text_get(c->lang, T_hunts_owner), 50 },
                                  { text_get(c->lang, T_hunts_figure_owed), 22 },
                                  { text_get(c->lang, T_hunts_figure_hunted), 22 },
                                  { text_get(c->lang, T_hunts_figure_not), 22 },
                                  { text_get(c->lang, T_hunts_figure_late), 18 } };
    TRY(xlsx_sheet(x, S("Theo chu quan"), heads, COUNT(heads)));
    for (size_t i = 0; i < r->row_count; i++) {
        const hunt_figures *n     = &r->rows[i].f;
        const xlsx_cell     row[] = { text_cell(r->rows[i].code),
                                      text_cell(r->rows[i].name),
                                      number_cell(n->owed[0]),
                                      number_cell(n->hunted[0]),
                                      number_cell(n->owed[0] - n->hunted[0]),
                                      number_cell(n->late) };
        TRY(xlsx_row(x, row, COUNT(row)));
    }
    return ST_OK;
}

status hunts_figures_export(call *c, const hunts_report *r, int fd)
{
    xlsx *x;
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &x));
    status st = lines_sheet(c, x, r);
    if (st == ST_OK) st = levels_sheet(c, x, r);
    if (st == ST_OK) st = owners_sheet(c, x, r);
    if (st == ST_OK) return xlsx_finish(x, NULL);
    xlsx_drop(x);
    return st;
}
