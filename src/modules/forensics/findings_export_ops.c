// findings_export_ops.c - the list of findings as a sheet, with what was judged of each.
#include "kit/documents/documents.h"
#include "kit/text/text.h"
#include "modules/forensics/finding_ops.h"
#include "modules/organisations/organisations.h"

enum { EXPORT_ROWS_MAX = 200 * 1000 };

static const struct {
    text_key title;
    int      width;
} columns[] = {
    { T_forensics_code, 10 },
    { T_forensics_finding_level, 14 },
    { T_forensics_finding_title, 50 },
    { T_forensics_finding_triage, 18 },
    { T_forensics_field_comment, 40 },
    { T_forensics_finding_judged_by, 24 },
    { T_forensics_finding_judged_at, 18 },
    { T_forensics_finding_event_at, 18 },
    { T_forensics_finding_host, 20 },
    { T_forensics_log_item, 18 },
    { T_forensics_path, 40 },
    { T_forensics_finding_record, 14 },
    { T_forensics_finding_rule, 38 },
    { T_forensics_finding_tags, 30 },
    { T_forensics_finding_rule_hash, 66 },
    { T_forensics_finding_found_at, 18 },
    { T_forensics_finding_event, 60 },
};
enum { COLUMNS = COUNT(columns) };

static xlsx_cell cell_text(str s)
{
    return (xlsx_cell){ .kind = s.len ? XLSX_TEXT : XLSX_EMPTY, .text = s };
}

static xlsx_cell cell_time(int64_t ms)
{
    return (xlsx_cell){ .kind = ms ? XLSX_TIME : XLSX_EMPTY, .number = ms };
}

static str named(call *c, const char *group, str key)
{
    str      name = arena_printf(c->a, "forensics.%s." STR_FMT, group, STR_ARG(key));
    text_key known;
    return name.ptr && text_known(name, &known) ? text_get(c->lang, known) : key;
}

static status put_finding(call *c, xlsx *x, const finding *f)
{
    const xlsx_cell cells[COLUMNS] = {
        { .kind = XLSX_INT, .number = f->id },
        cell_text(named(c, "level", finding_level_key(f->level))),
        cell_text(f->title),
        cell_text(named(c, "triage", finding_triage_key(f->triage))),
        cell_text(f->comment),
        cell_text(f->triaged_by),
        cell_time(f->triaged_ms),
        cell_time(f->event_ms),
        cell_text(f->host),
        cell_text(f->item_code),
        cell_text(f->item_path),
        { .kind = XLSX_INT, .number = f->record },
        cell_text(f->rule),
        cell_text(f->tags),
        cell_text(f->rule_sha256),
        cell_time(f->found_ms),
        cell_text(f->event),
    };
    return xlsx_row(x, cells, COLUMNS);
}

static status put_all(call *c, xlsx *x, const forensic_case *k, const finding_filter *f)
{
    char   room[64];
    str    cursor = S("");
    size_t rows   = 0;
    do {
        arena        mark = *c->a;
        arena        kept = arena_over(room, sizeof room);
        finding_page list;
        problem      why = { 0 };
        TRY(findings_list(c, k, f, cursor, 0, &list, &why));
        for (size_t i = 0; i < list.count; i++) TRY(put_finding(c, x, &list.items[i]));
        rows += list.count;
        cursor = S("");
        if (list.next.len) TRY(arena_copy(&kept, list.next, &cursor));
        call_end(c);
        *c->a = mark;
    } while (cursor.len && rows < EXPORT_ROWS_MAX);
    return ST_OK;
}

status findings_export(call *c, const forensic_case *k, const finding_filter *f, int fd)
{
    xlsx       *x;
    xlsx_column heads[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        heads[i] = (xlsx_column){ text_get(c->lang, columns[i].title), columns[i].width };
    const str titles[] = { k->title, k->code, k->body_name, organisations_day(c) };
    if (!titles[3].ptr) return ST_MEMORY;
    TRY(xlsx_new(c->a, fd, (str){ 0 }, &x));
    status st = xlsx_sheet_titled(x, S("Phat hien"), titles, COUNT(titles), heads, COLUMNS);
    if (st == ST_OK) st = put_all(c, x, k, f);
    if (st == ST_OK) return xlsx_finish(x, NULL);
    xlsx_drop(x);
    return st;
}
